"""Party organisations, stations and cooperatives, tied to one another from their dates on."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.common.money import split
from backend.common.search import initials_of, pinyin_of
from backend.demo.codes import credit_code
from backend.demo.facts import facts_of
from backend.demo.places import Places, Village, spread
from backend.demo.plan import Plan
from backend.demo.store import Store
from cooperatives.models import Cooperative, StationAttachment
from stations.models import PartyBranch, Station, StationBranch, StationCatchment
from stations.rules import station_letters

STATIONS, COOPERATIVES, ORGANISATIONS, MEMBERS = 90, 70, 663, 17_800
# Villages whose station becomes effective in a year (DESIGN section 9).
COHORTS = {2020: 15, 2021: 20, 2022: 25, 2023: 20, 2024: 10}
OPENED_A_QUARTER_EARLIER = 10
DEMO_TOWNSHIP = "630121103"
FEW = 3
# Days from the application to the opening.
APPLIED_BEFORE = 240
HOSTS = ("村委会", "小卖部", "供销社", "邮政", "合作社")


@dataclass
class Place:
    """A station with everything round it; `starts_on` is None where it never sold."""

    row: Station
    village: Village
    branch: PartyBranch
    starts_on: date | None
    cooperative: Cooperative | None = None

    @property
    def effective(self) -> int | None:
        return self.starts_on.year if self.starts_on else None

    @property
    def partner(self) -> Cooperative:
        assert self.cooperative is not None  # noqa: S101
        return self.cooperative


@dataclass
class Chain:
    stations: list[Place]
    cooperatives: list[Cooperative]
    branches: list[PartyBranch]
    demo: Place


def build_chain(plan: Plan, store: Store, places: Places) -> Chain:
    branches = _branches(plan, store, places)
    chosen = _chosen(plan, places)
    starts = _starts(plan, chosen)
    stations = [
        _station(plan, store, village, branches[village.index], number, start)
        for number, (village, start) in enumerate(zip(chosen, starts, strict=True), start=1)
    ]
    cooperatives = _cooperatives(plan, store, places, stations)
    _cooperative_branches(store, branches, cooperatives)
    here = [p for p in stations if p.village.township.code == DEMO_TOWNSHIP and p.starts_on]
    return Chain(stations, cooperatives, branches, min(here, key=lambda p: p.starts_on or date.max))


def _chosen(plan: Plan, places: Places) -> list[Village]:
    """Which villages have a station: at random within a township, or the fastest growers."""
    chance, share = plan.chance("stations"), spread(STATIONS, places)
    chosen: list[Village] = []
    for township in places.townships:
        villages = places.villages_of(township)
        order = [villages[int(i)] for i in chance.permutation(len(villages))]
        if plan.scenario == "selection":
            order.sort(key=lambda village: -village.growth)
        chosen += order[: share[township.code]]
    return sorted(chosen, key=lambda village: village.area.code)


def _starts(plan: Plan, chosen: list[Village]) -> list[date | None]:
    """The day of the first sale per station: January to March of its cohort's year."""
    chance = plan.chance("openings")
    order = [int(i) for i in chance.permutation(len(chosen))]
    if plan.scenario == "selection":
        order.sort(key=lambda i: -chosen[i].growth)
    years = [year for year, count in COHORTS.items() for _ in range(count)]
    days = [timedelta(days=int(d)) for d in chance.integers(4, 80, len(chosen))]
    starts: list[date | None] = [None] * len(chosen)
    for i, year in zip(order, years, strict=True):
        starts[i] = date(year, 1, 1) + days[i]
    if plan.scenario == "few":
        here = next(i for i, v in enumerate(chosen) if v.township.code == DEMO_TOWNSHIP)
        kept = {here, *[i for i in order if i != here][: FEW - 1]}
        starts = [start if i in kept else None for i, start in enumerate(starts)]
    return starts


