"""One listing as its page shows it, whatever its lots and photos: two statements, and two more
where the county's rules were not read in the last moments."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from cooperatives.models import Listing
from cooperatives.queries import PoolLot, pool_of
from orders.queries.catalogue import CARD
from orders.queries.county_rules import county_rules
from orders.queries.fees import FeeBook
from orders.rules.showing import PartRange, where_the_money_goes
from stations.models import StationBranch

PAGE = (
    *CARD, "story", "area_code", "station_id", "station__opened_on", "cooperative_id",
    "cooperative__name", "cooperative__credit_code", "product__shelf_life_days",
    "product__gi_mark", "product__product_class_id", "product__product_class__return_rule",
    "product__product_class__certificate_regime", "photos__photo__digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListingStory:
    """`listing` holds the columns of PAGE and its branch; `shipping` those of `county_rules`."""

    listing: dict[str, Any]
    photos: list[str]
    shipping: dict[str, Any] | None
    lots: list[PoolLot]
    money: list[PartRange]

    @property
    def available_packages(self) -> int:
        return sum(lot.available_g for lot in self.lots) // int(self.listing["package_g"])

    @property
    def households(self) -> int:
        return len({lot.household_id for lot in self.lots})

    @property
    def household_names(self) -> list[str]:
        """Only with the household's consent."""
        names = {lot.household_id: lot.household_name for lot in self.lots if lot.named_in_public}
        return list(names.values())


def listing_story(*, uid: str, now: datetime) -> ListingStory | None:
    """A listing on sale with provenance and fees; None where there is none."""
    on = localdate(now)
    found = list(_rows(on).filter(uid=uid))
    if not found:
        return None
    listing = found[0]
    photos = [row["photos__photo__digest"] for row in found if row["photos__photo__digest"]]
    lots = pool_of([listing["id"]], on=on)[listing["id"]]
    rules = county_rules(listing["area_code"][:6], now=now)
    return ListingStory(listing, photos, rules.shipping, lots, _money(listing, lots, rules.fees))


@lru_cache(maxsize=2)
def _rows(on: date) -> QuerySet[Listing, dict[str, Any]]:
    """One row a photo, otherwise alike; put together once a day, as `catalogue` does."""
    rows: QuerySet[Listing, dict[str, Any]] = (
        Listing.objects.on_sale()
        .annotate(branch=_branch(on))
        .order_by("photos__position")
        .values(*PAGE, "branch")
    )
    return rows


def _money(listing: dict[str, Any], lots: list[PoolLot], book: FeeBook) -> list[PartRange]:
    villages = {lot.village_code for lot in lots}
    rule = book.narrowest(
        listing["area_code"][:6], listing["station_id"], listing["cooperative_id"],
        listing["product__product_class_id"],
    )  # fmt: skip
    return where_the_money_goes(
        listing["price_fen"], fees=book.terms(rule, villages), modes={lot.mode for lot in lots}
    )


def _branch(on: date) -> Subquery:
    """Of the branch that leads the station on a day; of one that hosts it where none leads."""
    links = StationBranch.objects.filter(station=OuterRef("station"), valid_from__lte=on)
    in_force = links.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    said = JSONObject(name="branch__name", part="part")
    # "hosted" sorts before "led".
    return Subquery(in_force.order_by("-part", "-valid_from").values(said=said)[:1])
