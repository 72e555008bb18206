"""收货地址簿: a buyer's own, sealed, one default."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from backend.audit.models import AccessEvent
from orders.models import Address
from orders.rules.address_book import AddressText
from orders.services.address_book import keep_address
from tests.cast import NOW, Cast

pytestmark = pytest.mark.usefixtures("clock")
BOOK = "/api/v1/addresses"
HOME = {
    "label": "家", "name": "周敏", "phone": "154 9000 9999", "region": "青海省 西宁市 城中区",
    "address": "长江路 1 号",
}  # fmt: skip


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def put(client: Client, kept: dict[str, Any], **changed: Any) -> Any:
    body = HOME | {"version": kept["version"]} | changed
    address = f"{BOOK}/{kept['uid']}"
    return client.put(address, body, content_type="application/json", headers=key())


def test_a_kept_address_is_masked_in_the_list_and_opened_for_its_buyer_alone(
    cast: Cast, post: Any
) -> None:
    buyer = cast.client("buyer")
    kept = post(buyer, BOOK, HOME).json()
    listed = buyer.get(BOOK).json()["results"]
    assert [(one["name"], one["phone"], one["is_default"]) for one in listed] == [
        ("周**", "154****9999", True)
    ]
    opened = buyer.get(f"{BOOK}/{kept['uid']}").json()
    assert (opened["name"], opened["phone"], opened["address"]) == (
        "周敏", "15490009999", "长江路 1 号",
    )  # fmt: skip
    seen = AccessEvent.objects.filter(subject_uid=kept["uid"])
    assert sorted(seen.values_list("fields", flat=True)) == ["address", "name", "phone"]


def test_the_database_holds_no_name_no_phone_no_street(cast: Cast, post: Any) -> None:
    post(cast.client("buyer"), BOOK, HOME)
    row = str(Address.objects.values().get())
    assert not any(plain in row for plain in ("周敏", "15490009999", "长江路"))


def test_what_cannot_be_right_is_named_field_by_field(cast: Cast, post: Any) -> None:
    wrong = {**HOME, "name": "", "phone": "123", "region": "", "address": "x", "label": "长" * 11}
    answer = post(cast.client("buyer"), BOOK, wrong)
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"name", "phone", "region", "address", "label"}
    assert not Address.objects.exists()


def test_one_address_is_the_default_and_another_takes_its_place(cast: Cast, post: Any) -> None:
    buyer = cast.client("buyer")
    home = post(buyer, BOOK, HOME).json()
    shop = post(buyer, BOOK, HOME | {"label": "店里"}).json()
    assert (home["is_default"], shop["is_default"]) == (True, False)
    assert post(buyer, f"{BOOK}/{shop['uid']}/default").json()["is_default"]
    assert Address.objects.get(is_default=True).label == "店里"
    assert buyer.delete(f"{BOOK}/{shop['uid']}", headers=key()).status_code == 204
    assert Address.objects.get().is_default


def test_a_form_sent_twice_keeps_one_address(cast: Cast) -> None:
    typed = AddressText("家", "周敏", "15490009999", "青海省 西宁市 城中区", "长江路 1 号")
    keep = {"typed": typed, "as_default": False, "client_key": "k", "now": NOW}
    first = keep_address(**keep, actor=cast.actor("buyer"))
    assert keep_address(**keep, actor=cast.actor("buyer")) == first


def test_an_edit_of_an_older_version_is_shown_first(cast: Cast, post: Any) -> None:
    buyer = cast.client("buyer")
    kept = post(buyer, BOOK, HOME).json()
    assert put(buyer, kept, label="新家").json()["version"] == 2
    late = put(buyer, kept, label="旧家")
    assert (late.status_code, late.json()["code"]) == (409, "address_moved")
    assert Address.objects.get().label == "新家"


def test_twenty_addresses_are_a_full_book(cast: Cast, post: Any) -> None:
    buyer = cast.users["buyer"]
    Address.objects.bulk_create(
        Address(buyer=buyer, name="周敏", phone="15490009999", region="青海省", address="长江路 1",
                client_key=f"k{i}", made_at=NOW) for i in range(20)
    )  # fmt: skip
    answer = post(cast.client("buyer"), BOOK, HOME)
    assert (answer.status_code, answer.json()["code"]) == (409, "address_book_full")


def test_a_stranger_neither_reads_nor_changes_an_address(cast: Cast, post: Any) -> None:
    kept = post(cast.client("buyer"), BOOK, HOME).json()
    address = f"{BOOK}/{kept['uid']}"
    other = cast.client("stranger_buyer")
    assert other.get(BOOK).json()["results"] == []
    assert other.get(address).status_code == 404
    assert put(other, kept, label="我的").status_code == 404
    assert other.delete(address, headers=key()).status_code == 404
    assert cast.client("operator").get(address).status_code == 403
    assert Address.objects.get().label == "家"
