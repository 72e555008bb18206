"""The way of an order in time: packed, shipped, delivered, completed, as far as the as-of day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backend.common.actor import system_actor
from backend.demo.people import Staff
from backend.demo.plan import Plan
from backend.demo.store import Store
from orders.models import JournalEntry, Order, OrderStep, Shipment

if TYPE_CHECKING:
    from backend.demo.sales import Sold

COURIERS = (("中通快递", "75{:012d}"), ("圆通速递", "YT{:013d}"), ("邮政快递包裹", "98{:011d}"))
COMPLETION = system_actor("completion").user_uid
JOURNALLED = frozenset(JournalEntry.Kind.values)


@dataclass
class Journey:
    """Moments that lie in the county's future do not happen."""

    paid_at: datetime
    packed_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completes_at: datetime | None = None
    completed_at: datetime | None = None
    confirmed_early: bool = False

    @classmethod
    def draw(cls, chance: np.random.Generator, placed_at: datetime, end: datetime) -> "Journey":
        paid = placed_at + timedelta(seconds=int(chance.integers(25, 540)))
        packed = paid + timedelta(minutes=int(chance.integers(100, 1_200)))
        shipped = packed + timedelta(minutes=int(chance.integers(30, 400)))
        delivered = shipped + timedelta(minutes=int(chance.integers(1_300, 6_000)))
        return cls(
            paid,
            packed if packed <= end else None,
            shipped if shipped <= end else None,
            delivered if delivered <= end else None,
        )

    @classmethod
    def until(cls, placed_at: datetime, reached: int) -> "Journey":
        """A journey that has come so far: 0 paid, 1 packed, 2 shipped, 3 delivered."""
        return cls(
            placed_at + timedelta(minutes=3),
            placed_at + timedelta(hours=1) if reached > 0 else None,
            placed_at + timedelta(hours=3) if reached > 1 else None,
            placed_at + timedelta(hours=32) if reached > 2 else None,
        )

    def finish(self, chance: np.random.Generator, after: timedelta, end: datetime) -> None:
        """Nearly half of the buyers confirm before the time for complaints is over."""
        early, share = chance.random() < 0.45, chance.uniform(0.05, 0.9)
        if not self.delivered_at:
            return
        self.completes_at = self.delivered_at + after
        done = self.delivered_at + after * share if early else self.completes_at
        done = done.replace(microsecond=0)
        if done <= end:
            self.completed_at, self.confirmed_early = done, early


class Courier:
    """Shipments and the steps of orders."""

    def __init__(self, plan: Plan, store: Store, staff: Staff) -> None:
        self.plan, self.store, self.staff = plan, store, staff
        self.count = 0

    def step(self, order: Order, old: str, new: str, actor_uid: str, at: datetime) -> None:
        """The status, its step and its line in the journal."""
        order.status = new
        self.store.add(OrderStep(
            order_id=order.pk, from_status=old, to_status=new, actor_uid=actor_uid, at=at
        ))  # fmt: skip
        if new in JOURNALLED:
            self.store.add(JournalEntry(
                order_id=order.pk, kind=new, at=at, amount_fen=order.total_fen
            ))  # fmt: skip

    def wait(self, sold: "Sold") -> Shipment:
        self.count += 1
        return self.store.add(Shipment(
            uid=self.plan.uid("shipment", self.count), order_id=sold.row.pk,
            station_id=sold.place.row.pk, status="waiting", shipping_fen=sold.row.shipping_fen,
        ))  # fmt: skip

    def ship(self, sold: "Sold", journey: Journey) -> Shipment:
        """As far as the journey has come."""
        shipment, order = self.wait(sold), sold.row
        operator = str(self.staff.operators[sold.place.row.pk].uid)
        if journey.packed_at:
            self.step(order, "paid", "packed", operator, journey.packed_at)
            shipment.status, shipment.packed_at = "packed", journey.packed_at
            shipment.packed_by_uid = operator
        if journey.shipped_at:
            self.step(order, "packed", "shipped", operator, journey.shipped_at)
            name, pattern = COURIERS[self.count % len(COURIERS)]
            shipment.status, shipment.courier = "shipped", name
            shipment.waybill = pattern.format(self.count * 7_919 + 100_000_000)
            shipment.shipped_at = order.shipped_at = journey.shipped_at
        if journey.delivered_at:
            self.step(order, "shipped", "delivered", operator, journey.delivered_at)
            shipment.status = "delivered"
            shipment.delivered_at = order.delivered_at = journey.delivered_at
            order.completes_at = journey.completes_at
        if journey.completed_at:
            who = str(sold.buyer.user.uid) if journey.confirmed_early else COMPLETION
            self.step(order, "delivered", "completed", who, journey.completed_at)
            order.completed_at = journey.completed_at
        return shipment
