"""From locked waves to the estimators' arrays; every row that is left out is counted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np

from cooperatives.models import Household, Membership
from impact.estimators.panel import Panel
from impact.models import EstimationSpec, IncomeEntry, IncomeSurvey, PriceIndex
from impact.queries.traits import traits_of
from impact.queries.treatment import sold_by_station
from impact.rules import opening, specifying
from programme.models import Project
from stations.models import Area, AreaNeighbour, Station, StationCatchment

FIELDS = (
    "household", "survey__year", "area_code", "status", "method", "persons", "wage_fen",
    "operating_revenue_fen", "operating_expense_fen", "depreciation_fen", "production_tax_fen",
    "property_fen", "transfer_received_fen", "transfer_paid_fen", "weight_bp",
)  # fmt: skip
STATUS_NAMES = dict(IncomeEntry.Status.choices)


@dataclass
class Loaded:
    """The panel with what was left out and why, and a digest of every value read."""

    panel: Panel
    townships: list[str]
    base_year: int
    digest: str
    synthetic: bool
    branch_varies: bool
    cadre_share: float
    persons_per_household: float
    waves: list[IncomeSurvey] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    cohort: int
    nominal: int
    branch: bool | None


def waves_of(spec: EstimationSpec) -> tuple[list[IncomeSurvey], list[int]]:
    """The standing locked waves of the spec's years, and years whose wave is not locked."""
    inside = IncomeSurvey.objects.filter(
        county_code=spec.county_code, year__gte=spec.first_year, year__lte=spec.last_year
    )
    standing = list(inside.standing().order_by("year"))
    years = {wave.year for wave in standing}
    opened = inside.exclude(state="locked").values_list("year", flat=True)
    return standing, sorted(set(opened) - years)


def check_data(spec: EstimationSpec) -> tuple[list[IncomeSurvey], dict[int, int], int]:
    """The named refusals; else the waves, the index by year, and its base year."""
    waves, unlocked = waves_of(spec)
    years = [wave.year for wave in waves]
    specifying.check_waves(
        years, {wave.year: wave.opened_at for wave in waves}, unlocked, spec.frozen_at
    )
    rows = list(PriceIndex.objects.filter(county_code=spec.county_code, year__in=years))
    specifying.check_prices(
        years, {row.year: row.index_bp for row in rows}, [row.base_year for row in rows],
        [wave.series for wave in waves],
    )  # fmt: skip
    return waves, {row.year: row.index_bp for row in rows}, rows[0].base_year


def villages_of(spec: EstimationSpec) -> dict[str, Village]:
    """Every village or community; its cohort by the spec's own rule of an effective opening."""
    sold = sold_by_station(spec.county_code)
    led = set(Station.objects.filter(branches__isnull=False).values_list("pk", flat=True))
    found: dict[str, Village] = {}
    served = StationCatchment.objects.filter(area__code__startswith=spec.county_code)
    for code, station, opened in served.order_by("valid_from", "pk").values_list(
        "area__code", "station", "station__opened_on"
    ):
        year = opening.effective(
            sold.get(station, {}), orders=spec.least_orders, months=spec.least_months
        ).year
        if year is not None and (code not in found or not found[code].cohort):
            # The first station decides; closing it later ends nothing (intention to treat).
            found[code] = Village(code, year, opened.year if opened else year, station in led)
    return found


def load_panel(spec: EstimationSpec) -> Loaded:
    """One read of the waves; a household belongs to the village it was first seen in."""
    waves, index, base_year = check_data(spec)
    entries = IncomeEntry.objects.filter(survey__in=waves).exclude(status="not_sampled")
    rows = list(entries.order_by("household", "survey__year").values_list(*FIELDS))
    _check_once(rows)
    first: dict[int, str] = {}
    moved = set()
    for home, _, code, *_ in rows:
        if first.setdefault(home, code) != code:
            moved.add(home)
    known = villages_of(spec)
    codes = sorted(set(first.values()))
    panel, townships = _arrays(spec, rows, first, codes, known, index)
    statuses = Counter(row[3] for row in rows if row[3] != "observed")
    cohorts = [known[code].branch for code in codes if code in known]
    return Loaded(
        panel=panel, townships=townships, base_year=base_year, digest=_digest(rows, known),
        synthetic=any(wave.synthetic for wave in waves), branch_varies=len(set(cohorts)) > 1,
        cadre_share=100 * _share(rows, "cadre_estimate"),
        persons_per_household=float(np.mean([row[5] for row in rows])) if rows else 0.0,
        waves=waves,
        counts={
            "rows": len(rows), "households": len(first), "villages": len(codes),
            "waves": len(waves), "observed": sum(row[3] == "observed" for row in rows),
        },
        dropped=[
            {"reason": f"未取得收入：{STATUS_NAMES.get(status, status)}", "rows": count}
            for status, count in sorted(statuses.items())
        ],
        notes=[f"{len(moved)} 户换过村，按首次调查时的村计"] if moved else [],
    )  # fmt: skip


