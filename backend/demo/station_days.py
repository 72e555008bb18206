"""What stands in the stations' register and on their counters: synthetic, like everything here."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from backend.accounts.models import User
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.common.sealed import blind_index
from backend.demo import codes
from backend.demo.chain import APPLIED_BEFORE, Chain, Place
from backend.demo.courier import COURIERS
from backend.demo.people import Homes, Staff
from backend.demo.plan import Plan, local
from backend.demo.store import Store
from stations import queries, rules
from stations.models import (
    BranchCount,
    Handover,
    Inspection,
    OperatorPosting,
    Parcel,
    PlaceChange,
    ServiceKind,
    ServiceRecord,
    Station,
    StationMove,
)

ITEMS = (("服务质量", 40), ("运营效率", 30), ("经济社会效益", 30))
LIFE = (("apply", "", "applied", APPLIED_BEFORE), ("approve", "applied", "approved", 210),
        ("build", "approved", "building", 180), ("accept", "building", "accepted", 20),
        ("open", "accepted", "operating", 0))  # fmt: skip
WHY = {"apply": "本村没有服务站", "approve": "符合建站条件", "build": "场地腾空，开始装修",
       "accept": "四有齐备，验收合格", "open": "开始营业"}  # fmt: skip
# Days of parcels and months of services that the counters show.
PARCEL_DAYS, SERVICE_MONTHS = 9, 3
# kind, times a month, yuan each, fee in fen each
SERVICES = ((ServiceKind.BILL_PAYMENT, 18, 80, 100), (ServiceKind.PROXY_PURCHASE, 9, 120, 200),
            (ServiceKind.CONSULT, 14, 0, 0), (ServiceKind.GOVERNMENT, 6, 0, 0))  # fmt: skip


def build_registers(plan: Plan, store: Store, chain: Chain, staff: Staff) -> None:
    """Moves, operators, yearly inspections and counts of members."""
    maker = staff.granters[0]
    for place in chain.stations:
        _moves(plan, store, place, maker)
        since = place.row.opened_on or date(2019, 6, 1)
        store.add(OperatorPosting(
            uid=plan.uid("posting", place.row.letters), station_id=place.row.pk,
            user_id=staff.operators[place.row.pk].pk, valid_from=since,
        ))  # fmt: skip
        if place.row.opened_on:
            _inspections(plan, store, place, maker)
    # The stations were written already, with what the chain needs of them.
    Station.objects.bulk_update([place.row for place in chain.stations], ["grade"])
    for number, branch in enumerate(chain.branches):
        for year in (plan.as_of.year - 2, plan.as_of.year - 1, plan.as_of.year):
            fewer = (plan.as_of.year - year) * (number % 3)
            store.add(BranchCount(
                branch_id=branch.pk, counted_on=date(year, 1, 1),
                member_count=max(3, branch.member_count - fewer), at=local(date(year, 1, 1), 9),
            ))  # fmt: skip


def _moves(plan: Plan, store: Store, place: Place, maker: User) -> None:
    opened = place.row.opened_on
    last = opened or date(2019, 6, 1)
    for move, before, after, days in LIFE if opened else LIFE[:-1]:
        on = last - timedelta(days=days)
        store.add(StationMove(
            station_id=place.row.pk, move=move, from_status=before, to_status=after, moved_on=on,
            reason=WHY[move], by_id=maker.pk, at=local(on, 10),
        ))  # fmt: skip


def _inspections(plan: Plan, store: Store, place: Place, maker: User) -> None:
    opened = place.row.opened_on
    assert opened is not None  # noqa: S101
    for year in range(opened.year + 1, plan.as_of.year + 1):
        on = date(year, 6, 15)
        if on > plan.as_of:
            break
        chance = plan.chance(f"inspection {place.row.letters} {year}")
        scores = [
            {"item": item, "points": int(most * chance.uniform(0.62, 0.99)), "most": most}
            for item, most in ITEMS
        ]
        total = rules.inspection_total(scores)
        place.row.grade = rules.grade_of(total)
        store.add(Inspection(
            uid=plan.uid("inspection", f"{place.row.letters} {year}"), station_id=place.row.pk,
            inspected_on=on, scores=scores, total=total, grade=place.row.grade, note="年度检查",
            made_by_id=maker.pk, at=local(on, 16),
        ))  # fmt: skip


def build_counters(plan: Plan, store: Store, chain: Chain, homes: Homes, staff: Staff) -> None:
    """Parcels of the last days and services of the last months, at the stations that are open."""
    for place in chain.stations:
        if place.row.opened_on is None or place.row.opened_on > plan.as_of:
            continue
        operator = staff.operators[place.row.pk]
        _parcels(plan, store, place, homes, operator)
        _services(plan, store, place, operator)


def _parcels(plan: Plan, store: Store, place: Place, homes: Homes, operator: User) -> None:
    chance, rows = plan.chance(f"parcels {place.row.letters}"), homes.of(place.village.index)
    for number in range(PARCEL_DAYS * 3):
        arrived = plan.closes_at - timedelta(hours=number * 8 + int(chance.integers(1, 7)))
        home = rows[int(chance.integers(len(rows)))]
        carrier, form = COURIERS[number % len(COURIERS)]
        key = f"{place.row.letters} {number}"
        waybill = form.format(int(place.row.letters) * 1_000 + number)
        shelf = f"{'ABC'[number % 3]}-{number % 12 + 1:02d}"
        mobile = codes.phone(home + 1)
        # Most are fetched within a day; a few lie three and seven days.
        waits = number < 4 or number % 11 == 3
        parcel = Parcel(
            uid=plan.uid("parcel", key), station_id=place.row.pk, direction="in",
            status="waiting" if waits else "handed_over", carrier=carrier, waybill=waybill,
            shelf_code=shelf, pickup_code=rules.pickup_code(shelf, waybill),
            name_masked=rules.masked_name(homes.names[home]),
            name_index=blind_index(homes.names[home]), phone_tail=mobile[-4:],
            digest=blind_index(key), arrived_at=arrived, received_at=arrived,
            ended_at=None if waits else arrived + timedelta(hours=5), operator_id=operator.pk,
        )  # fmt: skip
        parcel.phone = mobile
        store.add(parcel)
        if not waits:
            _handed(plan, store, parcel, key, operator)


def _handed(plan: Plan, store: Store, parcel: Parcel, key: str, operator: User) -> None:
    at = parcel.ended_at or parcel.arrived_at
    store.add(Handover(
        uid=plan.uid("handover", key), parcel_id=parcel.pk, taken_by="owner", name_checked=True,
        digest=blind_index(f"handover {key}"), handed_at=at, received_at=at,
        operator_id=operator.pk,
    ))  # fmt: skip


def _services(plan: Plan, store: Store, place: Place, operator: User) -> None:
    for back in range(SERVICE_MONTHS):
        month = (plan.as_of.replace(day=1) - timedelta(days=28 * back)).replace(day=1)
        for kind, times, yuan_each, fee_each in SERVICES:
            key = f"{place.row.letters} {month} {kind}"
            chance = plan.chance(f"service {key}")
            count = max(1, int(times * chance.uniform(0.5, 1.5)))
            at = _no_later(plan, local(month + timedelta(days=int(chance.integers(0, 27))), 11))
            store.add(ServiceRecord(
                uid=plan.uid("service", key), station_id=place.row.pk, kind=kind, count=count,
                amount_fen=count * yuan_each * 100, fee_fen=count * fee_each,
                note="按月汇总登记", digest=blind_index(key), done_at=at, received_at=at,
                operator_id=operator.pk,
            ))  # fmt: skip


def _no_later(plan: Plan, moment: datetime) -> datetime:
    return min(moment, plan.closes_at)


def submit_changes(plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
    """What waits for the township's second official and for the county."""
    own = chain.demo.village
    here = [p for p in chain.stations if p.village.township.code == own.township.code]
    other = next((p for p in here if p is not chain.demo and p.row.status == "operating"), None)
    if other is not None:
        _change(
            plan, store, users, other, "station_move", f"{other.row.name} 暂停运营",
            {"move": "suspend", "from": "operating"}, [rules.Line("状态", "运营中", "暂停")],
            "站点装修，预计两周",
        )  # fmt: skip
    scores = [{"item": item, "points": most - 4, "most": most} for item, most in ITEMS]
    total = rules.inspection_total(scores)
    grade = rules.grade_of(total)
    lines = [rules.Line(item, "", f"{most - 4} / {most}") for item, most in ITEMS]
    said = f"{total} 分，{Inspection.Grade(grade).label}"
    _change(
        plan, store, users, chain.demo, "inspection", f"{chain.demo.row.name} 三季度检查",
        {"scores": scores, "total": total, "grade": grade},
        [*lines, rules.Line("总分与等级", "", said)], "三季度检查",
    )  # fmt: skip
    free = own.area.neighbours.exclude(neighbour__catchments__isnull=False).order_by("id")
    near = free.filter(neighbour__code__startswith=own.township.code).first()
    if near is not None:
        village = near.neighbour
        _change(
            plan, store, users, chain.demo, "catchment", f"{village.name}归{chain.demo.row.name}",
            {"village": village.code, "from": ""},
            [rules.Line(village.name, "无", chain.demo.row.name)], "相邻村群众就近取件",
        )  # fmt: skip


def _change(
    plan: Plan, store: Store, users: dict[str, User], place: Place, kind: str, title: str,
    payload: dict[str, Any], lines: list[rules.Line], reason: str,
) -> None:  # fmt: skip
    """A submitted change and the request that asks for agreement, as the services write them."""
    name, _, steps = rules.CHANGE_KINDS[kind]
    maker, now = users["demo-to"], plan.closes_at
    change = store.add(PlaceChange(
        uid=plan.uid("place change", f"{kind} {place.row.letters}"), kind=kind,
        subject_uid=str(place.row.uid), area_code=place.row.area_code, title=f"{name}：{title}",
        payload=payload, lines=[asdict(line) for line in lines], reason=reason,
        effective_on=plan.as_of, made_by_id=maker.pk, made_at=now,
    ))  # fmt: skip
    store.add(ApprovalRequest(
        uid=plan.uid("place request", str(change.uid)), kind=kind, object_kind="place_change",
        object_uid=str(change.uid), title=change.title, maker_id=maker.pk, steps=steps,
        digest=digest_of(queries.change_content(change)), area_code=change.area_code,
        opened_at=now, due_at=now + DUE_AFTER,
    ))  # fmt: skip
