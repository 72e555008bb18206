"""Rows of areas, branches, stations, their changes, and the counter's parcels and services."""

from typing import Any

from tests.scope.row import Body, Row, changed, listed, opened, personal, unscoped
from tests.scope.world import World
from tests.stations.scenes import hand_over_body, parcel_body, service_body

OWN = "into the operator's own station, wherever that is; tests/stations"
TAKEN = "the filtered list of one's own reach as a file; tests/stations/test_list_exports.py"
DAY = {"on": "2026-09-01", "reason": "按期办理"}
NO_AREA = "SO CM CA CS"


def village(world: World) -> str:
    return str(world.dongxia_village.code)


def station(world: World) -> str:
    return str(world.dongxia_station.uid)


def branch(world: World) -> str:
    return str(world.dongxia_branch.uid)


def change(world: World) -> str:
    return str(world.place_change.uid)


def parcel(world: World) -> str:
    return str(world.parcel.uid)


def objection(world: World) -> str:
    return str(world.objection.uid)


def words(world: World) -> dict[str, Any]:
    return {"words": "检查当天停电，不能按平时计分"}


def asked(**more: Any) -> Body:
    return lambda world: DAY | more


def new_branch(world: World) -> dict[str, Any]:
    return {
        "name": "东峡二村党支部", "kind": "village", "member_count": 20,
        "area_code": world.dongxia_other_village.code, "counted_on": "2026-09-01",
    }  # fmt: skip


def application(world: World) -> dict[str, Any]:
    code = world.dongxia_other_village.code
    return {"village": code, "name": "东峡二村电商服务站", "reason": "本村没有服务站"}


def contact(world: World) -> dict[str, Any]:
    return {"phone": "09712700000", "service_hours": "9:00-18:00", "version": 1}


SCORES = [{"item": "服务质量", "points": 90, "most": 100}]
MOMENT = {"made_at": "2026-09-28T10:00:00+08:00"}

ROWS: list[Row] = [
    personal("GET", "public/stations", "cards of stations, read by anybody"),
    listed("areas", village, not_for=NO_AREA),
    changed("POST", "areas"),
    changed("POST", "areas/try-import"),
    changed("POST", "areas/import"),
    unscoped("POST", "areas/export", TAKEN),
    unscoped("POST", "branches/export", TAKEN),
    unscoped("POST", "stations/export", TAKEN),
    opened("areas/<str:code>", village, not_for=NO_AREA),
    changed("POST", "areas/<str:code>/edits", village, asked(name="东峡甲村")),
    changed("POST", "areas/<str:code>/close", lambda w: w.dongxia_other_village.code, asked()),
    changed("POST", "areas/<str:code>/neighbours", village),
    changed(
        "POST", "areas/<str:code>/partings", village,
        lambda w: DAY | {"neighbour": w.dongxia_other_village.code},
    ),
    listed("branches", lambda w: w.dongxia_branch.name),
    changed("POST", "branches", body=new_branch),
    opened("branches/<uuid:uid>", branch),
    changed(
        "PATCH", "branches/<uuid:uid>", branch,
        lambda w: DAY | {"name": "东峡一村党总支", "kind": "village", "version": 1},
    ),
    opened("branches/<uuid:uid>/as-of", branch),
    changed(
        "POST", "branches/<uuid:uid>/counts", branch,
        lambda w: {"counted_on": "2026-09-01", "member_count": 28},
    ),
    listed("place-changes", change, not_for="SA CM CA CS"),
    opened("place-changes/<uuid:uid>", change, not_for="SA CM CA CS"),
    changed("POST", "place-changes/<uuid:uid>/decide", change, not_for="CM CS"),
    listed("stations", station),
    changed("POST", "stations", body=application),
    opened("stations/<uuid:uid>", station),
    opened("stations/<uuid:uid>/as-of", station),
    changed("PATCH", "stations/<uuid:uid>/contact", station, contact),
    changed("POST", "stations/<uuid:uid>/edits", station, asked(area_m2=40)),
    changed("POST", "stations/<uuid:uid>/moves", station, asked(move="close")),
    changed(
        "POST", "stations/<uuid:uid>/catchments", station,
        lambda w: DAY | {"village": w.dongxia_other_village.code},
    ),
    changed(
        "POST", "stations/<uuid:uid>/branches", station,
        lambda w: DAY | {"branch": branch(w), "part": "hosted"},
    ),
    changed("POST", "stations/<uuid:uid>/postings", station, asked(username="operator")),
    changed("POST", "stations/<uuid:uid>/inspections", station, asked(scores=SCORES)),
    changed("POST", "stations/<uuid:uid>/application", station, asked(area_m2=40)),
    changed("POST", "stations/<uuid:uid>/withdraw", station, lambda w: {"reason": "另选新址"}),
    changed("POST", "inspections/<uuid:uid>/objections", lambda w: str(w.inspection.uid), words),
    listed("inspection-objections", objection),
    opened("inspection-objections/<uuid:uid>", objection),
    changed(
        "POST", "inspection-objections/<uuid:uid>/answer", objection,
        lambda w: {"verdict": "upheld", "answer": "维持原来的评级"},
    ),
    listed("parcels", parcel),
    unscoped("POST", "parcels", OWN, body=lambda w: parcel_body(waybill="SF154000009999")),
    listed("parcels/summary", station),
    opened("parcels/<uuid:uid>", parcel),
    changed("POST", "parcels/<uuid:uid>/hand-over", parcel, lambda w: hand_over_body()),
    changed("POST", "parcels/<uuid:uid>/undo", parcel),
    changed(
        "POST", "parcels/<uuid:uid>/send-back", parcel, lambda w: MOMENT | {"reason": "拒收退回"}
    ),
    changed("POST", "parcels/<uuid:uid>/collect", parcel, lambda w: MOMENT),
    listed("service-records", lambda w: str(w.service_record.uid)),
    unscoped("POST", "service-records", OWN, body=lambda w: service_body()),
    listed("service-records/summary", lambda w: "bill_payment"),
    changed(
        "POST", "service-records/<uuid:uid>/void", lambda w: str(w.service_record.uid),
        lambda w: {"uid": "5e0c9b1e-0000-4000-8000-00000000000a", "reason": "录错"},
    ),
]  # fmt: skip
