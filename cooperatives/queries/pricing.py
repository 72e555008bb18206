"""Price lists as versions, drafts with what they would change, ceilings and reference prices."""

from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from backend.common.actor import Actor
from cooperatives.models import (
    Cooperative,
    GoodsPaper,
    PriceCeiling,
    PriceDraft,
    PriceEntry,
    PriceList,
    Product,
    ReferencePrice,
)
from cooperatives.models.pricing import PriceDraftQuerySet
from cooperatives.queries.produce import price_list_of
from cooperatives.rules.pricing import Fall, Line, falls
from stations.models import Area


def price_drafts(actor: Actor, *, status: str = "") -> PriceDraftQuerySet:
    found = PriceDraft.objects.visible_to(actor).select_related("cooperative", "made_by")
    return found.filter(status=status) if status in PriceDraft.Status.values else found


def lines_of(draft: PriceDraft) -> list[Line]:
    return [
        Line(
            row["product"], row["grade"], row["buy_fen"], row["sell_fen"],
            row.get("institution_fen"),
        )
        for row in draft.lines
    ]  # fmt: skip


def draft_content(draft: PriceDraft) -> dict[str, object]:
    """What the manager signs: every price and when it takes effect."""
    begins = draft.effective_from
    return {
        "uid": str(draft.uid),
        "cooperative": str(draft.cooperative.uid),
        "effective_from": begins.timestamp() if begins else None,
        "note": draft.note,
        "lines": draft.lines,
    }


def buying_prices(prices: PriceList | None) -> dict[tuple[str, str], int]:
    """Buying price by (product uid, grade) of a list."""
    if prices is None:
        return {}
    rows = PriceEntry.objects.filter(price_list=prices)
    found = rows.values_list("product__uid", "grade", "buy_fen_per_jin")
    return {(str(product), grade): fen for product, grade, fen in found}


def falls_of(draft: PriceDraft, *, at: datetime) -> list[Fall]:
    """What the draft would lower by more than a tenth, against the list in force."""
    return falls(lines_of(draft), buying_prices(price_list_of(draft.cooperative, at=at)))


def falls_of_list(prices: PriceList) -> list[Fall]:
    """What a list lowered against the one it follows."""
    before = PriceList.objects.standing().filter(
        cooperative=prices.cooperative, effective_from__lt=prices.effective_from
    )
    lines = [
        Line(str(row.product.uid), row.grade, row.buy_fen_per_jin, row.sell_fen_per_jin)
        for row in PriceEntry.objects.filter(price_list=prices).select_related("product")
    ]
    previous = before.order_by("-effective_from", "-number").first()
    return falls(lines, buying_prices(previous))


def ceilings_on(county_code: str, *, on: date) -> dict[tuple[str, str], int]:
    """The lowest ceiling in force by (product uid, grade)."""
    rows = PriceCeiling.objects.filter(county_code=county_code, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    lowest: dict[tuple[str, str], int] = {}
    for uid, grade, fen in rows.values_list("product__uid", "grade", "sell_fen_per_jin"):
        goods = (str(uid), grade)
        lowest[goods] = min(fen, lowest.get(goods, fen))
    return lowest


def ceilings() -> QuerySet[PriceCeiling]:
    return PriceCeiling.objects.select_related("product", "made_by")


def goods_papers(actor: Actor) -> QuerySet[GoodsPaper]:
    found = GoodsPaper.objects.visible_to(actor)
    return found.select_related("product", "cooperative", "made_by")


def price_lists(actor: Actor) -> QuerySet[PriceList]:
    """Versions of the cooperatives within reach, newest first by number."""
    reach = Cooperative.objects.visible_to(actor).values("pk")
    found = PriceList.objects.filter(cooperative__in=reach)
    return found.select_related("cooperative", "made_by", "stop", "stop__by")


def price_entries_of(prices: PriceList) -> QuerySet[PriceEntry]:
    rows = PriceEntry.objects.filter(price_list=prices)
    return rows.select_related("product__product_class", "price_list").order_by(
        "product__name", "product_id", "id"
    )


def reference_prices(actor: Actor, *, product: Product | None = None) -> QuerySet[ReferencePrice]:
    place = Area.objects.filter(code=OuterRef("area_code")).values("name")[:1]
    found = ReferencePrice.objects.select_related("product").annotate(area_name=Subquery(place))
    return found.filter(product=product) if product else found


def next_number(cooperative: Cooperative) -> int:
    last = PriceList.objects.filter(cooperative=cooperative).order_by("-number").first()
    return last.number + 1 if last else 1
