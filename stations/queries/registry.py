"""Areas, branches, stations and their changes as their readers find them."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from backend.common.actor import Actor
from backend.common.search import fold, initials_of, is_sound, pinyin_of
from stations import rules
from stations.models import (
    Area,
    Inspection,
    OperatorPosting,
    PartyBranch,
    PlaceChange,
    Station,
    StationBranch,
    StationCatchment,
    StationMove,
)
from stations.models.area import AreaQuerySet
from stations.models.branch import PartyBranchQuerySet
from stations.models.change import PlaceChangeQuerySet
from stations.models.station import StationQuerySet


def named(term: str, *, of: str = "") -> Q:
    """Name, pinyin or initials of an area; traditional characters find simplified ones."""
    word = fold(term).replace(" ", "")
    if word.isdigit():
        return Q(**{f"{of}code__startswith": word})
    if is_sound(word):
        return Q(**{f"{of}pinyin__startswith": word}) | Q(**{f"{of}initials__startswith": word})
    return Q(**{f"{of}name__contains": word})


def areas(
    actor: Actor, *, parent: str = "", level: str = "", search: str = "", closed: bool = False
) -> AreaQuerySet:
    """Areas within reach by code; one level below `parent` where one is named."""
    found = Area.objects.visible_to(actor).select_related("parent")
    if not closed:
        found = found.filter(closed_on__isnull=True)
    if parent:
        found = found.filter(parent__code=parent)
    if level:
        found = found.filter(level=level)
    found = found.filter(named(search)) if search.strip() else found
    return found.annotate(child_count=Count("children", distinct=True))


def area_detail(actor: Actor, code: str) -> Area | None:
    """With versions and neighbours: three statements."""
    found = areas(actor, closed=True).filter(code=code)
    return found.prefetch_related("versions", "neighbours__neighbour").first()


def uses_of_area(area: Area) -> str:
    """What still hangs on an area, in words; empty where nothing does."""
    uses = {
        "下级区划": Area.objects.filter(parent=area, closed_on__isnull=True),
        "服务站": Station.objects.filter(area=area).exclude(status="closed"),
        "服务范围": StationCatchment.objects.filter(area=area, valid_to__isnull=True),
    }
    return "、".join(name for name, rows in uses.items() if rows.exists())


def branches(
    actor: Actor, *, search: str = "", kind: str = "", township: str = ""
) -> PartyBranchQuerySet:
    found = PartyBranch.objects.visible_to(actor).select_related("area__parent")
    if kind:
        found = found.filter(kind=kind)
    if township:
        found = found.filter(area_code__startswith=township)
    if search.strip():
        word = fold(search).replace(" ", "")
        own = Q(name__contains=word) | Q(pinyin__startswith=word) | Q(initials__startswith=word)
        place = named(search, of="area__") | named(search, of="area__parent__")
        found = found.filter(own | place)
    return found


def branch_detail(actor: Actor, uid: UUID) -> PartyBranch | None:
    found = branches(actor).filter(uid=uid)
    links = StationBranch.objects.select_related("station").order_by("-valid_from")
    return found.prefetch_related("counts", Prefetch("stations", links)).first()


def stations(
    actor: Actor,
    *,
    search: str = "",
    status: str = "",
    level: str = "",
    grade: str = "",
    township: str = "",
) -> StationQuerySet:
    """Stations within reach, by code of their area."""
    found = Station.objects.visible_to(actor).select_related("area__parent")
    wanted = {"status": status, "level": level, "grade": grade}
    found = found.filter(**{field: value for field, value in wanted.items() if value})
    if township:
        found = found.filter(area_code__startswith=township)
    if search.strip():
        word = fold(search).replace(" ", "")
        place = named(search, of="area__") | named(search, of="area__parent__")
        found = found.filter(Q(name__contains=word) | Q(letters=word) | place)
    return found


def station_detail(actor: Actor, uid: UUID) -> Station | None:
    """With everything that is dated: a constant number of statements."""
    moves = StationMove.objects.select_related("by").order_by("-moved_on", "-id")
    return (
        stations(actor)
        .filter(uid=uid)
        .prefetch_related(
            Prefetch("moves", moves),
            Prefetch(
                "catchments",
                StationCatchment.objects.select_related("area").order_by("valid_to", "area__code"),
            ),
            Prefetch(
                "branches",
                StationBranch.objects.select_related("branch").order_by("-valid_from"),
            ),
            Prefetch(
                "postings", OperatorPosting.objects.select_related("user").order_by("-valid_from")
            ),
            Prefetch(
                "inspections",
                Inspection.objects.select_related("made_by").order_by("-inspected_on", "-id"),
            ),
        )
        .first()
    )


def next_letters(county_code: str) -> str:
    """The next number of a county's stations; numbers are never given twice."""
    own = Station.objects.filter(area_code__startswith=county_code)
    numbers = [int(letters) for letters in own.values_list("letters", flat=True)]
    return rules.station_letters(max(numbers, default=0) + 1)


