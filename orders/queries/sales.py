"""What a cooperative sold: completed sales less what refunds took back (SCREENS C1).

Every figure is a sum of source splits, so each opens down to receipts, and the rows of any
grouping sum to the same totals.
"""

from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from backend.common.actor import Actor
from orders.models import LineSource, SettlementRun, SourceSplit
from orders.rules.period import Period
from orders.rules.settling import OPEN as OPEN_RUNS
from stations.models.area import within

GROUPS = {
    "product": ("source__line__product_code", "source__line__product_name"),
    "member": ("household__uid", "household__head_name"),
    "station": ("source__station__uid", "source__station__name"),
}
BY = (*GROUPS, "month")
FILTERS = {
    "product": "source__line__product_code",
    "member": "household__uid",
    "station": "source__station__uid",
    "cooperative": "source__cooperative__uid",
}
WAITING = {name: path.removeprefix("source__") for name, path in FILTERS.items()}
PAID = ("paid", "packed", "shipped", "delivered")


@dataclass(frozen=True, slots=True)
class Figures:
    """Weights and money are net of refunds; `refunded_fen` is what refunds took back."""

    sales_count: int = 0
    weight_g: int = 0
    sold_fen: int = 0
    refunded_fen: int = 0
    households_fen: int = 0
    cooperative_fen: int = 0
    net_fen: int = 0

    def plus(self, other: "Figures") -> "Figures":
        names = [one.name for one in fields(self)]
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class SalesRow:
    key: str
    name: str
    now: Figures
    before: Figures


@dataclass(frozen=True, slots=True)
class Overview:
    period: Period
    earlier: Period
    rows: list[SalesRow]
    now: Figures
    before: Figures
    open_orders: int
    open_fen: int
    open_settlements: int
    unsettled_fen: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sales: a period, and one product, member, station or cooperative."""

    period: Period
    only: dict[str, Any] = field(default_factory=dict)


def splits(actor: Actor, asked: Asked) -> QuerySet[SourceSplit]:
    """Of the actor's cooperatives; an auditor's by the cooperative's place."""
    reach = Q(source__cooperative__uid__in=actor.cooperatives)
    found = SourceSplit.objects.filter(
        reach | within(actor, "source__cooperative__area_code"),
        split_on__range=(asked.period.from_on, asked.period.to_on),
    )
    return found.filter(**{FILTERS[name]: value for name, value in asked.only.items() if value})


def overview(actor: Actor, asked: Asked, *, by: str) -> Overview:
    """Four statements: the period, the one before, orders under way, runs that are not posted."""
    earlier = asked.period.before()
    now = _grouped(splits(actor, asked), by)
    before = _grouped(splits(actor, Asked(earlier, asked.only)), by)
    rows = [
        SalesRow(key, name, now.get((key, name), Figures()), before.get((key, name), Figures()))
        for key, name in _named(now, before)
    ]
    rows.sort(key=lambda row: row.key if by == "month" else (-row.now.net_fen, row.key))
    under_way = _under_way(actor, asked)
    runs = _settling(actor)
    return Overview(
        period=asked.period, earlier=earlier, rows=rows, now=_sum(row.now for row in rows),
        before=_sum(row.before for row in rows), open_orders=under_way["orders"],
        open_fen=under_way["fen"] or 0, open_settlements=runs["runs"],
        unsettled_fen=runs["fen"] or 0,
    )  # fmt: skip


def sources(actor: Actor, asked: Asked) -> QuerySet[SourceSplit]:
    """The rows behind a figure, each with its order, receipt and lot."""
    return splits(actor, asked).select_related(
        "household", "source__line__order", "source__station", "source__lot__receipt"
    )


Rows = dict[tuple[str, str], Figures]


def _grouped(found: QuerySet[SourceSplit], by: str) -> Rows:
    if by == "month":
        months = found.annotate(year=ExtractYear("split_on"), month=ExtractMonth("split_on"))
        rows: Any = months.values("year", "month").annotate(**_sums())
    else:
        key, name = GROUPS[by]
        # A product's name may have changed between two sales; its code holds them together.
        rows = found.values(key=F(key)).annotate(name=Max(name), **_sums())
    return {_key(row, by): _figures(row) for row in rows.order_by()}


def _sums() -> dict[str, Any]:
    sale = Q(refund__isnull=True)
    return {
        "sales_count": Count("pk", filter=sale),
        "weight": Sum("weight_g"),
        "sold": Sum("share_fen", filter=sale),
        "refunded": Sum("share_fen", filter=~sale),
        "households": Sum("household_fen"),
        "cooperatives": Sum("cooperative_fen"),
        "net": Sum("share_fen"),
    }


def _key(row: dict[str, Any], by: str) -> tuple[str, str]:
    if by != "month":
        return str(row["key"]), str(row["name"])
    month = f"{row['year']}-{row['month']:02d}"
    return month, month


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(
        sales_count=row["sales_count"], weight_g=row["weight"] or 0, sold_fen=row["sold"] or 0,
        refunded_fen=-(row["refunded"] or 0), households_fen=row["households"] or 0,
        cooperative_fen=row["cooperatives"] or 0, net_fen=row["net"] or 0,
    )  # fmt: skip


def _named(now: Rows, before: Rows) -> list[tuple[str, str]]:
    return list(dict.fromkeys([*now, *before]))


def _sum(figures: Any) -> Figures:
    total = Figures()
    for one in figures:
        total = total.plus(one)
    return total


def _under_way(actor: Actor, asked: Asked) -> dict[str, int]:
    """Paid and not completed today: money that is not split yet."""
    reach = Q(cooperative__uid__in=actor.cooperatives) | within(actor, "cooperative__area_code")
    found = LineSource.objects.filter(
        reach, line__order__status__in=PAID, substitute=False,
        **{WAITING[name]: value for name, value in asked.only.items() if value},
    )  # fmt: skip
    return found.aggregate(orders=Count("line__order", distinct=True), fen=Sum("share_fen"))


def _settling(actor: Actor) -> dict[str, int]:
    """Settlement runs of the actor's cooperatives that wait for somebody."""
    reach = Q(cooperative__uid__in=actor.cooperatives) | within(actor, "area_code")
    found = SettlementRun.objects.filter(reach, state__in=OPEN_RUNS)
    return found.aggregate(runs=Count("pk"), fen=Sum("payable_fen"))
