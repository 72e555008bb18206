"""The stock behind listings: which lots may be sold today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

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
    """Pool rows whose lot has weight left, has not expired on a day, and whose commitment, where
    there is one, was not revoked."""
    return ListingLot.objects.filter(
        lot__available_g__gt=0, lot__expires_on__gte=on,
        lot__certificate__revoked_at__isnull=True,
    )  # fmt: skip


def pool_of(listing_ids: Collection[int], *, on: date) -> dict[int, list[PoolLot]]:
    """The lots of each listing that may be sold on a day, first expiring first; one statement."""
    rows = _rows(on).filter(listing__in=listing_ids)
    pools: dict[int, list[PoolLot]] = {listing_id: [] for listing_id in listing_ids}
    for listing_id, *row in rows:
        pools[listing_id].append(_pool_lot(dict(zip(_COLUMNS, row, strict=True))))
    return pools


# Columns, not rows of six tables: a checkout and each product page read them.
_COLUMNS = {
    "lot_id": "lot_id",
    "code": "lot__code",
    "available_g": "lot__available_g",
    "expires_on": "lot__expires_on",
    "received_at": "lot__receipt__weighed_at",
    "mode": "lot__receipt__mode",
    "category": "lot__receipt__household__category",
    "household_id": "lot__receipt__household_id",
    "household_name": "lot__receipt__household__head_name",
    "named_in_public": "lot__receipt__household__named_in_public",
    "village_code": "lot__receipt__area_code",
    "village_name": "lot__receipt__household__area__name",
    "station_id": "lot__receipt__station_id",
    "station_name": "lot__receipt__station__name",
    "cooperative_id": "lot__receipt__cooperative_id",
    "cooperative_name": "lot__receipt__cooperative__name",
}


@lru_cache(maxsize=2)
def _rows(on: date) -> QuerySet[ListingLot, tuple[Any, ...]]:
    """Put together once a day: that takes longer than reading a pool."""
    columns = _COLUMNS.values()
    ordered = sellable(on=on).order_by("listing_id", "lot__expires_on", "lot_id")
    return ordered.values_list("listing_id", *columns)


def _pool_lot(row: dict[str, Any]) -> PoolLot:
    monitored = row.pop("category") == Household.Category.MONITORED
    return PoolLot(**row, monitored=monitored, received_on=localdate(row["received_at"]))


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
