"""Areas as people change them: a file, a provisional village, a correction, an end, a neighbour."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.search import initials_of, pinyin_of
from stations import queries, rules
from stations.models import Area, AreaNeighbour, AreaVersion, PlaceChange
from stations.services.opening import open_change

FIELDS = {"name": "名称", "official_name": "全称", "pinyin": "拼音", "initials": "首字母"}
# As many lines of an import are shown to those who sign; the rest is in the payload.
SHOWN = 200


def find_area(*, code: str, actor: Actor) -> Area:
    area = Area.objects.visible_to(actor).filter(code=code).first()
    if area is None:
        raise NotFound("没有找到这个区划，请核对代码")
    return area


@transaction.atomic
def propose_import(
    *, csv_text: str, edition_on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A whole county's file; refused as long as one line is wrong."""
    plan = queries.plan_import(csv_text, edition_on=edition_on)
    if plan.faults:
        raise rules.AreaFileWrong(f"文件有 {len(plan.faults)} 处错误，请先试导入并改正")
    lines = [rules.Line(f"{row.code} {row.name}", was, became) for row, was, became in plan.changed]
    lines = [rules.Line(f"{row.code} {row.name}", "", "新增") for row in plan.new] + lines
    more = len(lines) - SHOWN
    shown = [*lines[:SHOWN], *([rules.Line("其余", "", f"还有 {more} 行")] if more > 0 else [])]
    return open_change(
        kind="area_import", subject_uid=plan.county_code, area_code=plan.county_code,
        title=f"{plan.county_code}，新增 {len(plan.new)}、变更 {len(plan.changed)}",
        payload={
            "edition_on": edition_on.isoformat(),
            "rows": [asdict(row) for row in [*plan.new, *(row for row, _, _ in plan.changed)]],
        },
        lines=shown, reason=reason,
        effective_on=min(edition_on, timezone.localdate(now)), actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_area(
    *, township: str, name: str, kind: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A village without an official code gets a provisional one (village part 900-999)."""
    parent = find_area(code=township, actor=actor)
    if parent.level != Area.Level.TOWNSHIP:
        raise Invalid(fields={"township": "临时区划只能设在乡镇之下"})
    taken = set(Area.objects.filter(parent=parent).values_list("code", flat=True))
    code = rules.provisional_code(parent.code, taken)
    if code is None:
        raise Invalid(fields={"township": "这个乡镇的临时代码 900 至 999 已用完"})
    short = rules.shortened(name.strip())
    if Area.objects.filter(parent=parent, name=short, closed_on__isnull=True).exists():
        raise Invalid(fields={"name": f"{parent.name}已有{short}，请核对"})
    row = rules.AreaRow(
        code, kind, parent.code, short, name.strip(), pinyin_of(short), initials_of(short)
    )
    return open_change(
        kind="area_add", subject_uid=code, area_code=parent.code, title=f"{parent.name}{short}",
        payload={"edition_on": on.isoformat(), "rows": [asdict(row)]},
        lines=[rules.Line("代码", "", code), rules.Line("名称", "", short)],
        reason=reason, effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_area_edit(
    *, code: str, wanted: Mapping[str, str], on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """A correction of names or sounds; the earlier version stays readable."""
    area = find_area(code=code, actor=actor)
    changed = {
        field: value.strip()
        for field, value in wanted.items()
        if field in FIELDS and value.strip() != getattr(area, field)
    }
    lines = [rules.Line(FIELDS[f], getattr(area, f), value) for f, value in changed.items()]
    return open_change(
        kind="area_edit", subject_uid=code, area_code=code, title=area.name,
        payload={"version": area.version, "fields": changed}, lines=lines, reason=reason,
        effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_area_close(
    *, code: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """An area ends on a day; it stays readable and takes nothing new."""
    area = find_area(code=code, actor=actor)
    if area.closed_on:
        raise rules.NothingChanges(f"{area.name}已于 {area.closed_on:%Y-%m-%d} 撤销")
    if in_use := queries.uses_of_area(area):
        raise rules.AreaInUse(f"{area.name}下还有{in_use}，请先调整再撤销")
    return open_change(
        kind="area_close", subject_uid=code, area_code=code, title=area.name,
        payload={"version": area.version},
        lines=[rules.Line("撤销日期", "", on.isoformat())], reason=reason,
        effective_on=on, actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_neighbour(
    *, code: str, neighbour: str, source: str, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """Two villages touch; `source` says who says so. Entered once for both directions."""
    area, other = find_area(code=code, actor=actor), find_area(code=neighbour, actor=actor)
    if area.pk == other.pk:
        raise Invalid(fields={"neighbour": "请选择另一个村"})
    if _touching(area, other).exists():
        raise rules.NothingChanges(f"{area.name}与{other.name}已登记为相邻")
    return open_change(
        kind="area_neighbour", subject_uid=code, area_code=code,
        title=f"{area.name}与{other.name}",
        payload={"neighbour": other.code, "source": source.strip()},
        lines=[rules.Line("相邻", "", other.name), rules.Line("依据", "", source.strip())],
        reason=reason, effective_on=timezone.localdate(now), actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def propose_parting(
    *, code: str, neighbour: str, on: date, reason: str, actor: Actor, now: datetime
) -> PlaceChange:
    """Two villages touch no more, or never did: the rows end on a day and stay."""
    area, other = find_area(code=code, actor=actor), find_area(code=neighbour, actor=actor)
    pair = _touching(area, other).order_by("id").first()
    if pair is None:
        raise rules.NothingChanges(f"{area.name}与{other.name}现在没有登记为相邻")
    rules.check_effective(on, today=timezone.localdate(now), after=pair.valid_from)
    return open_change(
        kind="area_parted", subject_uid=code, area_code=code, title=f"{area.name}与{other.name}",
        payload={"neighbour": other.code},
        lines=[rules.Line("相邻", other.name, f"{on:%Y-%m-%d} 起不再相邻")],
        reason=reason, effective_on=on, actor=actor, now=now,
    )  # fmt: skip


def _touching(area: Area, other: Area) -> QuerySet[AreaNeighbour]:
    """The open rows of two villages, in both directions."""
    pair = Q(area=area, neighbour=other) | Q(area=other, neighbour=area)
    return AreaNeighbour.objects.filter(pair, valid_to__isnull=True)


def store_rows(
    *, rows: Sequence[rules.AreaRow], edition_on: date, reason: str, change_uid: str, now: datetime
) -> None:
    """New and changed areas with a version each; levels top down, so that parents stand first."""
    for length in (6, 9, 12):
        level = [row for row in rows if len(row.code) == length]
        codes = {row.parent_code for row in level} | {row.code for row in level}
        known = {area.code: area for area in Area.objects.filter(code__in=codes)}
        areas = [_area(row, known, edition_on) for row in level]
        Area.objects.bulk_create([area for area in areas if area.pk is None])
        Area.objects.bulk_update(
            [area for area in areas if area.pk is not None],
            [*FIELDS, "level", "letters", "edition_on", "version"], batch_size=200,
        )  # fmt: skip
        stored = Area.objects.filter(code__in=[row.code for row in level]).select_related("parent")
        AreaVersion.objects.bulk_create(
            _version(area, area.edition_on, reason, change_uid, now) for area in stored
        )


def _area(row: rules.AreaRow, known: Mapping[str, Area], edition_on: date) -> Area:
    area = known.get(row.code)
    if area is None:
        area = Area(code=row.code, parent=known.get(row.parent_code), version=0)
    area.level, area.name, area.official_name = row.level, row.name, row.official_name
    area.pinyin, area.initials = row.pinyin, row.initials
    area.letters = row.letters or area.letters
    area.edition_on, area.version = edition_on, area.version + 1
    return area


def _version(area: Area, on: date, reason: str, change_uid: str, now: datetime) -> AreaVersion:
    return AreaVersion(
        area=area, version=area.version, name=area.name, official_name=area.official_name,
        level=area.level, parent_code=area.parent.code if area.parent else "", in_force_on=on,
        closed_on=area.closed_on, reason=reason, change_uid=change_uid, at=now,
    )  # fmt: skip


def apply_rows(*, change: PlaceChange, now: datetime) -> None:
    rows = [rules.AreaRow(**row) for row in change.payload["rows"]]
    store_rows(
        rows=rows, edition_on=date.fromisoformat(change.payload["edition_on"]),
        reason=change.reason, change_uid=str(change.uid), now=now,
    )  # fmt: skip


def apply_edit(*, change: PlaceChange, now: datetime) -> None:
    _step(change, change.payload["fields"], now)


def apply_close(*, change: PlaceChange, now: datetime) -> None:
    area = Area.objects.get(code=change.subject_uid)
    if in_use := queries.uses_of_area(area):
        raise rules.AreaInUse(f"{area.name}下还有{in_use}，请先调整再撤销")
    _step(change, {"closed_on": change.effective_on}, now)


def _step(change: PlaceChange, fields: Mapping[str, Any], now: datetime) -> None:
    """Only from the version that was read when the change was written."""
    standing = Area.objects.filter(code=change.subject_uid, version=change.payload["version"])
    if not standing.update(**fields, version=F("version") + 1):
        raise rules.StaleChange
    area = Area.objects.select_related("parent").get(code=change.subject_uid)
    _version(area, change.effective_on, change.reason, str(change.uid), now).save()


def apply_neighbour(*, change: PlaceChange, now: datetime) -> None:
    area = Area.objects.get(code=change.subject_uid)
    other = Area.objects.filter(code=change.payload["neighbour"]).first()
    if other is None:
        raise Conflict
    pairs = [
        AreaNeighbour(
            area=one,
            neighbour=two,
            source=change.payload["source"],
            change_uid=str(change.uid),
            valid_from=change.effective_on,
        )
        for one, two in ((area, other), (other, area))
    ]
    AreaNeighbour.objects.bulk_create(pairs, ignore_conflicts=True)


def apply_parting(*, change: PlaceChange, now: datetime) -> None:
    area = Area.objects.get(code=change.subject_uid)
    other = Area.objects.get(code=change.payload["neighbour"])
    ended = _touching(area, other).update(valid_to=change.effective_on, end_reason=change.reason)
    if not ended:
        raise rules.StaleChange
