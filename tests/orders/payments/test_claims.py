"""售后: by the rule of the goods' class or by people's word; each household gives its part back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from backend.common.models import StoredPhoto
from backend.ledger import queries as ledger
from backend.ledger.rules import Leg
from backend.ledger.services import post as book
from cooperatives.models import Lot, ProductClass
from orders.models import Order, Refund, RefundClaim, SourceSplit
from orders.services import completing, fulfilling
from tests.cast import Cast
from tests.orders import market
from tests.orders.payments.conftest import PHOTO, Till

Books = Callable[[], dict[str, int]]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo")]


def _deliver(cast: Cast, order: Order, now: datetime) -> None:
    uid, actor = str(order.shipments.get().uid), cast.actor("operator")
    codes = list(Lot.objects.filter(line_sources__line__order=order).values_list("code", flat=True))
    fulfilling.pack(shipment_uid=uid, lot_codes=codes, actor=actor, now=now)
    fulfilling.ship(
        shipment_uid=uid, courier="邮政快递", waybill=f"EMS{order.pk:07d}", actor=actor, now=now
    )
    fulfilling.deliver(shipment_uid=uid, actor=actor, now=now)
    order.refresh_from_db()


@pytest.fixture
def delivered(cast: Cast, order: Order, till: Till, books: Books) -> Order:
    till.pay(order)
    _deliver(cast, order, till.now)
    return order


@pytest.fixture
def beans(cast: Cast, till: Till, books: Books) -> Order:
    """Two bags of dry beans at 9.00, which may be returned within seven days; delivered."""
    lot = market.a_lot(
        cast, household="potato_household", net_g=3_000, number=7, product="broad_bean"
    )
    listing = market.a_listing(cast, lot, product="broad_bean", package_g=500, price_fen=900)
    order = market.an_order(cast, market.wanted(listing, 2), key="beans")
    till.pay(order)
    _deliver(cast, order, till.now)
    return order


def _claim(order: Order, kind: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
    lines = [{"position": 1, "quantity": quantity} | more.pop("line", {})]
    return {"kind": kind, "lines": lines, "reason": "收到时已经发芽", "photo_hash": PHOTO} | more


def _ask(cast: Cast, post: Any, order: Order, who: str = "buyer", **said: Any) -> Any:
    return post(cast.client(who), f"/api/v1/orders/{order.number}/claims", _claim(order, **said))


def _decide(cast: Cast, post: Any, who: str, claim: dict[str, Any], verdict: str) -> Any:
    body = {"verdict": verdict, "comment": "照片清楚", "digest": claim["digest"]}
    return post(cast.client(who), f"/api/v1/claims/{claim['uid']}/decide", body)


def test_dry_goods_come_back_within_seven_days_and_nobody_is_asked(
    cast: Cast, beans: Order, books: Books, post: Any
) -> None:
    claim = _ask(cast, post, beans, kind="return").json()
    assert (claim["state"], claim["amount"]) == ("awaiting_goods", "9.00")
    path = f"/api/v1/claims/{claim['uid']}/receive"
    assert post(cast.client("operator"), path, {"fate": "shelf"}).json()["state"] == "refunded"
    assert Refund.objects.get().amount_fen == 900
    assert Lot.objects.get(receipt__product__code="broad_bean").available_g == 2_500
    assert books() == {"clearing": -2_600, "held": 1_700, "refund_due": 900}


@pytest.mark.parametrize(
    ("ticked", "kind", "answer"),
    [
        (True, "return", "not_returnable"), (False, "return", "awaiting_goods"),
        (True, "quality", "deciding"),
    ],
)  # fmt: skip
def test_other_goods_are_excepted_only_where_the_buyer_ticked_it_at_this_purchase(
    cast: Cast, till: Till, books: Books, post: Any, ticked: bool, kind: str, answer: str
) -> None:
    ProductClass.objects.filter(product__code="broad_bean").update(return_rule="confirm_required")
    lot = market.a_lot(
        cast, household="potato_household", net_g=3_000, number=7, product="broad_bean"
    )
    listing = market.a_listing(cast, lot, product="broad_bean", package_g=500, price_fen=900)
    wanted = replace(market.wanted(listing, 2), no_return_confirmed=ticked)
    order = market.an_order(cast, wanted, key="herbs")
    till.pay(order)
    _deliver(cast, order, till.now)
    said = _ask(cast, post, order, kind=kind).json()
    assert said.get("code", said.get("state")) == answer


def test_a_tick_for_goods_that_ask_for_none_is_not_kept(
    cast: Cast, order: Order, books: Books
) -> None:
    lot = market.a_lot(cast, household="potato_household", net_g=3_000, number=8)
    wanted = market.wanted(market.a_listing(cast, lot, package_g=1_000), 1)
    ticked = market.an_order(cast, replace(wanted, no_return_confirmed=True), key="fresh")
    assert not ticked.lines.get().no_return_confirmed


def test_fresh_goods_are_not_returned_without_a_reason(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    answer = _ask(cast, post, delivered, kind="return")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_returnable")
    assert RefundClaim.objects.count() == 0


@pytest.mark.parametrize(("kind", "days"), [("return", 8.2), ("quality", 7.1)])
def test_after_its_time_a_claim_is_too_late(
    cast: Cast, beans: Order, till: Till, books: Books, post: Any, kind: str, days: float
) -> None:
    till.wait(days=days)
    answer = _ask(cast, post, beans, kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (409, "claim_too_late")


def test_bad_quality_is_decided_by_the_manager(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    claim = _ask(cast, post, delivered, kind="quality", line={"amount": "5.00"}).json()
    assert claim["state"] == "deciding"
    assert _decide(cast, post, "manager", claim, "approve").json()["state"] == "refunded"
    assert Refund.objects.get().amount_fen == 500
    assert books() == {"clearing": -3_800, "held": 3_300, "refund_due": 500}


def test_a_refused_claim_gives_nothing_back(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    claim = _ask(cast, post, delivered, kind="quality").json()
    assert _decide(cast, post, "manager", claim, "reject").json()["state"] == "refused"
    assert Refund.objects.count() == 0
    assert books() == {"clearing": -3_800, "held": 3_800}


def test_above_5000_yuan_the_supervisor_decides_too(
    cast: Cast, till: Till, books: Books, post: Any
) -> None:
    lot = market.a_lot(cast, household="potato_household", net_g=2_000_000, number=8)
    listing = market.a_listing(cast, lot, price_fen=1_500)
    order = market.an_order(cast, market.wanted(listing, 400), key="bulk")
    till.pay(order)
    _deliver(cast, order, till.now)
    claim = _ask(cast, post, order, "accountant", kind="goodwill", quantity=400).json()
    assert _decide(cast, post, "manager", claim, "approve").json()["state"] == "deciding"
    assert Refund.objects.count() == 0
    assert _decide(cast, post, "supervisor", claim, "approve").json()["state"] == "refunded"
    assert Refund.objects.get().amount_fen == 600_000


@pytest.mark.parametrize("who", ["accountant", "supervisor", "operator", "stranger_manager"])
def test_nobody_else_decides(
    cast: Cast, delivered: Order, books: Books, post: Any, who: str
) -> None:
    claim = _ask(cast, post, delivered, kind="quality").json()
    assert _decide(cast, post, who, claim, "approve").status_code in {403, 404}
    assert Refund.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("stranger_buyer", 404), ("operator", 403), ("manager", 403)]
)
def test_a_stranger_asks_for_nothing(
    cast: Cast, delivered: Order, books: Books, post: Any, who: str, status: int
) -> None:
    assert _ask(cast, post, delivered, who, kind="quality").status_code == status
    assert RefundClaim.objects.count() == 0


def test_more_than_is_left_is_refused_with_the_ceiling(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    answer = _ask(cast, post, delivered, kind="quality", line={"amount": "15.01"})
    assert answer.json()["fields"] == {"lines.0.amount": "这几件最多可退 ¥15.00"}


def test_an_open_claim_holds_the_completion_back(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    claim = _ask(cast, post, delivered, kind="quality").json()
    late = delivered.completes_at + timedelta(hours=1)
    assert completing.complete_delivered(now=late) == 0
    path = f"/api/v1/claims/{claim['uid']}/withdraw"
    assert post(cast.client("buyer"), path).json()["state"] == "withdrawn"
    assert completing.complete_delivered(now=late) == 1


def test_after_completion_each_receiver_gives_its_part_back(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    completing.complete_delivered(now=delivered.completes_at)
    before = books()
    claim = _ask(cast, post, delivered, "accountant", kind="goodwill", quantity=2).json()
    _decide(cast, post, "manager", claim, "approve")
    assert Refund.objects.get().amount_fen == 3_000
    assert before["household"] > 0
    assert books() == {"clearing": -3_800, "logistics": 800, "refund_due": 3_000}
    assert SourceSplit.objects.filter(refund__isnull=False).count() == 2


def test_a_household_that_was_paid_out_owes_its_part(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    completing.complete_delivered(now=delivered.completes_at)
    owner = str(cast.potato_household.uid)
    paid_fen = ledger.balance_of("household", owner)
    book(
        key="payout:1", kind="payout", reference="x", county_code="630121",
        legs=[Leg("household", owner, -paid_fen), Leg("clearing", "bank", paid_fen)],
        actor=cast.actor("accountant"), now=delivered.completes_at,
    )  # fmt: skip
    claim = _ask(cast, post, delivered, "accountant", kind="goodwill", quantity=2).json()
    _decide(cast, post, "manager", claim, "approve")
    assert ledger.balance_of("household", owner) == 0
    assert ledger.balance_of("carry_over", f"household:{owner}") == -paid_fen
    # No run stands behind this payout: it is taken back before rows and ledger are compared.
    book(
        key="payout:back", kind="payout", reference="x", county_code="630121",
        legs=[Leg("clearing", "bank", -paid_fen), Leg("household", owner, paid_fen)],
        actor=cast.actor("accountant"), now=delivered.completes_at,
    )  # fmt: skip


def test_the_page_says_beforehand_which_claims_are_open_and_why_not(
    cast: Cast, delivered: Order, beans: Order, till: Till
) -> None:
    def shown(order: Order) -> dict[str, Any]:
        return cast.client("buyer").get(f"/api/v1/orders/{order.number}").json()["claimable"][0]

    fresh, dry = shown(delivered), shown(beans)
    assert (fresh["quality_refusal"], dry["return_refusal"]) == ("", "")
    assert "不适用七天无理由" in fresh["return_refusal"]
    assert (dry["packages"], dry["worth"]) == (2, "18.00")


def _upload(cast: Cast, who: str, order: Order) -> Any:
    out = BytesIO()
    Image.new("RGB", (40, 30), "brown").save(out, "PNG")
    body = {"order": order.number, "photo": SimpleUploadedFile("x.png", out.getvalue())}
    return cast.client(who).post("/api/v1/claim-photos", body)


def test_the_manager_sees_the_photo_that_the_buyer_took(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    kept = _upload(cast, "buyer", delivered).json()
    claim = _ask(cast, post, delivered, kind="quality", photo_hash=kept["hash"]).json()
    shown = cast.client("manager").get(f"/api/v1/claims/{claim['uid']}").json()["photo"]
    picture = b"".join(cast.client("manager").get(shown["url"]))
    assert Image.open(BytesIO(picture)).format == "WEBP"


@pytest.mark.parametrize(
    ("who", "status"),
    [("buyer", 201), ("accountant", 201), ("stranger_buyer", 404), ("operator", 403)],
)
def test_a_photo_is_kept_for_those_who_may_claim(
    cast: Cast, delivered: Order, books: Books, who: str, status: int
) -> None:
    assert _upload(cast, who, delivered).status_code == status
    assert StoredPhoto.objects.exclude(digest=PHOTO).count() == (status == 201)


def test_a_photo_that_was_never_uploaded_is_none(
    cast: Cast, delivered: Order, books: Books, post: Any
) -> None:
    answer = _ask(cast, post, delivered, kind="quality", photo_hash="b" * 64)
    assert list(answer.json()["fields"]) == ["photo_hash"]
    assert RefundClaim.objects.count() == 0
