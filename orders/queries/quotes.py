"""What a cart would cost right now, line by line, with what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from cooperatives.models import Listing
from orders.models import MerchantAccount, ShippingRule
from orders.queries.catalogue import current_shipping_rules, with_stock
from orders.queries.merchants import merchants_of
from orders.rules import placing
from stations.models import Station

ON_SALE = Listing.Status.ON_SALE


@dataclass(frozen=True, slots=True)
class Wish:
    listing: str
    quantity: int


@dataclass(frozen=True, slots=True)
class QuotedLine:
    listing: str
    title: str
    price_fen: int
    quantity: int
    amount_fen: int
    available_packages: int
    return_rule: str
    problem: str | None
    # Which of the quote's orders the line goes into; None where it goes into none.
    order: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedStation:
    """What leaves one station within one order."""

    station: str
    station_name: str
    order: int
    goods_fen: int
    shipping_fen: int
    # The remote region's part of the fee, and the amount of goods from which it is all there is.
    surcharge_fen: int
    free_from_fen: int
    # Why nothing is sent to the address, if so.
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class QuotedOrder:
    """Goods under one merchant account are one order and one payment."""

    merchant_name: str
    goods_fen: int
    shipping_fen: int

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.shipping_fen


@dataclass(frozen=True, slots=True)
class Quote:
    goods_fen: int
    shipping_fen: int
    stations: list[QuotedStation]
    lines: list[QuotedLine]
    orders: list[QuotedOrder]

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.shipping_fen


def quote(
    *, lines: Sequence[Wish], now: datetime, region: str = "", pick_up: bool = False
) -> Quote:
    """Three statements for any cart. Lines off sale are shown but not counted.

    With a region its surcharge is in the fees; a region that is not served is said here, before
    anything is ordered.
    """
    placing.check_lines(lines)
    found = {
        str(listing.uid): listing
        for listing in with_stock(Listing.objects.all(), on=localdate(now)).filter(
            uid__in=[line.listing for line in lines]
        )
    }
    on_sale = [found[line.listing] for line in lines if _sold(found.get(line.listing))]
    merchants = merchants_of(on_sale)
    # The accounts in the order in which the lines first need them, as placing makes the orders.
    accounts = list(dict.fromkeys(merchants[listing.pk] for listing in on_sale))
    quoted = _lines(lines, found, {pk: accounts.index(one) for pk, one in merchants.items()})
    counted = [(found[line.listing], line) for line in quoted if line.order is not None]
    stations = _stations(counted, now, region, pick_up)
    return Quote(
        goods_fen=sum(station.goods_fen for station in stations),
        shipping_fen=sum(station.shipping_fen for station in stations),
        stations=stations,
        lines=quoted,
        orders=[_order(number, one, stations) for number, one in enumerate(accounts)],
    )


def _sold(listing: Listing | None) -> bool:
    return listing is not None and listing.status == ON_SALE


def _order(
    number: int, merchant: MerchantAccount, stations: Sequence[QuotedStation]
) -> QuotedOrder:
    own = [station for station in stations if station.order == number]
    goods_fen, shipping_fen = (
        sum(one.goods_fen for one in own), sum(one.shipping_fen for one in own),
    )  # fmt: skip
    return QuotedOrder(merchant.name, goods_fen, shipping_fen)


def _lines(
    lines: Sequence[Wish], found: dict[str, Listing], orders: dict[int, int]
) -> list[QuotedLine]:
    asked: dict[str, int] = {}
    quoted = []
    for line in lines:
        asked[line.listing] = asked.get(line.listing, 0) + line.quantity
        listing = found.get(line.listing)
        order = orders.get(listing.pk) if listing else None
        quoted.append(_line(line, listing, asked[line.listing], order))
    return quoted


def _line(line: Wish, listing: Listing | None, asked: int, order: int | None) -> QuotedLine:
    if listing is None:
        return QuotedLine(line.listing, "", 0, line.quantity, 0, 0, "", "商品已下架")
    problem: str | None
    available: int = listing.available_packages  # type: ignore[attr-defined]
    if listing.status != ON_SALE:
        problem, available = "商品已下架", 0
    elif available == 0:
        problem = "已售完"
    else:
        problem = f"只剩 {available} 件" if available < asked else None
    return QuotedLine(
        listing=line.listing,
        title=listing.title,
        price_fen=listing.price_fen,
        quantity=line.quantity,
        amount_fen=listing.price_fen * line.quantity,
        available_packages=available,
        return_rule=listing.product.product_class.return_rule,
        problem=problem,
        order=order,
    )


def _stations(
    counted: list[tuple[Listing, QuotedLine]], now: datetime, region: str, pick_up: bool
) -> list[QuotedStation]:
    """Each order pays a fee of its own to each of its stations, as placing charges it."""
    stations = {listing.station_id: listing.station for listing, _ in counted}
    counties = sorted({station.area_code[:6] for station in stations.values()})
    terms = current_shipping_rules(counties, now=now)
    if set(counties) - terms.keys():
        raise placing.RulesMissing
    quoted = []
    for number in dict.fromkeys(line.order for _, line in counted if line.order is not None):
        loads = placing.load_by_station(
            (listing.station_id, line.amount_fen, listing.package_g * line.quantity)
            for listing, line in counted
            if line.order == number
        )
        for station_id, load in loads.items():
            station = stations[station_id]
            rule = terms[station.area_code[:6]]
            quoted.append(_station(station, number, load, rule, region, pick_up))
    return quoted


def _station(
    station: Station, order: int, load: placing.Load, terms: ShippingRule, region: str,
    pick_up: bool,
) -> QuotedStation:  # fmt: skip
    problem, fee_fen, surcharge_fen = None, 0, 0
    try:
        if not pick_up:
            fee_fen = placing.shipping_of(load, terms, region=region)
            surcharge_fen = placing.zone_of(region, terms).surcharge_fen
    except placing.RegionNotServed as refused:
        problem = refused.fields["receiver.region"]
    return QuotedStation(
        str(station.uid), station.name, order, load.goods_fen, fee_fen, surcharge_fen,
        terms.free_from_fen, problem,
    )  # fmt: skip