def _check_once(rows: list[Any]) -> None:
    seen = Counter((row[0], row[1]) for row in rows)
    specifying.check_one_entry(
        [f"农户 {home} {year} 年" for (home, year), n in seen.items() if n > 1]
    )


def _share(rows: list[Any], method: str) -> float:
    observed = [row for row in rows if row[3] == "observed"]
    return float(sum(row[4] == method for row in observed) / max(len(observed), 1))


def _digest(rows: list[Any], known: dict[str, Village]) -> str:
    digest = sha256()
    for row in rows:
        digest.update(repr(row).encode())
    digest.update(repr(sorted(known.items())).encode())
    return digest.hexdigest()


def _arrays(
    spec: EstimationSpec, rows: list[Any], first: dict[int, str], codes: list[str],
    known: dict[str, Village], index: dict[int, int],
) -> tuple[Panel, list[str]]:  # fmt: skip
    """Real yuan a head; a household without an observation has NaN in that year."""
    place = {code: at for at, code in enumerate(codes)}
    towns = sorted({code[:9] for code in codes})
    names = dict(Area.objects.filter(code__in=towns).values_list("code", "name"))
    home = np.array([row[0] for row in rows], dtype=np.int64)
    year = np.array([row[1] for row in rows], dtype=float)
    persons = np.array([row[5] for row in rows], dtype=float)
    money = np.array([row[6:14] for row in rows], dtype=float)
    seen = np.array([row[3] == "observed" for row in rows])
    price = np.array([index[row[1]] for row in rows], dtype=float) / 10_000
    real = np.where(seen[:, None], money / 100 / persons[:, None] / price[:, None], np.nan)
    wage, revenue, expense, depreciation, tax, owned, received, paid = real.T
    operating = revenue - expense - depreciation - tax
    village = np.array([place[first[row[0]]] for row in rows], dtype=np.int64)
    earned = wage + operating + owned
    return Panel(
        household=home, year=year, village=village, persons=persons,
        earned=earned, transfer=received - paid,
        traits=traits_of(codes, home, village, year, earned),
        cohort=np.array([known[c].cohort if c in known else 0 for c in codes], dtype=float),
        nominal=np.array([known[c].nominal if c in known else 0 for c in codes], dtype=float),
        township=np.array([towns.index(code[:9]) for code in codes], dtype=np.int64),
        neighbours=_pairs(place), others=_others(spec, place),
        parts={"工资性收入": wage, "经营净收入": operating, "财产净收入": owned},
        groups=_groups(home), weight=_weight(rows),
    ), [names.get(town, town) for town in towns]  # fmt: skip


def _weight(rows: list[Any]) -> Any:
    """Of a drawn sample; a household counts for those of its village that were not asked."""
    found = np.array([row[14] for row in rows], dtype=float) / 10_000
    return None if (found == 1).all() else found


def _pairs(place: dict[str, int]) -> Any:
    rows = AreaNeighbour.objects.values_list("area__code", "neighbour__code")
    found = [(place[a], place[b]) for a, b in rows if a in place and b in place]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _others(spec: EstimationSpec, place: dict[str, int]) -> Any:
    """Village and year in which a collective or a work team's project began."""
    rows = Project.objects.filter(area_code__startswith=spec.county_code)
    found = [
        (place[code], day.year)
        for code, day in rows.values_list("area_code", "started_on")
        if code in place
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _groups(home: Any) -> dict[str, Any]:
    monitored = set(Household.objects.filter(category="monitored").values_list("pk", flat=True))
    members = set(Membership.objects.values_list("household", flat=True))
    by_size: dict[str, set[int]] = defaultdict(set)
    by_size["监测户"], by_size["合作社成员户"] = monitored, members
    return {name: np.isin(home, list(found)) for name, found in by_size.items()}
