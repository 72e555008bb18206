"""Loans, assistance, visits and projects whose sums are the seed's numbers exactly."""

from datetime import date, timedelta

import numpy as np

from backend.common.money import split
from backend.demo.chain import Chain
from backend.demo.people import Homes
from backend.demo.places import Places, Village
from backend.demo.plan import Plan
from backend.demo.store import Store
from programme.models import AssistanceRecord, Loan, Project, Visit

# DOMAIN section 1, rows 4 to 9: counts, and sums in fen (visits in person-times).
LOANS, LOANS_FEN = 2_375, 7_600_000_000
ASSISTANCE, ASSISTANCE_FEN = 2_100, 393_750_000
VISITS, VISIT_PERSONS = 4_331, 12_993
COLLECTIVE, WORK_TEAM, FUNDS_FEN = 41, 104, 8_200_000_000
# Of the 41, so many start later, each in a station's first year: 9 % of the treated villages.
LATE_PROJECTS = 8
UNITS = ("县委组织部", "县商务局", "县农业农村局", "县教育局", "县税务局", "县供电公司", "县医院")
PURPOSES = ("购买种薯和化肥", "牦牛养殖", "大棚维修", "青稞种植", "农机购置", "刺绣作坊")
KINDS = ("生产资料", "助学", "慰问", "产业帮扶", "危房修缮")
VISIT_KINDS = ("走访", "了解村情", "宣讲", "制定措施")
COLLECTIVE_NAMES = ("马铃薯储藏窖", "牦牛养殖场", "蔬菜大棚", "青稞加工坊", "集体光伏", "冷藏库")
TEAM_NAMES = ("村道硬化", "饮水改造", "渠道维修", "文化广场", "路灯安装", "便民桥")


def build_programme(plan: Plan, store: Store, places: Places, chain: Chain, homes: Homes) -> None:
    _loans(plan, store, places, chain, homes)
    _assistance(plan, store, places, homes)
    _visits(plan, store, places)
    _projects(plan, store, places, chain)


def paired(chance: np.random.Generator, count: int, mean: int, most: int, step: int) -> list[int]:
    """`count` numbers that sum to `count * mean`: each pair lies as far below as above it."""
    swings = [int(swing) * step for swing in chance.integers(0, most // step + 1, count // 2)]
    numbers = [mean + sign * swing for swing in swings for sign in (1, -1)]
    return numbers + [mean] * (count - len(numbers))


def _seed_day(chance: np.random.Generator) -> date:
    """Nine in ten fall in 2016 and 2017, the rest in the year after."""
    days = 730 if chance.random() < 0.9 else 1_095
    return date(2016, 1, 4) + timedelta(days=int(chance.integers(days)))


def _village(chance: np.random.Generator, places: Places) -> Village:
    return places.villages[int(chance.integers(len(places.villages)))]


def _home(chance: np.random.Generator, homes: Homes, village: Village) -> int:
    return homes.pk(homes.of(village.index)[int(chance.integers(homes.per_village))])


def _loans(plan: Plan, store: Store, places: Places, chain: Chain, homes: Homes) -> None:
    """At most 50,000 yuan each; 2016 to 2017, so that nearly all are settled today."""
    chance = plan.chance("loans")
    for number, thousands in enumerate(paired(chance, LOANS, 32, 18, 1)):
        village, day = _village(chance, places), _seed_day(chance)
        product = ("dual_base", "530", "inclusive")[int(chance.choice(3, p=[0.5, 0.3, 0.2]))]
        status = ("settled", "repaying", "overdue")[int(chance.choice(3, p=[0.93, 0.06, 0.01]))]
        store.add(Loan(
            uid=plan.uid("loan", number), household_id=_home(chance, homes, village),
            branch_id=chain.branches[village.index].pk, area_code=village.area.code,
            product=product, purpose=PURPOSES[int(chance.integers(len(PURPOSES)))],
            amount_fen=thousands * 100_000, term_months=36 if product == "530" else 24,
            disbursed_on=day, status=status,
        ))  # fmt: skip


def _assistance(plan: Plan, store: Store, places: Places, homes: Homes) -> None:
    chance = plan.chance("assistance")
    for number, yuan in enumerate(paired(chance, ASSISTANCE, 1_875, 1_800, 25)):
        village, in_kind = _village(chance, places), chance.random() < 0.55
        store.add(AssistanceRecord(
            uid=plan.uid("assistance", number), area_id=village.area.pk,
            area_code=village.area.code, household_id=_home(chance, homes, village),
            helper=UNITS[int(chance.integers(len(UNITS)))],
            kind=KINDS[int(chance.integers(len(KINDS)))], given_on=_seed_day(chance),
            cash_fen=0 if in_kind else yuan * 100, in_kind_value_fen=yuan * 100 if in_kind else 0,
        ))  # fmt: skip


def _visits(plan: Plan, store: Store, places: Places) -> None:
    chance = plan.chance("visits")
    for number, persons in enumerate(paired(chance, VISITS, 3, 2, 1)):
        village = _village(chance, places)
        store.add(Visit(
            uid=plan.uid("visit", number), area_id=village.area.pk, area_code=village.area.code,
            kind=VISIT_KINDS[int(chance.integers(len(VISIT_KINDS)))], persons=persons,
            visited_on=_seed_day(chance),
            visitor=f"{UNITS[int(chance.integers(len(UNITS)))]}驻村工作队",
        ))  # fmt: skip


def _projects(plan: Plan, store: Store, places: Places, chain: Chain) -> None:
    """Funds in whole 万元 spread over all 145; the work teams' are all of the seed's years."""
    chance = plan.chance("projects")
    count = COLLECTIVE + WORK_TEAM
    weights = [int(weight) for weight in chance.integers(10, 100, count)]
    funds = split(FUNDS_FEN // 1_000_000, weights, range(count))
    late = [p for p in chain.stations if p.starts_on][:: max(1, 90 // LATE_PROJECTS)]
    for number, wan in enumerate(funds):
        kind, names = ("collective", COLLECTIVE_NAMES) if number < COLLECTIVE else (
            "work_team", TEAM_NAMES)  # fmt: skip
        village, day = _village(chance, places), _seed_day(chance)
        if number < min(LATE_PROJECTS, len(late)) and plan.scenario != "few":
            village = late[number].village
            day = (late[number].starts_on or day) + timedelta(days=int(chance.integers(30, 300)))
        store.add(Project(
            uid=plan.uid("project", number), kind=kind, area_id=village.area.pk,
            name=f"{village.area.name}{names[int(chance.integers(len(names)))]}项目",
            area_code=village.area.code, started_on=day, funds_fen=wan * 1_000_000,
            funded_by=UNITS[int(chance.integers(len(UNITS)))],
        ))  # fmt: skip
