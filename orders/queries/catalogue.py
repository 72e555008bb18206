"""What is on sale, for anybody: the list, one listing with its provenance, the categories."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Substr
from django.utils.timezone import localdate

from backend.common.actor import AreaRange
from cooperatives.models import Listing, ListingLot, ProductClass
from cooperatives.queries import PoolLot, pool_of
from cooperatives.rules.listing import fold
from orders.models import ShippingRule
from orders.queries.fees import fee_book
from orders.rules.showing import PartRange, where_the_money_goes
from stations.models import StationBranch

# What can be bought before what is sold out, newest first; the id makes the order total, as
# cursors need.
ON_THE_SHELF = ("sold_out", "-on_sale_at", "-id")
MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class ListingStory:
    """One listing as its page shows it."""

    listing: Listing
    lots: list[PoolLot]
    branch: StationBranch | None
    money: list[PartRange]

    @property
    def households(self) -> int:
        return len({lot.household_id for lot in self.lots})

    @property
    def household_names(self) -> list[str]:
        """Only with the household's consent."""
        names = {lot.household_id: lot.household_name for lot in self.lots if lot.named_in_public}
        return list(names.values())


def on_sale(
    *, search: str = "", category: str = "", township: str = "", on: date
) -> QuerySet[Listing]:
    """Listings on sale with their stock in one statement, whatever their number."""
    listings = with_stock(Listing.objects.on_sale(), on=on)
    if category:
        listings = listings.filter(product__product_class__code=category)
    if township:
        listings = listings.filter(_within(township))
    for term in fold(search).split(" ")[:MOST_TERMS]:
        listings = listings.filter(search_text__contains=term) if term else listings
    return listings


def with_stock(listings: QuerySet[Listing], *, on: date) -> QuerySet[Listing]:
    """Adds `available_packages`: whole packages of the pool's lots that may be sold on a day."""
    stock = (
        ListingLot.objects.filter(listing=OuterRef("pk"), lot__expires_on__gte=on)
        .order_by()
        .values("listing")
        .annotate(stock_g=Sum("lot__available_g"))
        .values("stock_g")
    )
    stock_g = Coalesce(Subquery(stock, output_field=IntegerField()), 0)
    return listings.annotate(available_packages=stock_g / F("package_g")).select_related(
        "product__product_class", "station__area__parent"
    )


def listing_story(*, uid: str, now: datetime) -> ListingStory | None:
    """A listing on sale with provenance and fees in four statements; None where there is none."""
    on = localdate(now)
    listing = (
        with_stock(Listing.objects.on_sale(), on=on)
        .select_related("product__product_class", "station__area__parent", "cooperative")
        .annotate(
            shipping_fee_fen=_shipping("fee_fen", now),
            shipping_free_from_fen=_shipping("free_from_fen", now),
            shipping_first_g=_shipping("first_g", now),
            shipping_step_g=_shipping("step_g", now),
            shipping_step_fen=_shipping("step_fen", now),
            shipping_zones=_shipping("zones", now),
        )
        .filter(uid=uid)
        .first()
    )
    if listing is None:
        return None
    lots = pool_of([listing.pk], on=on)[listing.pk]
    terms = fee_book([listing.area_code[:6]], now=now).terms(
        listing, {lot.village_code for lot in lots}
    )
    modes = {lot.mode for lot in lots}
    money = where_the_money_goes(listing.price_fen, fees=terms, modes=modes)
    return ListingStory(listing, lots, _branch_of(listing.station_id, on), money)


def categories() -> QuerySet[ProductClass]:
    """Classes with something on sale."""
    live = Count("product__listings", filter=Q(product__listings__status="on_sale"))
    return ProductClass.objects.annotate(listings=live).filter(listings__gt=0).order_by("code")


def current_shipping_rules(counties: list[str], *, now: datetime) -> dict[str, ShippingRule]:
    rules = ShippingRule.objects.filter(county_code__in=counties, effective_from__lte=now)
    return {rule.county_code: rule for rule in rules.order_by("effective_from", "number")}


def _shipping(field: str, now: datetime) -> Any:
    rules = (
        ShippingRule.objects.annotate(
            of_listing=Substr(OuterRef("area_code"), 1, 6),
        )
        .filter(county_code=F("of_listing"), effective_from__lte=now)
        .order_by("-effective_from", "-number")
    )
    return Subquery(rules.values(field)[:1])


def _branch_of(station_id: int, on: date) -> StationBranch | None:
    """Led before hosted."""
    branches = StationBranch.objects.filter(station=station_id, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    found = {branch.part: branch for branch in branches.select_related("branch")}
    return found.get(StationBranch.Part.LED) or found.get(StationBranch.Part.HOSTED)


def _within(code: str) -> Q:
    """By code range, so that the index on the code serves; rubbish finds nothing."""
    if not code.isascii() or not code.isdigit() or len(code) > 12:
        return Q(pk__in=[])
    reach = AreaRange.of(code)
    return Q(area_code__gte=reach.low, area_code__lt=reach.high)
