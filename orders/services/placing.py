"""Placing an order: one short transaction, the same number of statements whatever the lots."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.errors import DomainError, Forbidden, Invalid
from backend.common.money import split, yuan
from cooperatives.models import Listing
from cooperatives.queries import PoolLot, pool_of
from cooperatives.rules import ListingNotOnSale, ListingSoldOut, allocate
from cooperatives.services.stock import hold_lots
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
from orders.queries.catalogue import current_fee_rules, current_shipping_rules
from orders.rules import PriceChanged, placing
from orders.services.journal import enter

# A hold may be lost to somebody else between reading the pool and taking from it.
TRIES = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A wanted line with its listing and what it takes from which lots."""

    wanted: placing.WantedLine
    listing: Listing
    taken: list[tuple[PoolLot, int]]

    @property
    def amount_fen(self) -> int:
        return self.listing.price_fen * self.wanted.quantity


def place_order(
    *,
    lines: Sequence[placing.WantedLine],
    receiver: placing.Receiver,
    note: str,
    client_key: str,
    actor: Actor,
    now: datetime,
) -> Order:
    """The same buyer and key are the same order, whoever repeats it and however it first ended.

    A hold lost to another buyer is tried again with a fresh pool; so is a number already given.
    """
    if actor.role != "BY":
        raise Forbidden("请切换到买家身份后再下单")
    placing.check_lines(lines)
    receiver, note = placing.check_receiver(receiver), placing.check_note(note)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _place(lines, receiver, note, client_key, actor, now)
        except (IntegrityError, DomainError) as error:
            # Another request with the same key may have won while this one waited.
            if placed := _placed_before(client_key, actor):
                return placed
            lost_race = isinstance(error, IntegrityError | _HoldLost)
            if not lost_race or attempt == TRIES:
                raise
    raise AssertionError("the last try returns or raises")


class _HoldLost(ListingSoldOut):
    """The pool had enough when it was read, and no longer when it was taken from."""


def _placed_before(client_key: str, actor: Actor) -> Order | None:
    return Order.objects.filter(buyer__uid=actor.user_uid, client_key=client_key).first()


def _place(
    wanted: Sequence[placing.WantedLine],
    receiver: placing.Receiver,
    note: str,
    client_key: str,
    actor: Actor,
    now: datetime,
) -> Order:
    if placed := _placed_before(client_key, actor):
        return placed
    listings = _listings(wanted)
    pools = pool_of({listing.pk for listing in listings}, on=localdate(now))
    lines = _allocate(wanted, listings, pools)
    county = _county(listings)
    shipping = _shipping(lines, county, now)
    _hold(lines)
    order = _order(lines, sum(shipping.values()), county, now, actor)
    order.client_key, order.note, order.region = client_key, note, receiver.region
    order.receiver_name, order.receiver_phone = receiver.name, receiver.phone
    order.receiver_address = receiver.address
    order.save(force_insert=True)
    _write_lines(order, lines, _fee_rule(county, now))
    _write_frame(order, shipping, actor, now)
    return order


def _hold(lines: Sequence[_Line]) -> None:
    taken = [[(lot.lot_id, weight_g) for lot, weight_g in line.taken] for line in lines]
    try:
        hold_lots(takes=placing.takes_per_lot(taken))
    except ListingSoldOut as error:
        raise _HoldLost("货品刚被他人买走，请刷新后再试") from error


def _write_frame(order: Order, shipping: dict[int, int], actor: Actor, now: datetime) -> None:
    """What goes with the order: a shipment per station, the hold, the first step."""
    Shipment.objects.bulk_create(
        Shipment(order=order, station_id=station_id, shipping_fen=fee_fen)
        for station_id, fee_fen in shipping.items()
    )
    Hold.objects.create(order=order, expires_at=now + placing.HOLD_FOR)
    OrderStep.objects.create(
        order=order, from_status="", to_status=order.status, actor_uid=actor.user_uid, at=now
    )
    enter(order=order, kind="placed", amount_fen=order.total_fen, now=now)


