"""Income waves from a stated model with a known effect (DESIGN section 9)."""

from datetime import date
from hashlib import blake2b

import numpy as np

from backend.demo.chain import Chain
from backend.demo.people import Homes
from backend.demo.places import Places
from backend.demo.plan import COUNTY, Plan, local
from backend.demo.store import Store
from impact.models import (
    EstimationSpec,
    IncomeEntry,
    IncomeLine,
    IncomeSurvey,
    PriceIndex,
    TrueEffect,
)
from impact.queries.runs import content_of
from impact.rules.specifying import full_limits, spec_digest

FIRST_YEAR, LAST_YEAR, BASE_YEAR = 2017, 2025, 2017
INDEX_NAME = "演示指数"
# All in real yuan of 2017 a head and year.
VILLAGE_MEAN, VILLAGE_SD, YEARLY_RISE = 9_000, 900, 380
SHOCK_KEPT, SHOCK_SD, HOUSEHOLD_SD = 0.4, 120, 1_400
EFFECT_FIRST, EFFECT_LATER, STATION_LEVEL = 384, 640, 400
TRANSFERS, TRANSFERS_RISE, TRANSFERS_SD = 1_500, 60, 200
LEAST = 300
LINE, LINE_RISE = 7_000, 375
# Basis points of earned income; operating is what is left, and costs are a share of its revenue.
WAGE_BP, PROPERTY_BP, COST_BP = 4_600, 500, 3_800
MISSING, CADRE_ESTIMATES = 0.03, 0.05
ENUMERATORS = 2
# Scenario `attrition`: of treated households below this quantile, this share is not reached.
POOREST, POOREST_LOST = 0.25, 0.7


def build_incomes(plan: Plan, store: Store, places: Places, chain: Chain, homes: Homes) -> None:
    """Surveys and entries of every wave that had ended by the as-of day."""
    _freeze(plan, store)
    years = range(FIRST_YEAR, min(LAST_YEAR, plan.as_of.year - 1) + 1)
    starts = np.full(len(places.villages), 9_999)
    station = np.zeros(len(places.villages))
    for place in chain.stations:
        station[place.village.index] = STATION_LEVEL
        starts[place.village.index] = place.effective or 9_999
    villages = _village_paths(plan, places, len(years)) + station[:, None]
    for turn, year in enumerate(years):
        # Rounded in integers, so that every computer gets the same index.
        index_bp = 10_000 * 102**turn // 100**turn
        store.add(PriceIndex(
            county_code=COUNTY, name=INDEX_NAME, base_year=BASE_YEAR, year=year,
            index_bp=index_bp, source="演示：每年上涨 2%，并非官方数据",
        ))  # fmt: skip
        store.add(_line(plan, year, index_bp))
        survey = _survey(plan, store, year)
        effect = np.where(year > starts, EFFECT_LATER, np.where(year == starts, EFFECT_FIRST, 0))
        level = (villages[:, turn] + effect)[homes.village]
        _wave(plan, store, homes, survey, level, (starts <= year)[homes.village], index_bp)
        store.flush()


def _freeze(plan: Plan, store: Store) -> None:
    """The county's first spec, before the first wave was opened."""
    frozen_at = local(date(2018, 1, 5))
    spec = EstimationSpec(
        uid=plan.uid("spec", 1), county_code=COUNTY, number=1, title="服务站开站的影响",
        first_year=FIRST_YEAR, last_year=LAST_YEAR, control="notyet", least_orders=12,
        least_months=6, limits=full_limits({}), draws=999, randomisations=499, seed=plan.seed,
        frozen_at=frozen_at, frozen_by_uid="system:demo",
    )  # fmt: skip
    spec.digest = spec_digest(content_of(spec))
    store.add(spec)


def _line(plan: Plan, year: int, index_bp: int) -> IncomeLine:
    """An invented monitoring line that rises with incomes, in yuan of its year."""
    real = LINE + LINE_RISE * (year - FIRST_YEAR)
    return IncomeLine(
        uid=plan.uid("income line", year), county_code=COUNTY, year=year, kind="monitoring",
        amount_fen=real * index_bp // 100, source="演示：并非官方数据", made_by_uid="system:demo",
    )  # fmt: skip


