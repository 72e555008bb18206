"""Sales of a year that rules name as possibly false: by price and by harvest."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from cooperatives.models import Household, Lot, Product
from impact.models import TradeFinding
from impact.queries.books import in_year, inside
from impact.rules import trades as rules
from orders.models import LineSource, SourceSplit
from stations.models import Station


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a rule says of some sources; `rows` are (source, why)."""

    kind: str
    subject: str
    area_code: str
    household: int | None
    rule: str
    rows: tuple[tuple[int, str], ...]


def sources_in(county_code: str, year: int) -> QuerySet[LineSource]:
    """Of settled sales of households of a county."""
    settled = SourceSplit.objects.filter(in_year(year, "split_on"), source=OuterRef("pk"))
    return LineSource.objects.filter(Exists(settled), inside(county_code))


def splits_in_year(county_code: str, year: int) -> QuerySet[SourceSplit]:
    return SourceSplit.objects.filter(
        inside(county_code), in_year(year, "split_on"), refund__isnull=True
    ).order_by()


def far_prices(county_code: str, year: int) -> Iterator[Suspect]:
    """Grouped by station, goods and month."""
    splits = splits_in_year(county_code, year)
    far = rules.far_prices(_prices(splits))
    groups: dict[tuple[int, str, str, date], list[tuple[int, str]]] = defaultdict(list)
    fields = ("source", "source__line", "source__station", "source__line__product_code",
              "source__line__grade", "split_on")  # fmt: skip
    for source, line, station, product, grade, on in splits.filter(
        source__line__in=far
    ).values_list(*fields):  # fmt: skip
        groups[station, product, grade, on.replace(day=1)].append((source, far[line].words))
    stations = Station.objects.in_bulk([station for station, *_ in groups])
    for (pk, product, grade, month), rows in sorted(groups.items(), key=lambda one: one[0][3]):
        station = stations[pk]
        yield Suspect(
            TradeFinding.Kind.PRICE, f"{station.uid}:{product}:{grade}:{month:%Y-%m}",
            station.area_code, None,
            f"单价高于全县同月同品种同等级中位数的 {rules.FAR_TIMES} 倍，或低于其 "
            f"{rules.FAR_TIMES} 分之一（当月至少 {rules.LEAST_PRICES} 笔）", tuple(sorted(rows)),
        )  # fmt: skip


def _prices(splits: QuerySet[SourceSplit]) -> Iterator[rules.Priced]:
    """Each order line once, in the month in which it was first settled."""
    seen: set[int] = set()
    fields = ("source__line", "source__line__product_code", "source__line__grade", "split_on",
              "source__line__price_fen", "source__line__package_g")  # fmt: skip
    for line, product, grade, on, price, package_g in splits.values_list(*fields).iterator():
        if line not in seen:
            seen.add(line)
            yield rules.Priced(
                line, product, grade, on, (price * 1_000 + package_g) // (2 * package_g)
            )


def big_harvests(county_code: str, year: int) -> Iterator[Suspect]:
    """Single weigh-ins above the county's usual ones, and households' years above other years."""
    splits = splits_in_year(county_code, year)
    names = dict(Product.objects.values_list("code", "name"))
    yield from _lots(splits, names)
    yield from _years(splits, names, year)


def _lots(splits: QuerySet[SourceSplit], names: dict[str, str]) -> Iterator[Suspect]:
    by_product: dict[str, list[tuple[int, int]]] = defaultdict(list)
    lots = Lot.objects.filter(pk__in=splits.values("source__lot"))
    for pk, product, weight_g in lots.values_list("pk", "receipt__product__code", "received_g"):
        by_product[product].append((pk, weight_g))
    for product, weighed in by_product.items():
        limit = rules.plausible([weight_g for _, weight_g in weighed])
        over = [pk for pk, weight_g in weighed if limit and weight_g > limit.most_g]
        for lot in Lot.objects.filter(pk__in=over).select_related("receipt__household"):
            home = lot.receipt.household
            rows = splits.filter(source__lot=lot).order_by("source")
            words = limit.words(f"{names[product]}一次过秤", lot.received_g) if limit else ""
            yield Suspect(
                TradeFinding.Kind.HARVEST, f"lot:{lot.code}", lot.area_code, home.pk, words,
                tuple((pk, f"批次 {lot.code}") for pk in rows.values_list("source", flat=True)),
            )  # fmt: skip


def _years(splits: QuerySet[SourceSplit], names: dict[str, str], year: int) -> Iterator[Suspect]:
    """Of a household above the limit, the sales from the one on that passed it."""
    sums: dict[str, dict[int, int]] = defaultdict(dict)
    summed = splits.values_list("source__line__product_code", "household").annotate(
        weight=Sum("weight_g")
    )
    for product, household, weight_g in summed:
        sums[product][household] = weight_g
    for product, weights in sums.items():
        limit = rules.plausible(list(weights.values()))
        if limit is None:
            continue
        over = [pk for pk, weight_g in weights.items() if weight_g > limit.most_g]
        for home in Household.objects.filter(pk__in=over).order_by("pk"):
            sold = splits.filter(household=home, source__line__product_code=product)
            rows = sold.order_by("split_on", "source").values_list("source", "weight_g")
            late = rules.beyond(rows, limit.most_g)
            words = limit.words(f"{year} 年{names[product]}全年售出", weights[home.pk])
            yield Suspect(
                TradeFinding.Kind.HARVEST, f"{home.uid}:{product}:{year}", home.area_code, home.pk,
                words, tuple((pk, "全年累计超过上限之后") for pk in late),
            )  # fmt: skip
