"""From orders to openings, from programme records to exposure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from backend.common.actor import Actor
from impact.models import ProgrammeExposure, StationOpening
from impact.queries.books import counted
from impact.rules.opening import Sold
from orders.models import SourceSplit
from programme.models import AssistanceRecord, Loan, Project
from stations.models import Station, StationCatchment
from stations.models.area import within


def sold_by_station(county_code: str) -> dict[int, dict[int, Sold]]:
    """Settled orders of each station by year, false trade left out, in one statement."""
    rows = (
        counted(SourceSplit.objects.all())
        .filter(refund__isnull=True, source__station__area_code__startswith=county_code)
        .order_by()
        .annotate(year=ExtractYear("split_on"), month=ExtractMonth("split_on"))
        .values_list("source__station", "year", "month")
        .annotate(orders=Count("source__line__order", distinct=True))
    )
    orders: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for station, year, _, count in rows:
        orders[station][year].append(count)
    return {
        station: {year: Sold(sum(counts), len(counts)) for year, counts in years.items()}
        for station, years in orders.items()
    }


def openings(actor: Actor) -> QuerySet[StationOpening]:
    mine = Station.objects.visible_to(actor).values("pk")
    return StationOpening.objects.filter(station__in=mine).select_related("station__area__parent")


def exposure(actor: Actor) -> QuerySet[ProgrammeExposure]:
    return ProgrammeExposure.objects.filter(within(actor, "area_code"))


@dataclass(frozen=True, slots=True)
class Served:
    """A village, its station, and the year from which it counts as served (None: never)."""

    area_code: str
    station: int
    effective_year: int | None
    nominal_on: date | None
    led: bool


def served_villages(county_code: str) -> list[Served]:
    """Every village that was ever in a catchment, by its first station; closing ends nothing."""
    led = set(
        StationCatchment.objects.filter(station__branches__part="led").values_list(
            "station", flat=True
        )
    )
    found: dict[str, Served] = {}
    rows = (
        StationCatchment.objects.filter(area__code__startswith=county_code)
        .order_by("valid_from", "pk")
        .values_list(
            "area__code", "station", "station__opening__effective_year",
            "station__opening__nominal_on",
        )
    )  # fmt: skip
    for code, station, year, nominal in rows:
        if code not in found or found[code].effective_year is None:
            found[code] = Served(code, station, year, nominal, station in led)
    return [found[code] for code in sorted(found)]


def exposure_rows(county_code: str) -> list[ProgrammeExposure]:
    """Counted from the records that stand, one row a village, kind and year."""
    made: list[ProgrammeExposure] = []
    loans = Loan.objects.annotate(year=ExtractYear("disbursed_on"))
    given = AssistanceRecord.objects.annotate(year=ExtractYear("given_on"))
    projects = Project.objects.annotate(year=ExtractYear("started_on"))
    sources: list[tuple[str, QuerySet[Any], Any, str]] = [
        ("loan", loans, Sum("amount_fen"), "disbursed_on"),
        ("assistance", given, Sum(F("cash_fen") + F("in_kind_value_fen")), "given_on"),
        ("collective", projects.filter(kind="collective"), Sum("funds_fen"), "started_on"),
        ("work_team", projects.filter(kind="work_team"), Sum("funds_fen"), "started_on"),
    ]
    for kind, records, amount, day in sources:
        grouped = (
            records.filter(area_code__startswith=county_code, area_code__regex=r"^[0-9]{12}$")
            .order_by("area_code", "year")
            .values_list("area_code", "year")
            .annotate(records=Count("pk"), amount=amount, first=Min(day))
        )
        made += [
            ProgrammeExposure(
                area_code=code, kind=kind, year=year, records=count, amount_fen=fen or 0,
                started_on=first,
            )
            for code, year, count, fen, first in grouped
        ]  # fmt: skip
    return made


def overlap(county_code: str) -> list[dict[str, Any]]:
    """Villages that other programmes reached, among those with an effective station and without."""
    served = {one.area_code for one in served_villages(county_code) if one.effective_year}
    reached: dict[str, set[str]] = defaultdict(set)
    rows = ProgrammeExposure.objects.filter(area_code__startswith=county_code)
    for kind, code in rows.values_list("kind", "area_code"):
        reached[kind].add(code)
    return [
        {
            "kind": kind,
            "name": name,
            "served_villages": len(reached[kind] & served),
            "other_villages": len(reached[kind] - served),
        }
        for kind, name in ProgrammeExposure.Kind.choices
    ]
