"""The rows of a placed order: frozen names, prices, fee rule and provenance."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.timezone import localdate

from backend.common.actor import Actor
from backend.common.money import split
from cooperatives.models import Listing, ProductClass
from cooperatives.queries import PoolLot
from orders.models import (
    FeeRule,
    Hold,
    LineSource,
    MerchantAccount,
    Order,
    OrderLine,
    OrderStep,
    Shipment,
)
from orders.queries.fees import FeeBook
from orders.rules import placing
from orders.services.journal import enter


@dataclass(frozen=True, slots=True)
class Line:
    """A wanted line with its listing and what it takes from which lots."""

    wanted: placing.WantedLine
    listing: Listing
    taken: list[tuple[PoolLot, int]]

    @property
    def amount_fen(self) -> int:
        return self.listing.price_fen * self.wanted.quantity

    @property
    def weight_g(self) -> int:
        return self.listing.package_g * self.wanted.quantity


@dataclass(frozen=True, slots=True)
class Cart:
    """What one order holds: lines under one merchant account, shipping by station."""

    merchant: MerchantAccount
    lines: Sequence[Line]
    shipping: dict[int, int]
    fees: FeeBook

    @property
    def goods_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)

    @property
    def total_fen(self) -> int:
        return self.goods_fen + sum(self.shipping.values())


def write_order(
    *, cart: Cart, receiver: placing.Receiver, note: str, client_key: str, actor: Actor,
    now: datetime,
) -> Order:  # fmt: skip
    """The same number of statements whatever the lines and lots."""
    order = Order(
        number=placing.order_number(localdate(now), secrets.randbelow(1_000_000)),
        buyer_id=actor.user_id, client_key=client_key, note=note, merchant=cart.merchant,
        goods_fen=cart.goods_fen, shipping_fen=cart.total_fen - cart.goods_fen,
        total_fen=cart.total_fen,
        region=receiver.region, placed_at=now,
    )  # fmt: skip
    order.receiver_name, order.receiver_phone = receiver.name, receiver.phone
    order.receiver_address = receiver.address
    order.save(force_insert=True)
    _write_lines(order, cart.lines, cart.fees)
    _write_frame(order, cart.shipping, receiver.pick_up, actor, now)
    return order


def _write_frame(
    order: Order, shipping: dict[int, int], pick_up: bool, actor: Actor, now: datetime
) -> None:
    """What goes with the order: a shipment per station, the hold, the first step."""
    Shipment.objects.bulk_create(
        Shipment(order=order, station_id=station_id, shipping_fen=fee_fen, pick_up=pick_up)
        for station_id, fee_fen in shipping.items()
    )
    Hold.objects.create(order=order, expires_at=now + placing.HOLD_FOR)
    OrderStep.objects.create(
        order=order, from_status="", to_status=order.status, actor_uid=actor.user_uid, at=now
    )
    enter(order=order, kind="placed", amount_fen=order.total_fen, now=now)


def _write_lines(order: Order, lines: Sequence[Line], fees: FeeBook) -> None:
    """Names, prices, fee rules and provenance as they are now; later edits do not reach them."""
    rows = OrderLine.objects.bulk_create(
        _order_line(order, position, line, fees.of(line.listing))
        for position, line in enumerate(lines, start=1)
    )
    LineSource.objects.bulk_create(
        chain.from_iterable(
            _sources(row, line, fees) for row, line in zip(rows, lines, strict=True)
        )
    )


def _order_line(order: Order, position: int, line: Line, rule: FeeRule | None) -> OrderLine:
    listing, product = line.listing, line.listing.product
    if rule is None:
        raise placing.RulesMissing
    rule_of_class = product.product_class.return_rule
    return OrderLine(
        order=order,
        position=position,
        listing=listing,
        station_id=listing.station_id,
        cooperative_id=listing.cooperative_id,
        fee_rule=rule,
        title=listing.title,
        product_name=product.name,
        product_code=product.code,
        grade=listing.grade,
        return_rule=rule_of_class,
        no_return_confirmed=line.wanted.no_return_confirmed
        and rule_of_class == ProductClass.ReturnRule.CONFIRM_REQUIRED,
        quantity=line.wanted.quantity,
        package_g=listing.package_g,
        price_fen=listing.price_fen,
        weight_g=line.weight_g,
        amount_fen=line.amount_fen,
    )


def _sources(row: OrderLine, line: Line, fees: FeeBook) -> list[LineSource]:
    shares = split(
        row.amount_fen,
        [weight_g for _, weight_g in line.taken],
        [lot.lot_id for lot, _ in line.taken],
    )
    return [
        LineSource(
            line=row,
            lot_id=lot.lot_id,
            household_id=lot.household_id,
            cooperative_id=lot.cooperative_id,
            station_id=lot.station_id,
            household_name=lot.household_name,
            area_code=lot.village_code,
            mode=lot.mode,
            policy=line.listing.policy,
            village_rule=fees.of_village(lot.village_code),
            weight_g=weight_g,
            share_fen=share_fen,
        )
        for (lot, weight_g), share_fen in zip(line.taken, shares, strict=True)
    ]
