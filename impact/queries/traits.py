"""What villages and households were like before any station opened: covariates, never outcomes."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from cooperatives.models import Household
from impact.estimators.arrays import Floats, Ints
from impact.models import ProgrammeExposure
from stations.models import Area

KM, HUNDRED_M, THOUSAND = 1_000.0, 100.0, 1_000.0


def traits_of(
    codes: Sequence[str], home: Ints, village: Ints, year: Floats, earned: Floats
) -> dict[str, Floats]:
    """By row; what is not known of every village, or is alike everywhere, is left out."""
    roads = dict(Area.objects.filter(code__in=codes).values_list("code", "county_seat_m"))
    heights = dict(Area.objects.filter(code__in=codes).values_list("code", "altitude_m"))
    first = float(year.min()) if len(year) else 0.0
    found = {
        "到县城里程（公里）": _by_code(codes, roads)[village] / KM,
        "海拔（百米）": _by_code(codes, heights)[village] / HUNDRED_M,
        "首轮村人均收入（千元）": _first_income(len(codes), village, year, earned)[village]
        / THOUSAND,
        "首年前其他项目（次）": _earlier(codes, int(first))[village],
        **_homes(home),
    }  # fmt: skip
    return {name: values for name, values in found.items() if _varies(values)}


def _varies(values: Floats) -> bool:
    return bool(len(values) and np.isfinite(values).all() and np.ptp(values) > 0)


def _by_code(codes: Sequence[str], known: dict[str, int | None]) -> Floats:
    return np.array([np.nan if known.get(c) is None else known[c] for c in codes], dtype=float)


def _first_income(count: int, village: Ints, year: Floats, earned: Floats) -> Floats:
    """Mean of the first wave, the only one that lies before every opening."""
    here = (year == year.min()) & ~np.isnan(earned) if len(year) else np.zeros(0, dtype=bool)
    sums = np.bincount(village[here], weights=earned[here], minlength=count)
    seen = np.bincount(village[here], minlength=count)
    return np.where(seen > 0, sums / np.maximum(seen, 1), np.nan)


def _earlier(codes: Sequence[str], first_year: int) -> Floats:
    rows = ProgrammeExposure.objects.filter(area_code__in=codes, year__lt=first_year)
    counts: Counter[str] = Counter()
    for code, records in rows.values_list("area_code", "records"):
        counts[code] += records
    return np.array([counts[code] for code in codes], dtype=float)


def _homes(home: Ints) -> dict[str, Floats]:
    """Of the register: working people, and whether the household was ever a registered one."""
    rows = Household.objects.filter(incomes__isnull=False).distinct()
    known = {pk: (labour, category) for pk, labour, category in rows.values_list(
        "pk", "labour_count", "category")}  # fmt: skip
    general = Household.Category.GENERAL
    labour = np.array([known[pk][0] for pk in home.tolist()], dtype=float)
    registered = np.array([known[pk][1] != general for pk in home.tolist()], dtype=float)
    return {"劳动力（人）": labour, "脱贫户或监测户": registered}