def _village_paths(plan: Plan, places: Places, years: int) -> np.ndarray:
    """Village means with their common rise and an autoregressive shock that starts settled."""
    chance, count = plan.chance("village incomes"), len(places.villages)
    growth = np.array([village.growth for village in places.villages])
    means = chance.normal(VILLAGE_MEAN, VILLAGE_SD, count)
    shock = chance.normal(0, SHOCK_SD / (1 - SHOCK_KEPT**2) ** 0.5, count)
    paths = np.empty((count, years))
    for turn in range(years):
        paths[:, turn] = means + (YEARLY_RISE + growth) * turn + shock
        shock = SHOCK_KEPT * shock + chance.normal(0, SHOCK_SD, count)
    return paths


def _survey(plan: Plan, store: Store, year: int) -> IncomeSurvey:
    survey = store.add(IncomeSurvey(
        uid=plan.uid("survey", year), county_code=COUNTY, year=year, instrument="演示问卷 A",
        is_baseline=year == FIRST_YEAR, synthetic=True, state="locked",
        opened_at=local(date(year + 1, 2, 1)), locked_at=local(date(year + 1, 4, 1)),
        digest=blake2b(f"{plan.seed}:{year}".encode(), digest_size=32).hexdigest(),
    ))  # fmt: skip
    store.add(TrueEffect(
        survey_id=survey.pk, effect_first_year_fen=EFFECT_FIRST * 100,
        effect_later_fen=EFFECT_LATER * 100, seed=plan.seed,
    ))  # fmt: skip
    return survey


def _wave(
    plan: Plan, store: Store, homes: Homes, survey: IncomeSurvey, level: np.ndarray,
    treated: np.ndarray, index_bp: int,
) -> None:  # fmt: skip
    chance, count = plan.chance(f"wave {survey.year}"), len(level)
    per_head = np.maximum(level + chance.normal(0, HOUSEHOLD_SD, count), LEAST)
    mean = TRANSFERS + TRANSFERS_RISE * (survey.year - FIRST_YEAR)
    transfers = np.maximum(chance.normal(mean, TRANSFERS_SD, count), 0)
    missing = chance.random(count) < MISSING
    if plan.scenario == "attrition":
        poor = per_head < np.quantile(per_head, POOREST)
        missing |= treated & poor & (chance.random(count) < POOREST_LOST)
    methods = np.where(chance.random(count) < CADRE_ESTIMATES, "cadre_estimate",
                       np.where(chance.random(count) < 0.3, "diary", "recall"))  # fmt: skip
    moved = chance.random(count) < 0.4
    earned_fen = _nominal(per_head, homes.size, index_bp)
    transfer_fen = _nominal(transfers, homes.size, index_bp)
    for row in range(count):
        status = "observed"
        if missing[row]:
            status = "moved" if moved[row] else "refused"
        store.add(_entry(
            plan, survey, homes, row, status, str(methods[row]), int(earned_fen[row]),
            int(transfer_fen[row]),
        ))  # fmt: skip


def _enumerator(plan: Plan, village: str, row: int) -> str:
    """Two invented clerks of the township share its households; they keep them over the years."""
    return str(plan.uid("enumerator", f"{village[:9]} {row % ENUMERATORS}"))


def _nominal(per_head: np.ndarray, size: np.ndarray, index_bp: int) -> np.ndarray:
    """Fen of the household at the year's prices, in whole 角."""
    nominal: np.ndarray = np.rint(per_head * size * index_bp / 1_000).astype(np.int64) * 10
    return nominal


def _entry(
    plan: Plan, survey: IncomeSurvey, homes: Homes, row: int, status: str, method: str,
    earned_fen: int, transfer_fen: int,
) -> IncomeEntry:  # fmt: skip
    """The parts sum to the earned income; a missing household has a row without amounts."""
    wage = earned_fen * WAGE_BP // 10_000
    owned = earned_fen * PROPERTY_BP // 10_000
    net = earned_fen - wage - owned
    revenue = net * 10_000 // (10_000 - COST_BP)
    amounts = {} if status != "observed" else {
        "wage_fen": wage, "property_fen": owned, "operating_revenue_fen": revenue,
        "operating_expense_fen": revenue - net, "transfer_received_fen": transfer_fen,
    }  # fmt: skip
    return IncomeEntry(
        uid=plan.uid("income", f"{survey.year} {row}"), stage="checked",
        survey_id=survey.pk, household_id=homes.pk(row), area_code=homes.codes[row],
        status=status, method=method, persons=int(homes.size[row]),
        enumerator_uid=_enumerator(plan, homes.codes[row], row), **amounts,
    )  # fmt: skip
