"""Payments, refunds and the waterfall of each sale, booked as the services book them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from backend.common.actor import system_actor
from backend.common.zone import SHANGHAI
from backend.demo.books import Books
from backend.demo.goods import Goods
from backend.demo.plan import Plan
from backend.demo.store import Store
from backend.ledger.rules import Leg
from orders.models import JournalEntry, Order, PaymentAttempt, PaymentEvent, Refund, SourceSplit
from orders.rules.placing import HOLD_FOR
from orders.rules.waterfall import Fees, Parts, bought, cut, packaging_of

if TYPE_CHECKING:
    from backend.demo.sales import Sold

PAYMENTS, COMPLETION = system_actor("payments").user_uid, system_actor("completion").user_uid


class Money:
    """What an order moves in the ledger."""

    def __init__(self, plan: Plan, store: Store, goods: Goods, books: Books) -> None:
        self.plan, self.store, self.goods, self.books = plan, store, goods, books
        self.fees = Fees.of(goods.fee_rule)
        self.count = 0

    def capture(self, sold: "Sold", at: datetime) -> PaymentAttempt:
        """The attempt, the notify that proves it, and the buyer's money held."""
        self.count += 1
        order = sold.row
        uid = self.plan.uid("attempt", self.count)
        trade_no = f"{at.astimezone(SHANGHAI):%Y%m%d}22001{self.count:015d}"
        attempt = self.store.add(PaymentAttempt(
            uid=uid, order_id=order.pk, merchant_id=self.goods.merchant.pk,
            out_trade_no=f"XZ{uid.hex}", channel="wap", amount_fen=order.total_fen, state="paid",
            trade_no=trade_no, created_at=order.placed_at, expires_at=order.placed_at + HOLD_FOR,
            paid_at=at,
        ))  # fmt: skip
        notify = f"notify:demo-{uid.hex}"
        self.store.add(PaymentEvent(
            attempt_id=attempt.pk, source="notify", dedupe_key=notify, outcome="paid",
            digest=sha256(notify.encode()).hexdigest(),
            masked={"trade_status": "TRADE_SUCCESS", "trade_no": trade_no}, at=at,
        ))  # fmt: skip
        self.books.post(
            key=f"capture:{trade_no}", kind="capture", reference=order.number, at=at,
            actor_uid=PAYMENTS,
            legs=[
                Leg("clearing", str(self.goods.merchant.uid), -order.total_fen),
                Leg("held", str(order.uid), order.total_fen),
            ],
        )  # fmt: skip
        return attempt

    def give_back(self, sold: "Sold", paid_at: datetime, at: datetime, actor_uid: str) -> None:
        """The whole of an order that nobody has packed, asked for and done."""
        attempt, order = self.capture(sold, paid_at), sold.row
        attempt.state, done_at = "refunded", at + timedelta(seconds=90)
        attempt.asked_fen = order.total_fen
        refund = self.store.add(Refund(
            uid=self.plan.uid("refund", order.number), attempt_id=attempt.pk,
            out_request_no=f"{attempt.out_trade_no}C", amount_fen=order.total_fen,
            reason="cancelled", state="done", requested_at=at, done_at=done_at, tries=1,
        ))  # fmt: skip
        self.book_refund(order, attempt, refund, actor_uid)

    def book_refund(
        self, order: Order, attempt: PaymentAttempt, refund: Refund, actor_uid: str
    ) -> None:
        """Owed back out of the held money when it is asked for, gone when it is done."""
        held, due = ("held", str(order.uid)), ("refund_due", str(attempt.uid))
        clearing = ("clearing", str(self.goods.merchant.uid))
        self._move(refund, "refund_due", held, due, order, refund.requested_at, actor_uid)
        if refund.done_at:
            self._move(refund, "refund", due, clearing, order, refund.done_at, PAYMENTS)
            self.store.add(JournalEntry(
                order_id=order.pk, kind="refunded", at=refund.done_at, amount_fen=refund.amount_fen
            ))  # fmt: skip

    def _move(
        self, refund: Refund, kind: str, source: tuple[str, str], target: tuple[str, str],
        order: Order, at: datetime, actor_uid: str,
    ) -> None:  # fmt: skip
        self.books.post(
            key=f"{kind}:{refund.out_request_no}", kind=kind, reference=order.number, at=at,
            actor_uid=actor_uid,
            legs=[Leg(*source, -refund.amount_fen), Leg(*target, refund.amount_fen)],
        )  # fmt: skip

    def share(self, sold: "Sold", at: datetime, *, early: bool) -> None:
        """The held money is cut to the fen, source by source."""
        order, cuts = sold.row, list(self._cuts(sold))
        transfer = self.books.post(
            key=f"split:{order.number}", kind="split", reference=order.number, at=at,
            actor_uid=str(sold.buyer.user.uid) if early else COMPLETION,
            legs=list(self._legs(sold, [(home, parts) for _, home, parts in cuts])),
        )  # fmt: skip
        day = at.astimezone(SHANGHAI).date()
        for source, _, parts in cuts:
            self.store.add(SourceSplit(
                source_id=source.pk, transfer_id=transfer.pk, household_id=source.household_id,
                area_code=source.area_code, split_on=day, weight_g=source.weight_g,
                share_fen=source.share_fen,
                payment_fee_fen=parts.payment_fee, packaging_fen=parts.packaging,
                station_fen=parts.station, cooperative_fen=parts.cooperative + parts.purchase,
                village_fen=parts.village, household_fen=parts.household,
            ))  # fmt: skip

    def _cuts(self, sold: "Sold") -> Iterator[tuple]:  # type: ignore[type-arg]
        for line, sources in sold.lines:
            packaging = packaging_of(
                line.quantity, fees=self.fees,
                weights_g=[source.weight_g for source, _ in sources],
                keys=[source.pk for source, _ in sources],
            )  # fmt: skip
            for (source, stock), packages_fen in zip(sources, packaging, strict=True):
                parts = cut(source.share_fen, fees=self.fees, packages_fen=packages_fen)
                yield source, stock.home, bought(parts) if source.mode == "purchase" else parts

    def _legs(self, sold: "Sold", cuts: list[tuple[int, Parts]]) -> Iterator[Leg]:
        place, order = sold.place, sold.row
        station, cooperative = str(place.row.uid), str(place.partner.uid)
        yield Leg("held", str(order.uid), -order.total_fen)
        yield Leg("logistics", station, order.shipping_fen)
        for home, parts in cuts:
            yield Leg("household", str(self.plan.uid("household", home)), parts.household)
            yield Leg("cooperative", cooperative, parts.cooperative)
            yield Leg("purchase", cooperative, parts.purchase)
            yield Leg("station", station, parts.station)
            yield Leg("packaging", station, parts.packaging)
            yield Leg("village", place.row.area_code, parts.village)
            yield Leg("payment_fee", str(self.goods.merchant.uid), parts.payment_fee)
