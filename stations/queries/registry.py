"""Areas, branches, stations and their changes as their readers find them."""

from uuid import UUID

from django.db.models import Count, Prefetch, Q

from backend.common.actor import Actor
from backend.common.search import fold, is_sound
from stations import rules
from stations.models import (
    Area,
    AreaNeighbour,
    BranchRename,
    Inspection,
    InspectionObjection,
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
from stations.models.record import InspectionObjectionQuerySet
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
    """Areas within reach by code; below `parent` where one is named; of levels with commas."""
    found = Area.objects.visible_to(actor).select_related("parent")
    if not closed:
        found = found.filter(closed_on__isnull=True)
    if parent:
        found = found.filter(parent__code=parent)
    if level:
        found = found.filter(level__in=level.split(","))
    found = found.filter(named(search)) if search.strip() else found
    return found.annotate(child_count=Count("children", distinct=True))


def area_detail(actor: Actor, code: str) -> Area | None:
    """With versions and neighbours: three statements."""
    found = areas(actor, closed=True).filter(code=code)
    pairs = AreaNeighbour.objects.select_related("neighbour").order_by("-valid_to", "neighbour")
    return found.prefetch_related("versions", Prefetch("neighbours", pairs)).first()


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
    renames = BranchRename.objects.select_related("by").order_by("-effective_on", "-id")
    return found.prefetch_related(
        "counts", Prefetch("stations", links), Prefetch("renames", renames)
    ).first()


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


def open_stations(township: str = "") -> StationQuerySet:
    """Stations that serve today, for anybody."""
    found = Station.objects.filter(status=Station.Status.OPERATING)
    return found.filter(area_code__startswith=township).select_related("area__parent")


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
            Prefetch(
                "inspections__objections",
                InspectionObjection.objects.select_related("by", "answered_by").order_by("id"),
            ),
        )
        .first()
    )


def application_of(station: Station) -> StationMove | None:
    """Who applied for the station."""
    moves = StationMove.objects.filter(station=station, move="apply").select_related("by")
    return moves.first()


def is_under_review(station: Station) -> bool:
    waiting = PlaceChange.objects.filter(subject_uid=str(station.uid), kind="station_move")
    return waiting.filter(state=PlaceChange.State.SUBMITTED).exists()


def objections(actor: Actor, *, state: str = "") -> InspectionObjectionQuerySet:
    """Objections within reach; the overdue first."""
    found = InspectionObjection.objects.visible_to(actor).select_related(
        "by", "answered_by", "inspection__station__area__parent"
    )
    return found.filter(state=state) if state else found


def inspection_in_reach(actor: Actor, uid: UUID) -> Inspection | None:
    own = Station.objects.visible_to(actor)
    found = Inspection.objects.filter(station__in=own, uid=uid)
    return found.select_related("station").first()


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
