"""What a station was on any day: from dated rows alone, so later edits change nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from stations.models import (
    Area,
    AreaVersion,
    BranchCount,
    BranchRename,
    Inspection,
    OperatorPosting,
    PartyBranch,
    Station,
    StationBranch,
    StationCatchment,
    StationMove,
)


@dataclass(frozen=True, slots=True)
class StationOn:
    """A station as it stood on a day. The cooperative it sold through is cooperatives' answer."""

    on: date
    status: str
    villages: list[Area]
    led_by: str
    hosted_by: str
    operator: str
    grade: str


def station_on(station: Station, on: date) -> StationOn:
    """At most eleven statements, whatever the station's history."""
    catchments = StationCatchment.on(on).filter(station=station).select_related("area")
    return StationOn(
        on=on,
        status=status_on(station, on),
        villages=[row.area for row in catchments.order_by("area__code")],
        led_by=_branch(station, "led", on),
        hosted_by=_branch(station, "hosted", on),
        operator=_operator(station, on),
        grade=_grade(station, on),
    )


def status_on(station: Station, on: date) -> str:
    """The last move until that day; a station without moves has been open since `opened_on`."""
    moves = StationMove.objects.filter(station=station)
    last = moves.filter(moved_on__lte=on).order_by("-moved_on", "-id").first()
    if last is not None:
        return last.to_status
    first = moves.order_by("moved_on", "id").first()
    if first is not None:
        return first.from_status if first.from_status != "applied" else ""
    return Station.Status.OPERATING if station.opened_on and station.opened_on <= on else ""


@dataclass(frozen=True, slots=True)
class Life:
    """A station's statuses since which instant; told by its moves in one statement."""

    first: str
    since: Sequence[tuple[datetime, str]]

    def at(self, moment: datetime) -> str:
        status = self.first
        for begins, after in self.since:
            if begins <= moment:
                status = after
        return status


def life_of(station: Station) -> Life:
    """A move counts from the moment it was agreed to; one dated back, from that day's midnight.

    What the record says now holds since the last move; without moves it always held.
    """
    moves = StationMove.objects.filter(station=station).order_by("moved_on", "id")
    told = list(moves.values_list("moved_on", "at", "from_status", "to_status"))
    if not told:
        return Life(station.status, ())
    since = [(_begins(on, at), after) for on, at, _, after in told]
    since[-1] = (since[-1][0], station.status)
    return Life(told[0][2], since)


def _begins(on: date, at: datetime) -> datetime:
    if on == timezone.localdate(at):
        return at
    return timezone.make_aware(datetime.combine(on, time.min))


def area_name_on(area: Area, on: date) -> str:
    """What an area was called on a day; before its first version, as that one says."""
    versions = AreaVersion.objects.filter(area=area)
    last = versions.filter(in_force_on__lte=on).order_by("-in_force_on", "-version").first()
    last = last or versions.order_by("in_force_on", "version").first()
    return last.name if last else area.name


def branch_name_on(branch: PartyBranch, on: date) -> str:
    """What a branch was called on a day: the last rename until then, else before the first."""
    renames = BranchRename.objects.filter(branch=branch)
    last = renames.filter(effective_on__lte=on).order_by("-effective_on", "-id").first()
    if last is not None:
        return last.after
    first = renames.order_by("effective_on", "id").first()
    return first.before if first else branch.name


@dataclass(frozen=True, slots=True)
class BranchOn:
    """A branch as it stood on a day; no count before the first."""

    on: date
    name: str
    member_count: int | None
    stations: list[StationBranch]


def branch_on(branch: PartyBranch, on: date) -> BranchOn:
    counts = BranchCount.objects.filter(branch=branch, counted_on__lte=on)
    count = counts.order_by("-counted_on").first()
    links = _in_force(StationBranch.objects.filter(branch=branch), on)
    return BranchOn(
        on=on,
        name=branch_name_on(branch, on),
        member_count=count.member_count if count else None,
        stations=list(links.select_related("station").order_by("station__area_code", "part")),
    )


def _branch(station: Station, part: str, on: date) -> str:
    links = _in_force(StationBranch.objects.filter(station=station, part=part), on)
    link = links.select_related("branch").order_by("-valid_from").first()
    return branch_name_on(link.branch, on) if link else ""


def _operator(station: Station, on: date) -> str:
    postings = _in_force(OperatorPosting.objects.filter(station=station), on)
    posting = postings.select_related("user").order_by("-valid_from").first()
    return posting.user.name if posting else ""


def _grade(station: Station, on: date) -> str:
    visits = Inspection.objects.filter(station=station, inspected_on__lte=on)
    last = visits.order_by("-inspected_on", "-id").first()
    return last.grade if last else ""


def _in_force(rows: Any, on: date) -> Any:
    return rows.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
