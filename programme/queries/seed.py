"""The seed's numbers, computed from rows, and the rows behind each of them (DOMAIN section 1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from backend.common.actor import Actor
from cooperatives.models import Cooperative
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations.models import Area, PartyBranch, Station

RECORDS = (Loan, AssistanceRecord, Visit, Project)


@dataclass(frozen=True, slots=True)
class Total:
    """One number; money is in fen. `source_rows` is where its rows are listed."""

    key: str
    name: str
    value: int
    unit: str
    source_rows: str

    @property
    def is_money(self) -> bool:
        return self.unit == "元"


@dataclass(frozen=True, slots=True)
class Totals:
    party: list[Total]
    commerce: list[Total]


def totals(*, actor: Actor) -> Totals:
    """Eight statements, whatever the number of rows."""
    branches = branches_of(actor).aggregate(count=Count("id"), members=Sum("member_count"))
    visits = visits_of(actor).aggregate(persons=Sum("persons"))
    given = assistance_of(actor).aggregate(fen=Sum(F("cash_fen") + F("in_kind_value_fen")))
    team, collective = Q(kind=Project.Kind.WORK_TEAM), Q(kind=Project.Kind.COLLECTIVE)
    projects = projects_of(actor).aggregate(
        team=Count("id", filter=team),
        funds=Sum("funds_fen"),
        collective=Count("id", filter=collective),
    )
    loans = loans_of(actor).aggregate(fen=Sum("amount_fen"))
    party = [
        _total("branches", "党组织", branches["count"], "个", "branches"),
        _total("members", "党员", branches["members"], "名", "branches"),
        _total("visits", "走访", visits["persons"], "人次", "visits"),
        _total("assistance", "帮扶折合", given["fen"], "元", "assistance"),
        _total("team_projects", "工作队项目", projects["team"], "个", "projects?kind=work_team"),
        _total("project_funds", "项目资金", projects["funds"], "元", "projects"),
        _total("loans", "贷款", loans["fen"], "元", "loans"),
    ]
    commerce = [
        _total("townships", "乡镇", townships_of(actor).count(), "个", "townships"),
        _total("stations", "服务站", stations_of(actor).count(), "个", "stations"),
        _total("cooperatives", "合作社", cooperatives_of(actor).count(), "个", "cooperatives"),
        _total(
            "collective_projects", "集体项目", projects["collective"], "个",
            "projects?kind=collective",
        ),
    ]  # fmt: skip
    return Totals(party=party, commerce=commerce)


def _total(key: str, name: str, value: int | None, unit: str, rows: str) -> Total:
    return Total(key, name, value or 0, unit, f"/programme/{rows}")


def loans_of(actor: Actor) -> QuerySet[Loan]:
    seen = Loan.objects.visible_to(actor)
    return seen.select_related("household__area__parent", "branch")


def assistance_of(actor: Actor) -> QuerySet[AssistanceRecord]:
    seen = AssistanceRecord.objects.visible_to(actor)
    return seen.select_related("area__parent", "household")


def visits_of(actor: Actor) -> QuerySet[Visit]:
    return Visit.objects.visible_to(actor).select_related("area__parent")


def projects_of(actor: Actor, kind: str = "") -> QuerySet[Project]:
    seen = Project.objects.visible_to(actor).select_related("area__parent")
    return seen.filter(kind=kind) if kind else seen


def branches_of(actor: Actor) -> QuerySet[PartyBranch]:
    return PartyBranch.objects.visible_to(actor).select_related("area__parent")


def stations_of(actor: Actor) -> QuerySet[Station]:
    """Stations that have opened; one that closed later stays in the county's count of history."""
    seen = Station.objects.visible_to(actor).filter(opened_on__isnull=False)
    return seen.select_related("area__parent")


def cooperatives_of(actor: Actor) -> QuerySet[Cooperative]:
    return Cooperative.objects.visible_to(actor).select_related("area__parent")


def townships_of(actor: Actor) -> QuerySet[Area]:
    """Townships with the number of their villages and communities."""
    seen = Area.objects.visible_to(actor).filter(level=Area.Level.TOWNSHIP)
    return seen.annotate(villages=Count("children"))


def place_of(area: Area) -> str:
    """A village is named with its township; everything above by its own name."""
    below = area.level in (Area.Level.VILLAGE, Area.Level.COMMUNITY)
    return f"{area.parent.name} {area.name}" if below and area.parent else area.name


def unknown_areas(*, now: datetime) -> Iterator[str]:
    """Records whose frozen area code is none of the county's areas."""
    known = Area.objects.values("code")
    for model in RECORDS:
        for pk in model._default_manager.exclude(area_code__in=known).values_list("pk", flat=True):
            yield f"{model.__name__.lower()} {pk}: unknown area"
