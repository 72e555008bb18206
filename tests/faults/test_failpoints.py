"""F6: a real process dies at every named point; what it left is whole, and a retry ends it once."""

import ast
import os
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections

from backend.audit.models import AuditEvent
from backend.common import failpoints
from backend.ledger import queries as ledger
from cooperatives import queries as produce
from cooperatives.models import Listing, Lot, Receipt
from orders import queries
from orders.gateways import sandbox_here
from orders.gateways.sandbox import Action, act
from orders.models import Order, PaymentAttempt, Refund, SourceSplit
from orders.rules.settling import RunMoved
from orders.services import (
    claiming,
    completing,
    deciding,
    fulfilling,
    paying,
    polling,
    releasing,
)
from orders.services.paying_out import prepare_payout
from orders.services.settlement_posting import post_run
from tests.architecture.test_size import ROOT
from tests.cast import Cast
from tests.cooperatives.scenes import weigh
from tests.orders import market
from tests.orders.settling import scenes as settling
from tests.orders.settling.paying import an_account, release

Step = Callable[[], object]
FORM = "application/x-www-form-urlencoded; charset=utf-8"
POINTS = {
    "receipt": ("stored", "booked", "committed"),
    "checkout": ("held", "written", "committed"),
    "notify": ("stored", "captured", "applied", "committed"),
    "refund": ("requested", "claimed", "sent", "booked"),
    "complete": ("moved", "booked", "split"),
    "settle": ("moved", "booked", "posted"),
    "payout": ("claimed", "sent", "booked"),
}
ALL = [f"{step}.{point}" for step, points in POINTS.items() for point in points]
pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


