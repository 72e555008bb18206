"""The income report as far as data exists: verdict, measured, facts, and what is not said."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from backend.common.actor import Actor
from impact.models import AttributionRun, IncomeSurvey
from impact.queries.books import in_year, splits_of, years_of
from impact.queries.measured import MeasuredYear, measured_year
from impact.queries.runs import latest_run
from impact.rules import cells, wording
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations.models import Station, StationBranch


@dataclass(frozen=True, slots=True)
class Facts:
    """Counted within the reader's scope and never credited with yuan (DESIGN section 9)."""

    stations: int
    stations_led: int
    stations_hosted: int
    led_since: date | None
    loans_recommended: int
    collective_projects: int
    team_projects: int
    assistance_records: int
    visit_persons: int


@dataclass(frozen=True, slots=True)
class Estimated:
    """The sentence of the newest run, or that there is none."""

    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class IncomeReport:
    """`measured` is None where fewer than five households stand behind it for this hat."""

    verdict: str
    reasons: tuple[wording.Reason, ...]
    year: int
    years: list[int]
    as_of: date | None
    gross_sales_fen: int | None
    measured: MeasuredYear | None
    facts: Facts
    estimated: Estimated


def income_report(*, actor: Actor, year: int | None, now: datetime) -> IncomeReport:
    first, newest = years_of(splits_of(actor))
    chosen = year or (newest.year if newest else timezone.localdate(now).year)
    found = measured_year(actor=actor, year=chosen)
    near = actor.system or actor.role in cells.NEAR_THE_HOUSEHOLDS
    closed = not near and _too_few(actor, chosen, found)
    facts = facts_of(actor)
    run = latest_run(actor)
    return IncomeReport(
        verdict=run.verdict if run else wording.NOT_IDENTIFIED,
        reasons=_reasons(run, facts),
        estimated=_estimated(run),
        year=chosen,
        years=list(range(first.year, newest.year + 1)) if first and newest else [chosen],
        as_of=newest,
        gross_sales_fen=None if closed else found.gross_sales_fen,
        measured=None if closed else found,
        facts=facts,
    )


def _reasons(run: AttributionRun | None, facts: Facts) -> tuple[wording.Reason, ...]:
    """What every gate that did not pass says, and what would mend it."""
    if run is None:
        return wording.reasons(
            waves_before_stations=_waves_before_stations(), all_led=_all_led(facts)
        )
    said = [gate for gate in run.gates if gate["state"] in ("refuse", "warn", "block")]
    return tuple(wording.Reason(gate["code"], gate["text"], gate["fix"]) for gate in said)


def _estimated(run: AttributionRun | None) -> Estimated:
    if run is None:
        return Estimated("not_yet_available", wording.NOT_YET)
    state = "refused" if run.verdict == wording.NOT_IDENTIFIED else "reported"
    return Estimated(state, run.report["headline"]["text"])


def _too_few(actor: Actor, year: int, found: MeasuredYear) -> bool:
    """Few households sold, or few were measured: either figure would be theirs."""
    sold = (
        splits_of(actor)
        .filter(in_year(year, "split_on"))
        .aggregate(count=Count("household", distinct=True))
    )
    return cells.few(sold["count"]) or cells.few(found.found.households)


def facts_of(actor: Actor) -> Facts:
    stations = Station.objects.visible_to(actor).filter(opened_on__isnull=False)
    parts = StationBranch.objects.filter(station__in=stations, valid_to__isnull=True).aggregate(
        led=Count("station", filter=Q(part=StationBranch.Part.LED), distinct=True),
        hosted=Count("station", filter=Q(part=StationBranch.Part.HOSTED), distinct=True),
        since=Min("valid_from"),
    )
    projects = Project.objects.visible_to(actor).aggregate(
        collective=Count("id", filter=Q(kind=Project.Kind.COLLECTIVE)),
        team=Count("id", filter=Q(kind=Project.Kind.WORK_TEAM)),
    )
    visits = Visit.objects.visible_to(actor).aggregate(persons=Sum("persons"))
    return Facts(
        stations=stations.count(),
        stations_led=parts["led"],
        stations_hosted=parts["hosted"],
        led_since=parts["since"],
        loans_recommended=Loan.objects.visible_to(actor).count(),
        collective_projects=projects["collective"],
        team_projects=projects["team"],
        assistance_records=AssistanceRecord.objects.visible_to(actor).count(),
        visit_persons=visits["persons"] or 0,
    )


def _all_led(facts: Facts) -> bool:
    return facts.stations > 0 and facts.stations_led + facts.stations_hosted >= facts.stations


def _waves_before_stations() -> int:
    opened = Station.objects.aggregate(first=Min("opened_on"))["first"]
    waves = IncomeSurvey.objects.all()
    return waves.filter(year__lt=opened.year).count() if opened else waves.count()
