"""What is on sale, for anybody: the list and the categories, as columns rather than models."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from backend.common.actor import AreaRange
from backend.common.search import pinyin_of
from cooperatives.models import Listing, ListingLot, ListingPhoto, Product, ProductClass
from cooperatives.rules.listing import fold
from orders.models import ShippingRule
from orders.rules.finding import Name, nearest
from stations.models import Area

# What can be bought before what is sold out; the id makes each order total, as cursors need.
SORTS: Mapping[str, tuple[str, ...]] = {
    "newest": ("sold_out", "-on_sale_at", "-id"),
    "cheapest": ("sold_out", "price_fen", "id"),
}
MOST_TERMS, MOST_NOW = 6, 8
MOST_IN_A_MAP = 45_000
Row = TypeVar("Row")
# A card's columns; `orders.api.catalogue_shapes.card_of` writes them.
CARD = (
    "id", "uid", "title", "grade", "package_g", "price_fen", "sold_packages", "sold_out",
    "on_sale_at", "product__name", "product__code", "product__picture", "product__season",
    "product__season_months", "product__product_class__code", "station__name",
    "station__area__name", "station__area__parent__name", "station__area__parent__level",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty means everything."""

    search: str = ""
    category: str = ""
    township: str = ""
    in_season: bool = False


def on_sale(wanted: Wanted, *, on: date) -> QuerySet[Listing, dict[str, Any]]:
    """Cards with stock and first photo: one statement for any number, one more for the season."""
    return narrowed(_cards(on), wanted, on=on)


def card(uid: UUID, *, on: date) -> dict[str, Any] | None:
    """One listing on sale as a card; None where there is none."""
    return _cards(on).filter(uid=uid).first()


def all_on_sale() -> QuerySet[Listing, tuple[UUID, datetime | None]]:
    """(uid, on sale since) of as many listings as one site map may name."""
    newest = Listing.objects.on_sale().order_by("sold_out", "-on_sale_at", "-id")
    return newest.values_list("uid", "on_sale_at")[:MOST_IN_A_MAP]


@lru_cache(maxsize=2)
def _cards(on: date) -> QuerySet[Listing, dict[str, Any]]:
    """Put together once a day: that takes longer than the database needs to answer."""
    photos = ListingPhoto.objects.filter(listing=OuterRef("pk")).order_by("position")
    cards: QuerySet[Listing, dict[str, Any]] = (
        Listing.objects.on_sale()
        .annotate(
            available_packages=_packages(on), photo=Subquery(photos.values("photo__digest")[:1])
        )
        .values(*CARD, "available_packages", "photo")
    )
    return cards


def narrowed(
    listings: QuerySet[Listing, Row], wanted: Wanted, *, on: date
) -> QuerySet[Listing, Row]:
    if wanted.category:
        listings = listings.filter(product__product_class__code=wanted.category)
    if wanted.township:
        listings = listings.filter(_within(wanted.township))
    if wanted.in_season:
        listings = listings.filter(product__in=_in_season(on.month))
    for term in fold(wanted.search).split(" ")[:MOST_TERMS]:
        listings = listings.filter(search_text__contains=term) if term else listings
    return listings


def with_stock(listings: QuerySet[Listing], *, on: date) -> QuerySet[Listing]:
    """Adds `available_packages`: whole packages of the pool's lots that may be sold on a day."""
    return listings.annotate(available_packages=_packages(on)).select_related(
        "product__product_class", "station__area__parent"
    )


def _packages(on: date) -> Any:
    stock = (
        ListingLot.objects.filter(listing=OuterRef("pk"), lot__expires_on__gte=on)
        .order_by()
        .values("listing")
        .annotate(stock_g=Sum("lot__available_g"))
        .values("stock_g")
    )
    return Coalesce(Subquery(stock, output_field=IntegerField()), 0) / F("package_g")


def _in_season(month: int) -> list[int]:
    """SQLite cannot look into a list, and there are few products."""
    months = Product.objects.values_list("pk", "season_months")
    return [pk for pk, own in months if month in own]


def categories(*, on: date) -> QuerySet[ProductClass]:
    """Classes with something on sale, those with the most in season first; two statements."""
    live = Q(product__listings__status="on_sale")
    now = live & Q(product__in=_in_season(on.month))
    classes = ProductClass.objects.annotate(
        listings=Count("product__listings", filter=live),
        in_season=Count("product__listings", filter=now),
    )
    return classes.filter(listings__gt=0).order_by("-in_season", "-listings", "code")


def townships() -> QuerySet[Area]:
    """Townships from which something is on sale, by code."""
    live = Listing.objects.on_sale()
    there = Q(stations__listings__in=live) | Q(children__stations__listings__in=live)
    found = Area.objects.filter(there, level=Area.Level.TOWNSHIP).distinct()
    return found.order_by("code")


@dataclass(frozen=True, slots=True)
class Suggestions:
    near: list[str]
    in_season: list[str]


def suggestions(typed: str, *, on: date) -> Suggestions:
    """Goods and townships near to what found nothing, and what there is now: two statements."""
    goods = list(
        Product.objects.filter(listings__status="on_sale")
        .distinct()
        .order_by("code")
        .values("name", "aliases", "pinyin", "initials", "season_months")
    )
    places = townships().values("name", "pinyin", "initials")
    words = [word for word in fold(typed).split(" ")[:MOST_TERMS] if word]
    names = [_name(row["name"], *row["aliases"], row["pinyin"], row["initials"]) for row in goods]
    names += [_name(row["name"], row["pinyin"], row["initials"]) for row in places]
    sounds = [pinyin_of(word) for word in words]
    now = [row["name"] for row in goods if on.month in row["season_months"]]
    return Suggestions(nearest([*words, *sounds], names), now[:MOST_NOW])


def _name(shown: str, *others: str) -> Name:
    """Pinyin and initials hold one word for each way of calling it."""
    return Name(shown, tuple(way for text in (shown, *others) for way in fold(text).split()))


def current_shipping_rules(counties: list[str], *, now: datetime) -> dict[str, ShippingRule]:
    rules = ShippingRule.objects.filter(county_code__in=counties, effective_from__lte=now)
    return {rule.county_code: rule for rule in rules.order_by("effective_from", "number")}


def _within(code: str) -> Q:
    """By code range, so that the index on the code serves; rubbish finds nothing."""
    if not code.isascii() or not code.isdigit() or len(code) > 12:
        return Q(pk__in=[])
    reach = AreaRange.of(code)
    return Q(area_code__gte=reach.low, area_code__lt=reach.high)