def dies_at(point: str, step: Step) -> bool:
    """Runs the step in a process of its own with the point armed; whether it died there."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _run_armed(point, step)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == failpoints.KILLED


def _run_armed(point: str, step: Step) -> None:
    failpoints.armed = point
    try:
        step()
    finally:
        os._exit(1)


def broken() -> list[str]:
    proofs = (
        queries.broken_invariants, produce.broken_invariants, ledger.broken_invariants
    )  # fmt: skip
    return [line for proof in proofs for line in proof(now=now())]


class Walk:
    """One order on its way; each step may be repeated."""

    def __init__(self, cast: Cast, listing: Listing) -> None:
        self.cast, self.listing, self.form = cast, listing, b""

    def checkout(self) -> Order:
        return market.an_order(self.cast, market.wanted(self.listing, 2), now=now())

    def start_paying(self) -> None:
        order = self.checkout()
        box = sandbox_here()
        _, url = paying.start_attempt(
            order_number=order.number, channel="wap", actor=self.cast.actor("buyer"), now=now()
        )
        trade_no = box.open_page(urlsplit(url).query)["trade_no"]
        act(box, trade_no=trade_no, action=Action.PAY, now=box.now())
        with box.store.reading() as db:
            self.form = db.execute("SELECT form FROM notifies").fetchone()["form"].encode()

    def notify(self) -> bool:
        return paying.handle_notify(body=self.form, content_type=FORM, now=now())

    def refund(self) -> None:
        number = Order.objects.get().number
        releasing.cancel_order(number=number, actor=self.cast.actor("buyer"), now=now())
        polling.payments_tick(now=now() + timedelta(hours=1))

    def give_some_back(self) -> None:
        """Five yuan of goodwill for what was split already; repeated, it goes on where it was."""
        cast, later = self.cast, now() + timedelta(days=10)
        asking = claiming.Asking(
            order_number=Order.objects.get().number, kind="goodwill",
            lines=[claiming.Asked(1, 1, 500)], reason="协商退款", client_key="goodwill",
        )  # fmt: skip
        claim = claiming.make_claim(asking=asking, actor=cast.actor("accountant"), now=later)
        if claim.state == "deciding":
            deciding.decide_claim(
                claim_uid=str(claim.uid), verdict="approve", comment="同意",
                content_digest=claiming.queries.digest(claim), actor=cast.actor("manager"),
                now=later,
            )  # fmt: skip
        polling.payments_tick(now=later + timedelta(hours=1))

    def deliver(self) -> None:
        shipment, actor = Order.objects.get().shipments.get(), self.cast.actor("operator")
        uid, codes = str(shipment.uid), [lot.code for lot in self.listing.lots.all()]
        fulfilling.pack(shipment_uid=uid, lot_codes=codes, actor=actor, now=now())
        fulfilling.ship(
            shipment_uid=uid, courier="邮政快递", waybill="EMS1000001", actor=actor, now=now()
        )
        fulfilling.deliver(shipment_uid=uid, actor=actor, now=now())

    def complete(self) -> int:
        return completing.complete_delivered(now=now() + timedelta(days=9))


@pytest.fixture
def walk(cast: Cast, settings: Any) -> Walk:
    settings.SANDBOX_NOTIFY_SEND = lambda url, body, kind: "success"
    lots = [
        market.a_lot(cast, household=f"{who}_household", net_g=weight_g, number=number,
                     expires_on=date(2099, 1, 1))
        for number, (who, weight_g) in enumerate([("potato", 3_000), ("monitored", 2_000)], start=1)
    ]  # fmt: skip
    return Walk(cast, market.a_listing(cast, *lots))


def calls_in(path: Path) -> list[str]:
    """What each call of `failpoint` names, however it is written."""
    called = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    points = [node for node in called if ast.unparse(node.func).endswith("failpoint")]
    return [ast.literal_eval(point.args[0]) for point in points]


def test_every_point_in_the_code_is_tried_here() -> None:
    apps = ("backend", "cooperatives", "orders", "stations", "programme", "impact")
    sources = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    assert sorted(name for path in sources for name in calls_in(path)) == sorted(ALL)


@pytest.mark.parametrize("step", POINTS)
def test_a_step_is_killed_at_each_of_its_points_by_a_test(step: str) -> None:
    text = Path(__file__).read_text()
    assert f'parametrize("point", POINTS["{step}"])' in text
    assert f'f"{step}.{{point}}"' in text


@pytest.mark.parametrize("point", POINTS["receipt"])
def test_a_weigh_in_that_died_is_received_once(cast: Cast, point: str) -> None:
    uid = uuid.uuid4()
    assert dies_at(f"receipt.{point}", lambda: weigh(cast, uid=uid, mode="purchase"))
    assert (Receipt.objects.count(), broken()) == (int(point == "committed"), [])
    weigh(cast, uid=uid, mode="purchase")
    weigh(cast, uid=uid, mode="purchase")
    assert (Receipt.objects.count(), Lot.objects.count(), broken()) == (1, 1, [])
    assert AuditEvent.objects.filter(action="receipt.weigh_in").count() == 1
    assert sum(ledger.balances(kind="household").values()) == Receipt.objects.get().amount_fen


@pytest.mark.parametrize("point", POINTS["checkout"])
def test_a_checkout_that_died_leaves_one_order_or_none(walk: Walk, point: str) -> None:
    assert dies_at(f"checkout.{point}", walk.checkout)
    assert broken() == []
    walk.checkout()
    walk.checkout()
    assert (Order.objects.count(), broken()) == (1, [])
    assert sum(lot.held_g for lot in walk.listing.lots.all()) == 5_000


@pytest.mark.parametrize("point", POINTS["notify"])
def test_a_notify_that_died_is_booked_once_by_the_next(walk: Walk, point: str) -> None:
    walk.start_paying()
    assert dies_at(f"notify.{point}", walk.notify)
    assert broken() == []
    assert [walk.notify(), walk.notify()] == [True, True]
    assert (Order.objects.get().status, broken()) == ("paid", [])
    assert ledger.verify()["paid_in_fen"] == 3_800


@pytest.mark.parametrize("point", POINTS["refund"])
def test_a_refund_that_died_gives_back_once(walk: Walk, point: str) -> None:
    walk.start_paying()
    walk.notify()
    assert dies_at(f"refund.{point}", walk.refund)
    assert broken() == []
    walk.refund()
    polling.payments_tick(now=now() + timedelta(days=2))
    assert (Refund.objects.get().state, broken()) == ("done", [])
    assert ledger.verify()["refunded_fen"] == 3_800
    assert PaymentAttempt.objects.get().state == "refunded"


@pytest.mark.parametrize("point", POINTS["refund"])
def test_a_refund_after_completion_that_died_takes_each_share_back_once(
    walk: Walk, point: str
) -> None:
    walk.start_paying()
    walk.notify()
    walk.deliver()
    walk.complete()
    assert dies_at(f"refund.{point}", walk.give_some_back)
    assert broken() == []
    walk.give_some_back()
    polling.payments_tick(now=now() + timedelta(days=12))
    assert (Refund.objects.get().state, broken()) == ("done", [])
    assert ledger.verify()["refunded_fen"] == 500
    assert sum(SourceSplit.objects.values_list("share_fen", flat=True)) == 2_500


@pytest.mark.parametrize("point", POINTS["complete"])
def test_a_completion_that_died_is_split_once(walk: Walk, point: str) -> None:
    walk.start_paying()
    walk.notify()
    walk.deliver()
    assert dies_at(f"complete.{point}", walk.complete)
    assert (SourceSplit.objects.count(), broken()) == (0, [])
    assert walk.complete() == 1
    assert (walk.complete(), SourceSplit.objects.count(), broken()) == (0, 2, [])


@pytest.mark.parametrize("point", POINTS["settle"])
def test_a_posting_that_died_is_posted_once(walk: Walk, point: str) -> None:
    walk.start_paying()
    walk.notify()
    walk.deliver()
    walk.complete()
    run = settling.approved(walk.cast, settling.a_run(walk.cast, now=now() + timedelta(days=9)))
    accountant = walk.cast.actor("accountant")
    assert dies_at(
        f"settle.{point}", lambda: post_run(run_uid=run.uid, actor=accountant, now=now())
    )
    assert (ledger.balances(kind="settled"), broken()) == ({}, [])
    post_run(run_uid=run.uid, actor=accountant, now=now())
    with pytest.raises(RunMoved):
        post_run(run_uid=run.uid, actor=accountant, now=now())
    assert (sum(ledger.balances(kind="settled").values()), broken()) == (run.payable_fen, [])


@pytest.mark.parametrize("point", POINTS["payout"])
def test_a_transfer_that_died_is_paid_once(walk: Walk, point: str) -> None:
    for who, number in (("potato", "15400000001"), ("monitored", "15400000002")):
        an_account(walk.cast, f"{who}_household", number, "支付宝")
    walk.start_paying()
    walk.notify()
    walk.deliver()
    walk.complete()
    settled = settling.posted(walk.cast, now=now() + timedelta(days=9))
    run = prepare_payout(
        settlement_uid=settled.uid, method="alipay", minutes_no="",
        actor=walk.cast.actor("accountant"), now=now(),
    )  # fmt: skip

    def pay() -> None:
        release(walk.cast, run, now())
        polling.payments_tick(now=now())

    assert dies_at(f"payout.{point}", pay)
    assert broken() == []
    polling.payments_tick(now=now() + timedelta(hours=1))
    polling.payments_tick(now=now() + timedelta(days=2))
    assert set(run.payouts.values_list("state", flat=True)) == {"paid"}
    assert (ledger.verify()["paid_out_fen"], broken()) == (settled.payable_fen, [])