def _listings(wanted: Sequence[placing.WantedLine]) -> list[Listing]:
    """The listing of each line: on sale, at the price that the buyer saw."""
    found = {
        str(listing.uid): listing
        for listing in Listing.objects.filter(uid__in={line.listing for line in wanted})
        .select_related("product__product_class", "station")
        .order_by("pk")
    }
    gone = {
        f"lines.{i}": "商品已下架"
        for i, line in enumerate(wanted)
        if line.listing not in found or found[line.listing].status != Listing.Status.ON_SALE
    }
    if gone:
        raise ListingNotOnSale(fields=gone)
    listings = [found[line.listing] for line in wanted]
    changed = {
        f"lines.{i}": f"现价 {yuan(listing.price_fen)}"
        for i, (line, listing) in enumerate(zip(wanted, listings, strict=True))
        if line.price_fen != listing.price_fen
    }
    if changed:
        raise PriceChanged(fields=changed)
    return listings


def _allocate(
    wanted: Sequence[placing.WantedLine],
    listings: Sequence[Listing],
    pools: dict[int, list[PoolLot]],
) -> list[_Line]:
    """Later lines see what earlier ones took; every line that is short is named."""
    lines, short = [], {}
    for i, (line, listing) in enumerate(zip(wanted, listings, strict=True)):
        pool = {lot.lot_id: lot for lot in pools[listing.pk]}
        need_g = listing.package_g * line.quantity
        try:
            taken = allocate(need_g, list(pool.values()), listing.policy)
        except ListingSoldOut:
            left = sum(lot.available_g for lot in pool.values()) // listing.package_g
            short[f"lines.{i}"] = f"只剩 {left} 件"
            continue
        lines.append(_Line(line, listing, [(pool[lot_id], g) for lot_id, g in taken]))
        for lot_id, weight_g in taken:
            rest_g = pool[lot_id].available_g - weight_g
            pool[lot_id] = replace(pool[lot_id], available_g=rest_g)
        pools[listing.pk] = list(pool.values())
    if short:
        raise ListingSoldOut(fields=short)
    return lines


def _county(listings: Sequence[Listing]) -> str:
    """One order has one merchant account, and the account is the county's."""
    counties = {listing.area_code[:6] for listing in listings}
    if len(counties) > 1:
        raise Invalid(fields={"lines": "不同县的商品由不同账户收款，请分开下单"})
    return counties.pop()


def _shipping(lines: Sequence[_Line], county: str, now: datetime) -> dict[int, int]:
    goods = placing.goods_by_station((line.listing.station_id, line.amount_fen) for line in lines)
    terms = current_shipping_rules([county], now=now).get(county)
    if terms is None:
        raise placing.RulesMissing
    return {station: placing.shipping_of(fen, terms) for station, fen in goods.items()}


def _fee_rule(county: str, now: datetime) -> FeeRule:
    rule = current_fee_rules([county], now=now).get(county)
    if rule is None:
        raise placing.RulesMissing
    return rule


def _order(
    lines: Sequence[_Line], shipping_fen: int, county: str, now: datetime, actor: Actor
) -> Order:
    merchant = (
        MerchantAccount.objects.filter(county_code=county, gateway=settings.PAYMENTS_GATEWAY)
        .order_by("pk")
        .first()
    )
    if merchant is None:
        raise placing.MerchantMissing
    goods_fen = sum(line.amount_fen for line in lines)
    return Order(
        number=placing.order_number(localdate(now), secrets.randbelow(1_000_000)),
        buyer=User.objects.only("pk").get(uid=actor.user_uid),
        merchant=merchant,
        goods_fen=goods_fen,
        shipping_fen=shipping_fen,
        total_fen=goods_fen + shipping_fen,
        placed_at=now,
    )


def _write_lines(order: Order, lines: Sequence[_Line], rule: FeeRule) -> None:
    """Names, prices, fee rule and provenance as they are now; later edits do not reach them."""
    rows = OrderLine.objects.bulk_create(
        _order_line(order, position, line, rule) for position, line in enumerate(lines, start=1)
    )
    LineSource.objects.bulk_create(
        chain.from_iterable(_sources(row, line) for row, line in zip(rows, lines, strict=True))
    )


def _order_line(order: Order, position: int, line: _Line, rule: FeeRule) -> OrderLine:
    listing, product = line.listing, line.listing.product
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
        return_rule=product.product_class.return_rule,
        quantity=line.wanted.quantity,
        package_g=listing.package_g,
        price_fen=listing.price_fen,
        weight_g=listing.package_g * line.wanted.quantity,
        amount_fen=line.amount_fen,
    )


def _sources(row: OrderLine, line: _Line) -> list[LineSource]:
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
            weight_g=weight_g,
            share_fen=share_fen,
        )
        for (lot, weight_g), share_fen in zip(line.taken, shares, strict=True)
    ]