def _station(
    plan: Plan, store: Store, village: Village, branch: PartyBranch, number: int,
    starts_on: date | None,
) -> Place:  # fmt: skip
    chance = plan.chance(f"station {number}")
    opened_on = starts_on and starts_on - timedelta(days=int(chance.integers(0, 4)))
    if starts_on and number % (STATIONS // OPENED_A_QUARTER_EARLIER) == 0:
        opened_on = date(starts_on.year - 1, 10, 5) + timedelta(days=int(chance.integers(80)))
    row = store.add(Station(
        uid=plan.uid("station", number), name=f"{village.area.name}电商服务站",
        letters=station_letters(number), area_id=village.area.pk, area_code=village.area.code,
        status="operating" if starts_on else "accepted", opened_on=opened_on,
        phone=f"0971{2_000_000 + number * 37}", address=f"{village.area.name}村口",
        host_kind=HOSTS[number % len(HOSTS)], online_rate_bp=int(chance.integers(9_300, 10_000)),
        applied_on=(opened_on or date(2019, 6, 1)) - timedelta(days=APPLIED_BEFORE),
        **facts_of(number),
    ))  # fmt: skip
    since = opened_on or date(2019, 6, 1)
    store.add(StationCatchment(station_id=row.pk, area_id=village.area.pk, valid_from=since))
    part = "hosted" if number % 9 == 4 else "led"
    store.add(StationBranch(station_id=row.pk, branch_id=branch.pk, part=part, valid_from=since))
    place = Place(row, village, branch, starts_on)
    village.station = place
    return place


def _branches(plan: Plan, store: Store, places: Places) -> list[PartyBranch]:
    """663 organisations, villages first, 17,800 members in all; the cooperatives' come later."""
    seats = [(f"{v.area.name}党支部", "village", v.area) for v in places.villages]
    seats += [(f"{area.name}党支部", "community", area) for area in places.communities]
    homes = [*places.townships, places.county]
    offices = ORGANISATIONS - COOPERATIVES - len(seats)
    for number in range(offices):
        home = homes[number % len(homes)]
        running = number // len(homes) + 1
        seats.append((f"{home.name}机关第{running}党支部", "office", home))
    seats += [("", "cooperative", places.county)] * COOPERATIVES
    weights = [int(w) for w in plan.chance("members").integers(12, 50, len(seats))]
    counts = split(MEMBERS, weights, range(len(seats)))
    return [
        store.add(PartyBranch(
            uid=plan.uid("branch", number), name=name, kind=kind, area_id=area.pk,
            area_code=area.code, member_count=count,
        ))
        for number, ((name, kind, area), count) in enumerate(zip(seats, counts, strict=True))
    ]  # fmt: skip


def _cooperatives(
    plan: Plan, store: Store, places: Places, stations: list[Place]
) -> list[Cooperative]:
    """Spread over the townships; the stations left over join one of their township."""
    trades = ("种植", "养殖", "种养殖", "马铃薯种植", "特色农产品")
    share = spread(COOPERATIVES, places)
    made: list[Cooperative] = []
    for township in places.townships:
        here = [place for place in stations if place.village.township is township]
        own: list[Cooperative] = []
        for place in here[: share[township.code]]:
            number = len(made) + 1
            area = place.village.area
            own.append(store.add(Cooperative(
                uid=plan.uid("cooperative", number), credit_code=credit_code(number),
                name=f"大通{area.name}{trades[number % len(trades)]}专业合作社",
                area_id=area.pk, area_code=area.code,
                founded_on=date(2011 + number % 8, 1 + number % 12, 1 + number % 27),
                address=f"大通县{township.name}{area.name} {number % 90 + 1} 号",
                office_phone=f"0971-2{number:06}",
                business=f"{trades[number % len(trades)]}、农产品销售",
            )))  # fmt: skip
            made.append(own[-1])
        for number, place in enumerate(here):
            place.cooperative = own[number % len(own)]
            place.row.cooperative_ref = str(place.cooperative.uid)
            store.add(StationAttachment(
                station_id=place.row.pk, cooperative_id=place.cooperative.pk,
                valid_from=place.row.opened_on or date(2019, 6, 1),
            ))  # fmt: skip
    return made


def _cooperative_branches(
    store: Store, branches: list[PartyBranch], cooperatives: list[Cooperative]
) -> None:
    """The last seventy organisations get their cooperative's name and village."""
    for branch, cooperative in zip(branches[-COOPERATIVES:], cooperatives, strict=True):
        branch.name = f"{cooperative.name.removeprefix('大通')}党支部"
        branch.area_id, branch.area_code = cooperative.area_id, cooperative.area_code
    for branch in branches:
        branch.pinyin, branch.initials = pinyin_of(branch.name), initials_of(branch.name)
