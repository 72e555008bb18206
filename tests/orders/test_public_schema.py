"""The public read API in the schema: an example of every answer, and answers as they are shown."""

from typing import Any

import pytest
from django.test import Client

from tests import published
from tests.cast import Cast
from tests.orders.market import a_listing, a_lot
from tests.orders.trade import sell

ROOT = "/api/v1/public"
pytestmark = pytest.mark.usefixtures("clock")


READS = [
    "public_categories", "public_listing", "public_listing_delivery", "public_listing_reviews",
    "public_listing_seller", "public_listings", "public_lot", "public_month", "public_stations",
    "public_suggestions", "public_townships",
]  # fmt: skip


def test_the_public_api_is_these_reads() -> None:
    assert sorted(published.answers()) == READS


@pytest.mark.parametrize("name", READS)
def test_every_public_answer_has_an_example_that_fits_its_schema(name: str) -> None:
    examples = published.answers()[name].get("examples", {})
    found = [published.faults(name, one["value"]) for one in examples.values()]
    assert found == [[]]


def test_an_example_with_a_field_too_few_or_too_many_or_of_another_type_is_found() -> None:
    good = {"code": "630121103", "name": "东峡镇"}
    assert published.faults("public_townships", [good]) == []
    assert published.faults("public_townships", [{"code": "630121103"}])
    assert published.faults("public_townships", [good | {"village": "东峡村"}])
    assert published.faults("public_townships", [good | {"code": 630121103}])


def test_the_public_api_names_no_key() -> None:
    operations = [
        operation
        for path, methods in published.schema()["paths"].items()
        if path.startswith(f"{ROOT}/")
        for operation in methods.values()
    ]
    assert [one["security"] for one in operations] == [[{}] for _ in operations]


@pytest.fixture
def answered(cast: Cast, post: Any, visitor: Client) -> dict[str, Any]:
    """What a county with one reviewed sale answers to each public question."""
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    listing = a_listing(cast, lot)
    order = sell(cast, listing, 1, key="received")
    words = {"position": 1, "taste": 5, "freshness": 4, "packing": 3, "text": "很面，好吃"}
    post(cast.client("buyer"), f"/api/v1/orders/{order.number}/reviews", words)
    one = f"{ROOT}/listings/{listing.uid}"
    addresses = {
        "public_categories": f"{ROOT}/categories", "public_listing": one,
        "public_listing_delivery": f"{one}/delivery", "public_listing_reviews": f"{one}/reviews",
        "public_listing_seller": f"{one}/seller", "public_listings": f"{ROOT}/listings",
        "public_lot": f"{ROOT}/lots/{lot.code}", "public_stations": f"{ROOT}/stations?page_size=1",
        "public_suggestions": f"{ROOT}/suggestions?search=todou",
        "public_townships": f"{ROOT}/townships",
    }  # fmt: skip
    return {name: visitor.get(address).json() for name, address in addresses.items()}


def test_what_is_answered_fits_the_schema(answered: dict[str, Any]) -> None:
    found = {name: published.faults(name, value) for name, value in answered.items()}
    # The months stand with the tests of their app, which can fill them.
    assert found == {name: [] for name in READS if name != "public_month"}
