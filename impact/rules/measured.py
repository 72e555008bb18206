"""MEASURED: what a household was paid against the usual channel's price (IMPACT section 3)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.common.money import amount_of

OWN_WINDOW = timedelta(days=14)
OWN_LEAST = 3
COUNTY_WINDOW = timedelta(days=60)
TOWNSHIP_DIGITS, COUNTY_DIGITS = 9, 6


@dataclass(frozen=True, slots=True)
class Observation:
    """The usual channel paid so much per 斤 on that day."""

    product: str
    grade: str
    area_code: str
    on: date
    price_fen_per_jin: int


@dataclass(frozen=True, slots=True)
class Baseline:
    price_fen_per_jin: int
    quality: str  # "a" own township, "b" nearest county series


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of one household for which it was paid; `sales_fen` is what they sold for."""

    household: int
    product: str
    grade: str
    area_code: str
    on: date
    weight_g: int
    paid_fen: int
    sales_fen: int
    institution: bool = False


@dataclass(slots=True)
class _Series:
    days: list[date] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)


class Baselines:
    """All observations in memory, sorted by day; each question is answered by bisection."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._series: dict[tuple[str, str, str], _Series] = defaultdict(_Series)
        self._townships: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._known: dict[tuple[str, str, str, date], Baseline | None] = {}
        for seen in sorted(observations, key=lambda seen: seen.on):
            township = seen.area_code[:TOWNSHIP_DIGITS]
            series = self._series[seen.product, seen.grade, township]
            series.days.append(seen.on)
            series.prices.append(seen.price_fen_per_jin)
            self._townships[seen.product, seen.grade, township[:COUNTY_DIGITS]].add(township)

    def find(self, line: Line) -> Baseline | None:
        """Class A: three of the own township within 14 days. Class B: the county's nearest."""
        key = (line.product, line.grade, line.area_code[:TOWNSHIP_DIGITS], line.on)
        if key not in self._known:
            self._known[key] = self._own(key) or self._nearest(key)
        return self._known[key]

    def _own(self, key: tuple[str, str, str, date]) -> Baseline | None:
        product, grade, township, on = key
        series = self._series.get((product, grade, township))
        if series is None:
            return None
        low = bisect_left(series.days, on - OWN_WINDOW)
        high = bisect_right(series.days, on + OWN_WINDOW)
        if high - low < OWN_LEAST:
            return None
        return Baseline(median(series.prices[low:high]), "a")

    def _nearest(self, key: tuple[str, str, str, date]) -> Baseline | None:
        product, grade, township, on = key
        nearest, prices = COUNTY_WINDOW, list[int]()
        for other in sorted(self._townships[product, grade, township[:COUNTY_DIGITS]] - {township}):
            for day, price in _beside(self._series[product, grade, other], on):
                away = abs(day - on)
                if away < nearest:
                    nearest, prices = away, []
                if away == nearest:
                    prices.append(price)
        return Baseline(median(prices), "b") if prices else None


def _beside(series: _Series, on: date) -> list[tuple[date, int]]:
    """All observations of the nearest day before and of the nearest day from `on` on."""
    near: list[tuple[date, int]] = []
    at = bisect_left(series.days, on)
    for day in {series.days[i] for i in (at - 1, at) if 0 <= i < len(series.days)}:
        low, high = bisect_left(series.days, day), bisect_right(series.days, day)
        near.extend((day, price) for price in series.prices[low:high])
    return near


def median(values: Sequence[int]) -> int:
    """The middle value; between two, half up."""
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle] + 1) // 2


def premium_fen(line: Line, baseline: Baseline) -> int:
    """weight x (net price - baseline): what was paid less what the channel had paid, to the fen."""
    return line.paid_fen - amount_of(line.weight_g, baseline.price_fen_per_jin)


@dataclass(frozen=True, slots=True)
class Measured:
    """LOW is class A with its losses; HIGH adds class B. The gain by volume is not measured.

    What institutions paid above the channel is a transfer: `institution_fen`, in neither.
    """

    low_fen: int
    high_fen: int
    class_a_lines: int
    class_b_lines: int
    unmeasured_lines: int
    unmeasured_sales_fen: int
    households: int
    premium_mean_fen: int | None
    premium_median_fen: int | None
    share_below_zero_bp: int | None
    top_tenth_share_bp: int | None = None
    institution_fen: int = 0


def measure(lines: Iterable[Line], baselines: Baselines) -> Measured:
    """One pass; nothing is floored, a household that lost counts with its loss."""
    sums, counts = {"a": 0, "b": 0}, {"a": 0, "b": 0}
    of_household: dict[int, int] = defaultdict(int)
    unmeasured, unmeasured_sales, institution = 0, 0, 0
    for line in lines:
        baseline = baselines.find(line)
        if baseline is None:
            unmeasured += 1
            unmeasured_sales += line.sales_fen
            continue
        premium = premium_fen(line, baseline)
        if line.institution and premium > 0:
            institution += premium
            premium = 0
        sums[baseline.quality] += premium
        counts[baseline.quality] += 1
        of_household[line.household] += premium
    gains = list(of_household.values())
    return Measured(
        low_fen=sums["a"],
        high_fen=sums["a"] + sums["b"],
        class_a_lines=counts["a"],
        class_b_lines=counts["b"],
        unmeasured_lines=unmeasured,
        unmeasured_sales_fen=unmeasured_sales,
        households=len(gains),
        premium_mean_fen=_rounded(sum(gains), len(gains)),
        premium_median_fen=median(gains) if gains else None,
        share_below_zero_bp=_rounded(10_000 * sum(gain < 0 for gain in gains), len(gains)),
        top_tenth_share_bp=_top_tenth(gains),
        institution_fen=institution,
    )


def _top_tenth(gains: Sequence[int]) -> int | None:
    """What the tenth of households with the largest premiums has of all; None if nobody gained."""
    total = sum(gains)
    if total <= 0:
        return None
    most = sorted(gains, reverse=True)[: max(1, len(gains) // 10)]
    return _rounded(10_000 * sum(most), total)


def _rounded(total: int, count: int) -> int | None:
    return (2 * total + count) // (2 * count) if count else None
