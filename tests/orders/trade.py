"""Sales that are over: bought, paid, shipped, received and cut, by the rows and services that the
cashier, the station and the buyer would have used."""

from datetime import datetime
from typing import Any

from backend.common.actor import system_actor
from backend.ledger.rules import Leg
from backend.ledger.services import post
from cooperatives.models import Listing, Lot
from cooperatives.services.stock import sell_held
from orders.models import Hold, LineSource, Order, PaymentAttempt, Refund
from orders.queries.worth import net_weights_per_lot
from orders.rules.payment import RefundReason
from orders.rules.refunding import Taken
from orders.services.completing import complete
from orders.services.journal import move_order
from orders.services.refunding import Basket, refund_part
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

TESTS = system_actor("tests")


def sell(cast: Cast, listing: Listing, quantity: int, *, key: str, now: datetime = NOW) -> Order:
    """Packages of one listing, from the cart to the split."""
    order = an_order(cast, wanted(listing, quantity), key=key, now=now)
    attempt = PaymentAttempt.objects.create(
        order=order, merchant=order.merchant, out_trade_no=f"XZ{order.uid.hex}", channel="wap",
        amount_fen=order.total_fen, state="paid", trade_no=f"T{order.uid.hex}", created_at=now,
        expires_at=now, paid_at=now,
    )  # fmt: skip
    post(
        key=f"capture:{attempt.trade_no}", kind="capture", reference=order.number,
        legs=[Leg("clearing", str(order.merchant.uid), -order.total_fen),
              Leg("held", str(order.uid), order.total_fen)],
        county_code="630121", actor=TESTS, now=now,
    )  # fmt: skip
    Hold.objects.filter(order=order).update(state=Hold.State.SOLD)
    sell_held(takes=net_weights_per_lot(order_id=order.pk))
    move_order(order=order, move="pay", actor=TESTS, now=now, paid_at=now)
    for move in ("pack", "ship", "deliver"):
        move_order(order=order, move=move, actor=TESTS, now=now)
    order.shipments.update(
        status="delivered", courier="邮政", waybill=f"YZ-{order.number}", shipped_at=now,
        delivered_at=now,
    )  # fmt: skip
    complete(order=order, actor=TESTS, now=now)
    return order


def sell_from(
    cast: Cast, household: str, packages: int, *, number: int, now: datetime = NOW, **more: Any
) -> Order:
    """Packages of potatoes at 15.00 out of one household's own lot, each sale a listing's own."""
    package_g = 2_500 + number
    lot: Lot = a_lot(cast, household=household, net_g=package_g * packages, number=number, **more)
    listing = a_listing(cast, lot, package_g=package_g, station=more.get("station", "dongxia"))
    return sell(cast, listing, packages, key=f"sale-{number}", now=now)


def give_back(cast: Cast, order: Order, amount_fen: int, *, number: str = "K1",
              now: datetime = NOW) -> Refund:  # fmt: skip
    """Goodwill after completion, out of the order's first source."""
    source = LineSource.objects.filter(line__order=order).order_by("pk")[0]
    basket = Basket([Taken(source.pk, 0, amount_fen)])
    order.refresh_from_db()
    return refund_part(
        order=order, basket=basket, number=number, reason=RefundReason.GOODWILL,
        actor=cast.actor("manager"), now=now,
    )  # fmt: skip