def changes(
    actor: Actor, *, state: str = "", kind: str = "", subject: str = ""
) -> PlaceChangeQuerySet:
    found = PlaceChange.objects.visible_to(actor).select_related("made_by")
    wanted = {"state": state, "kind": kind, "subject_uid": subject}
    return found.filter(**{field: value for field, value in wanted.items() if value})


def change_content(change: PlaceChange) -> dict[str, object]:
    """What is signed: everything that will be applied and everything that was read."""
    return {
        "kind": change.kind,
        "subject": change.subject_uid,
        "payload": change.payload,
        "lines": change.lines,
        "reason": change.reason,
        "effective_on": str(change.effective_on),
    }


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do: nothing is written to learn it."""

    county_code: str
    rows: int
    new: list[rules.AreaRow]
    changed: list[tuple[rules.AreaRow, str, str]]
    missing: list[str]
    faults: list[rules.RowFault]


def plan_import(csv_text: str, *, edition_on: date) -> ImportPlan:
    """Reads a file against what is registered. Areas that are missing from it are only named."""
    reader = csv.DictReader(io.StringIO(csv_text.lstrip("\ufeff")))
    columns = rules.headings_of(reader.fieldnames or [])
    if "code" not in columns.values() or not {"name", "official_name"} & set(columns.values()):
        raise rules.AreaFileWrong("文件缺少“代码”或“名称”列，请按模板填写表头")
    raw = [{columns[t]: v or "" for t, v in row.items() if t in columns} for row in reader]
    if len(raw) > rules.MOST_ROWS:
        raise rules.AreaFileWrong(f"文件有 {len(raw)} 行，最多 {rules.MOST_ROWS} 行，请按县拆分")
    prefixes = {(row.get("code") or "")[:6] for row in raw}
    held = _held(prefixes)
    rows, faults = rules.area_rows(raw, known=held, pinyin=pinyin_of, initials=initials_of)
    found = {row.code for row in rows}
    faults += _county_faults(rows, held)
    return ImportPlan(
        county_code=rows[0].code[:6] if rows else "",
        rows=len(rows),
        new=[row for row in rows if row.code not in held],
        changed=[
            (row, *_difference(held[row.code], row))
            for row in rows
            if row.code in held and _said(held[row.code]) != _wanted(row)
        ],
        missing=sorted(
            f"{code} {area.name}"
            for code, area in held.items()
            if code not in found and area.closed_on is None and not faults
        ),
        faults=faults,
    )


def _held(prefixes: set[str]) -> dict[str, Area]:
    reach = Q(pk__in=[])
    for prefix in sorted(prefixes)[:3]:
        if len(prefix) == 6 and prefix.isdigit():
            reach |= Q(code__startswith=prefix)
    return {area.code: area for area in Area.objects.filter(reach)}


def _county_faults(rows: list[rules.AreaRow], held: dict[str, Area]) -> list[rules.RowFault]:
    """A new county brings its two letters: they open its lot codes."""
    new = [row for row in rows if row.level == "county" and row.code not in held]
    taken = set(Area.objects.filter(level="county").values_list("letters", flat=True))
    faults = [
        rules.RowFault(0, "letters", f"{row.name}是新县，请在县这一行填写两个批次字母")
        for row in new
        if not row.letters
    ]
    return faults + [
        rules.RowFault(0, "letters", f"批次字母 {row.letters} 已被其他县使用，请换一组")
        for row in new
        if row.letters and row.letters in taken
    ]


def _said(area: Area) -> tuple[str, ...]:
    return (area.level, area.name, area.official_name, area.pinyin, area.initials)


def _wanted(row: rules.AreaRow) -> tuple[str, ...]:
    return (row.level, row.name, row.official_name, row.pinyin, row.initials)


def _difference(area: Area, row: rules.AreaRow) -> tuple[str, str]:
    pairs = [(a, b) for a, b in zip(_said(area), _wanted(row), strict=True) if a != b]
    return "、".join(a for a, _ in pairs), "、".join(b for _, b in pairs)
