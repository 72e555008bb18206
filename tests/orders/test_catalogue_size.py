"""List, search and product page ask the same of the database from 20 listings to 20,000."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Listing
from tests.cast import Cast
from tests.orders.market import a_listing, a_lot

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/api/v1/public/listings"


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return a_listing(cast, a_lot(cast, household="potato_household", net_g=9_000, number=1))


def add_listings(model: Listing, count: int, start: int) -> None:
    """Like the one there is, each of its own package size."""
    fields = [field.attname for field in Listing._meta.local_concrete_fields]
    same = {name: getattr(model, name) for name in fields} | {"id": None}
    Listing.objects.bulk_create(
        [Listing(**same | {"uid": uuid4(), "package_g": start + i}) for i in range(count)],
        batch_size=2_000,
    )


def statements(visitor: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert visitor.get(address).status_code == 200
    return len(seen)


def test_the_same_statements_at_20_and_at_20_000(listing: Listing, visitor: Client) -> None:
    searches = ("", "?search=洋芋", "?search=yangyu&sort=cheapest", "?search=dxz")
    asked = [f"{LIST}{query}" for query in searches] + [f"{LIST}/{listing.uid}"]
    add_listings(listing, 19, 3_000)
    few = [statements(visitor, address) for address in asked]
    add_listings(listing, 19_980, 4_000)
    assert Listing.objects.on_sale().count() == 20_000
    assert [statements(visitor, address) for address in asked] == few
    assert max(few[:4]) <= 3
    assert few[4] <= 4
