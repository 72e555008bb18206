"""The stock behind listings: which lots may be sold today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Sum
from django.utils.timezone import localdate

from cooperatives.models import Household, ListingLot


@dataclass(frozen=True, slots=True)
class PoolLot:
    """A lot with weight to sell, and whose it is; `rules.allocate` takes these as they are."""

    lot_id: int
    code: str
    available_g: int
    expires_on: date
    received_at: datetime
    received_on: date
    mode: str
    monitored: bool
    household_id: int
    household_name: str
    named_in_public: bool
    village_code: str
    village_name: str
    station_id: int
    station_name: str
    cooperative_id: int
    cooperative_name: str


def sellable(*, on: date) -> QuerySet[ListingLot]:
    """Pool rows whose lot has weight left and has not expired on a day."""
    return ListingLot.objects.filter(lot__available_g__gt=0, lot__expires_on__gte=on)


def pool_of(listing_ids: Collection[int], *, on: date) -> dict[int, list[PoolLot]]:
    """The lots of each listing that may be sold on a day, first expiring first; one statement."""
    rows = (
        sellable(on=on)
        .filter(listing__in=listing_ids)
        .select_related(
            "lot__receipt__household__area",
            "lot__receipt__station",
            "lot__receipt__cooperative",
        )
        .order_by("listing_id", "lot__expires_on", "lot_id")
    )
    pools: dict[int, list[PoolLot]] = {listing_id: [] for listing_id in listing_ids}
    for row in rows:
        pools[row.listing_id].append(_pool_lot(row))
    return pools


def _pool_lot(row: ListingLot) -> PoolLot:
    lot, receipt = row.lot, row.lot.receipt
    household = receipt.household
    return PoolLot(
        lot_id=lot.pk,
        code=lot.code,
        available_g=lot.available_g,
        expires_on=lot.expires_on,
        received_at=receipt.weighed_at,
        received_on=localdate(receipt.weighed_at),
        mode=receipt.mode,
        monitored=household.category == Household.Category.MONITORED,
        household_id=household.pk,
        household_name=household.head_name,
        named_in_public=household.named_in_public,
        village_code=receipt.area_code,
        village_name=household.area.name,
        station_id=receipt.station_id,
        station_name=receipt.station.name,
        cooperative_id=receipt.cooperative_id,
        cooperative_name=receipt.cooperative.name,
    )


def available_packages(listing_ids: Collection[int], *, on: date) -> dict[int, int]:
    """Whole packages each listing can sell on a day; one statement."""
    sums = (
        sellable(on=on)
        .filter(listing__in=listing_ids)
        .values("listing_id", package_g=F("listing__package_g"))
        .annotate(stock_g=Sum("lot__available_g"))
    )
    packages = dict.fromkeys(listing_ids, 0)
    for row in sums:
        packages[row["listing_id"]] = row["stock_g"] // row["package_g"]
    return packages
