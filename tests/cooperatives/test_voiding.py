"""Voiding a receipt: asked by the station, decided by the manager, booked back."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.ledger import queries as books
from backend.ledger.models import Entry
from cooperatives import queries
from cooperatives.models import Certificate, Lot, Receipt, ReceiptVoid, VoidRequest
from cooperatives.services import hold_lots
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import on_sale, weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
REASON = "称错了户，应为邻居家"


def ask(cast: Cast, post: Post, receipt: Receipt, who: str = "operator", **changes: Any) -> Any:
    body = {"uid": str(uuid.uuid4()), "reason": REASON} | changes
    return post(cast.client(who), f"/api/v1/receipts/{receipt.uid}/void", body)


def decide(cast: Cast, post: Post, asked: Any, who: str = "manager", **changes: Any) -> Any:
    body = asked.json()
    said = {"verdict": "approve", "content_digest": body["content_digest"]} | changes
    return post(cast.client(who), f"/api/v1/void-requests/{body['uid']}", said)


def test_a_second_person_voids_it_and_everything_is_booked_back(cast: Cast, post: Post) -> None:
    receipt = weigh(cast, mode="purchase")
    answer = decide(cast, post, ask(cast, post, receipt))
    lot = Lot.objects.get(receipt=receipt)
    assert (answer.status_code, answer.json()["voided_at"] is not None) == (200, True)
    assert (lot.received_g, lot.available_g) == (0, 0)
    assert Receipt.objects.get().net_g == 12_750
    assert books.balance_of("household", str(receipt.household.uid)) == 0
    assert sum(Entry.objects.values_list("amount_fen", flat=True)) == 0
    assert Certificate.objects.get().revoked_at == NOW
    assert list(queries.broken_invariants(now=NOW)) == []


def test_the_database_wants_a_second_person(cast: Cast, post: Post) -> None:
    ask(cast, post, weigh(cast))
    asked, operator = VoidRequest.objects.get(), cast.users["operator"]
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceiptVoid.objects.create(
            request=asked, receipt=asked.receipt, asked_by=operator, decided_by=operator, at=NOW
        )
    assert not ReceiptVoid.objects.exists()


def test_a_listed_lot_leaves_its_pool(cast: Cast, post: Post) -> None:
    receipt, other = weigh(cast), weigh(cast)
    listing = on_sale(cast, receipt, other)
    decide(cast, post, ask(cast, post, receipt))
    assert [row.lot_id for row in listing.pool.all()] == [other.lot.pk]


def test_until_then_nothing_has_happened(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    assert ask(cast, post, receipt).status_code == 201
    assert Lot.objects.get().available_g == 12_750
    assert not ReceiptVoid.objects.exists()


def test_it_is_asked_once_at_a_time(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    ask(cast, post, receipt)
    again = ask(cast, post, receipt)
    assert (again.status_code, again.json()["code"]) == (409, "approval_already_open")
    assert VoidRequest.objects.count() == 1


def test_refused_it_may_be_asked_again(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    refused = decide(cast, post, ask(cast, post, receipt), verdict="return", comment="请核对")
    assert (refused.status_code, refused.json()["voided_at"]) == (200, None)
    assert ask(cast, post, receipt).status_code == 201


def test_the_station_reads_how_its_request_stands(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    path, client = f"/api/v1/receipts/{receipt.uid}", cast.client("operator")
    assert client.get(path).json()["void_request"] is None
    asked = ask(cast, post, receipt)
    assert client.get(path).json()["void_request"]["state"] == "open"
    decide(cast, post, asked, verdict="return", comment="请核对户名")
    standing = client.get(path).json()["void_request"]
    assert (standing["state"], standing["comment"]) == ("returned", "请核对户名")
    decide(cast, post, ask(cast, post, receipt))
    assert client.get(path).json()["void_request"]["state"] == "approved"
    assert client.get("/api/v1/receipts").json()["results"][0]["voided_at"] is not None


def test_goods_that_a_buyer_holds_are_not_voided(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    asked = ask(cast, post, receipt)
    hold_lots(takes={receipt.lot.pk: 500})
    assert decide(cast, post, asked).json()["code"] == "receipt_in_use"
    assert ask(cast, post, receipt).json()["code"] == "receipt_in_use"
    assert not ReceiptVoid.objects.exists()
    assert queries.waiting_void_of(receipt) is not None


def test_a_signature_on_other_content_counts_nothing(cast: Cast, post: Post) -> None:
    asked = ask(cast, post, weigh(cast))
    answer = decide(cast, post, asked, content_digest="0" * 64)
    assert answer.json()["code"] == "content_changed"
    assert not ReceiptVoid.objects.exists()


def test_a_voided_receipt_is_not_voided_again(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    decide(cast, post, ask(cast, post, receipt))
    assert ask(cast, post, receipt).json()["code"] == "receipt_voided"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("manager", 403), ("buyer", 403)])
def test_others_ask_for_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    assert ask(cast, post, weigh(cast), who).status_code == status
    assert not VoidRequest.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("stranger_manager", 404), ("operator", 403), ("accountant", 403)]
)
def test_others_decide_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    asked = ask(cast, post, weigh(cast))
    assert decide(cast, post, asked, who).status_code == status
    assert not ReceiptVoid.objects.exists()
