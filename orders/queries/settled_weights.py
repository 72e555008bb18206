"""What became of the goods behind a settlement run: received, sold, rejected, wasted, missing."""

from django.db.models import (
    BigIntegerField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from cooperatives.models import Lot, StockCountLine
from orders.models import SettlementLine, SettlementRun


def weights_of(run: SettlementRun) -> dict[str, int]:
    """received = sold + rejected + wasted + stock of the lots behind the lines, and what the
    newest count did not find or was written off as short."""
    lines = SettlementLine.objects.filter(party__run=run)
    lots = Lot.objects.filter(
        Q(line_sources__splits__settlement_lines__in=lines) | Q(receipt__settlement_lines__in=lines)
    ).values("pk")
    sums = {name: Coalesce(Sum(f"{name}_g"), 0) for name in ("received", "sold", "rejected",
                                                             "wasted")}  # fmt: skip
    mine = Lot.objects.filter(pk__in=lots)
    found = mine.aggregate(**sums, stock=Coalesce(Sum(F("available_g") + F("held_g")), 0))
    return found | {"missing": _missing_g(mine)}


def _missing_g(lots: QuerySet[Lot]) -> int:
    """Per lot the larger of what its newest count did not find and what was written off short."""
    newest = StockCountLine.objects.filter(lot=OuterRef("pk")).order_by("-pk")
    gap = F("received_g") - F("sold_g") - F("rejected_g") - F("wasted_g") - F("on_hand_g")
    whole = BigIntegerField()
    rows = lots.annotate(
        gap_g=Subquery(newest.annotate(gap=ExpressionWrapper(gap, whole)).values("gap")[:1]),
        short_g=Sum("moves__weight_g", filter=Q(moves__cause="short")),
    ).values_list("gap_g", "short_g")
    return sum(max(abs(gap_g or 0), short_g or 0) for gap_g, short_g in rows)
