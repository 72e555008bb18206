"""What a cart would cost right now, line by line, with what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from cooperatives.models import Listing
from orders.models import ShippingRule
from orders.queries.catalogue import current_shipping_rules, with_stock
from orders.rules import placing
from stations.models import Station


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
    problem: str | None


@dataclass(frozen=True, slots=True)
class QuotedStation:
    station: str
    station_name: str
    goods_fen: int
    shipping_fen: int
    # Why nothing is sent to the address, if so.
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    goods_fen: int
    shipping_fen: int
    stations: list[QuotedStation]
    lines: list[QuotedLine]

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.shipping_fen


def quote(
    *, lines: Sequence[Wish], now: datetime, region: str = "", pick_up: bool = False
) -> Quote:
    """Two statements for any cart. Lines off sale are shown but not counted.

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
    quoted = _lines(lines, found)
    counted = [
        (found[line.listing], line)
        for line in quoted
        if line.listing in found and found[line.listing].status == Listing.Status.ON_SALE
    ]
    stations = _stations(counted, now, region, pick_up)
    return Quote(
        goods_fen=sum(line.amount_fen for _, line in counted),
        shipping_fen=sum(station.shipping_fen for station in stations),
        stations=stations,
        lines=quoted,
    )


def _lines(lines: Sequence[Wish], found: dict[str, Listing]) -> list[QuotedLine]:
    asked: dict[str, int] = {}
    quoted = []
    for line in lines:
        asked[line.listing] = asked.get(line.listing, 0) + line.quantity
        quoted.append(_line(line, found.get(line.listing), asked[line.listing]))
    return quoted


def _line(line: Wish, listing: Listing | None, asked: int) -> QuotedLine:
    if listing is None:
        return QuotedLine(line.listing, "", 0, line.quantity, 0, 0, "商品已下架")
    problem: str | None
    available: int = listing.available_packages  # type: ignore[attr-defined]
    if listing.status != Listing.Status.ON_SALE:
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
        problem=problem,
    )


def _stations(
    counted: list[tuple[Listing, QuotedLine]], now: datetime, region: str, pick_up: bool
) -> list[QuotedStation]:
    stations = {listing.station_id: listing.station for listing, _ in counted}
    loads = placing.load_by_station(
        (ls.station_id, line.amount_fen, ls.package_g * line.quantity) for ls, line in counted
    )
    terms = current_shipping_rules(
        sorted({station.area_code[:6] for station in stations.values()}), now=now
    )
    if any(station.area_code[:6] not in terms for station in stations.values()):
        raise placing.RulesMissing
    return [
        _station(stations[station_id], load, terms, region, pick_up)
        for station_id, load in loads.items()
    ]


def _station(
    station: Station, load: placing.Load, terms: dict[str, ShippingRule], region: str, pick_up: bool
) -> QuotedStation:
    problem, fee_fen = None, 0
    try:
        if not pick_up:
            fee_fen = placing.shipping_of(load, terms[station.area_code[:6]], region=region)
    except placing.RegionNotServed as refused:
        problem = refused.fields["receiver.region"]
    return QuotedStation(str(station.uid), station.name, load.goods_fen, fee_fen, problem)
