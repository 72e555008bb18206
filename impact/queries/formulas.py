"""The formulas of indicators, each for all places of a level at once: a few statements a formula.

Where few households stand behind a figure it is left out for everybody, also against differences:
a score sheet is read by officials.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone

from impact.models import AreaMonth, HouseholdMonth, MonthCheck
from impact.queries.books import inside
from impact.queries.closing_terms import closed_by_rows, closed_by_sales
from impact.rules import cells
from impact.rules.appraisal import Term
from impact.rules.formulas import FORMULAS
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations.models import (
    Area,
    Inspection,
    Parcel,
    ServiceRecord,
    Station,
    StationBranch,
    StationCatchment,
    StationMove,
)

GOOD = ("qualified", "advanced", "model")
Sums = dict[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """None says why in `why`: a key of rules.scoring.WHY_NONE."""

    value: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All places with so many digits inside one, in one period."""

    within: str
    digits: int
    term: Term
    # Filled on the way, so that several formulas close the same cells by one look.
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def county(self) -> str:
        return self.within[: cells.COUNTY]

    def of(self, rows: QuerySet[Any], total: Any, code: str = "area_code") -> Sums:
        """`total` of the rows by place; `code` is the field that says where a row belongs."""
        found = rows.filter(inside(self.within, code)).order_by()
        summed = found.annotate(place=Substr(code, 1, self.digits)).values_list("place")
        return {place: number or 0 for place, number in summed.annotate(number=total)}

    def days(self, name: str) -> Q:
        return Q(**{f"{name}__gte": self.term.first_on, f"{name}__lt": self.term.next_on})

    def moments(self, name: str) -> Q:
        first, after = _midnight(self.term.first_on), _midnight(self.term.next_on)
        return Q(**{f"{name}__gte": first, f"{name}__lt": after})


def _midnight(on: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def computed(key: str, asked: Asked, places: list[str]) -> dict[str, Found]:
    """A formula's value for each place; a place without rows has none of them: zero."""
    sums = COMPUTE[key](asked)
    found = {place: sums.get(place, Found(0)) for place in places}
    if FORMULAS[key].households:
        shut = _closed(key, asked)
        few = Found(None, "few_households")
        found = {place: few if place in shut else one for place, one in found.items()}
    if key in FROM_SUMMARIES and _books_differ(asked):
        return dict.fromkeys(places, Found(None, "books_differ"))
    return found


def _books_differ(asked: Asked) -> bool:
    """A summary that disagrees with the ledger gives no figure (DESIGN 9)."""
    wrong = MonthCheck.objects.differing().filter(county_code=asked.county)
    terms = Q()
    for term in (asked.term, asked.term.year_ago):
        terms |= Q(month__gte=term.first_on, month__lt=term.next_on)
    if "differ" not in asked.known:
        asked.known["differ"] = wrong.filter(terms).exists()
    return bool(asked.known["differ"])


def _closed(key: str, asked: Asked) -> frozenset[str]:
    dated = {"loans": _loans, "assistance": _assistance}.get(key)
    name = f"closed {key if dated else 'sales'}"
    if name not in asked.known:
        asked.known[name] = (
            closed_by_rows(*dated(), asked.county, asked.term)
            if dated
            else closed_by_sales(asked.county, asked.term)
        )
    found: frozenset[str] = asked.known[name]
    return found


def _loans() -> tuple[QuerySet[Any], str]:
    return Loan.objects.all(), "disbursed_on"


def _assistance() -> tuple[QuerySet[Any], str]:
    return AssistanceRecord.objects.all(), "given_on"


def _plain(sums: Sums) -> dict[str, Found]:
    return {place: Found(number) for place, number in sums.items()}


def _shares(part: Sums, whole: Sums) -> dict[str, Found]:
    """Basis points, rounded down; a place without a whole has no share."""
    shares = defaultdict(lambda: Found(None, "no_base"))
    for place, number in whole.items():
        if number:
            shares[place] = Found(part.get(place, 0) * 10_000 // number)
    return _NoBase(shares)


class _NoBase(dict[str, Found]):
    """Where nothing stands below the line, a share is not zero but unknown."""

    def get(self, place: str, default: Any = None) -> Found:
        return self[place] if place in self else Found(None, "no_base")


def _opened(asked: Asked) -> QuerySet[Station]:
    return Station.objects.filter(opened_on__lt=asked.term.next_on)


def _of_stations(asked: Asked, met: Any) -> dict[str, Found]:
    opened, count = _opened(asked), Count("id")
    return _shares(asked.of(opened.filter(met), count), asked.of(opened, count))


def _village_coverage(asked: Asked) -> dict[str, Found]:
    villages = Area.objects.filter(level=Area.Level.VILLAGE).exclude(
        closed_on__lt=asked.term.next_on
    )
    last_day = asked.term.next_on
    served = StationCatchment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=last_day), valid_from__lt=last_day,
        station__opened_on__lt=last_day, area=OuterRef("pk"),
    )  # fmt: skip
    count = Count("id")
    return _shares(
        asked.of(villages.filter(Exists(served)), count, "code"), asked.of(villages, count, "code")
    )


def _active_stations(asked: Asked) -> dict[str, Found]:
    sold = HouseholdMonth.objects.filter(asked.days("month"), station=OuterRef("pk"))
    return _of_stations(asked, Exists(sold))


def _lasting_stations(asked: Asked) -> dict[str, Found]:
    moves = StationMove.objects.filter(station=OuterRef("pk"), moved_on__lt=asked.term.next_on)
    last = Subquery(moves.order_by("-moved_on", "-id").values("to_status")[:1])
    opened = _opened(asked).annotate(stood=Coalesce(last, F("status")))
    count = Count("id")
    return _shares(
        asked.of(opened.filter(stood=Station.Status.OPERATING), count), asked.of(opened, count)
    )


def _led_stations(asked: Asked) -> dict[str, Found]:
    led = StationBranch.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=asked.term.next_on), part="led",
        valid_from__lt=asked.term.next_on, station=OuterRef("pk"),
    )  # fmt: skip
    return _of_stations(asked, Exists(led))


def _passed_inspections(asked: Asked) -> dict[str, Found]:
    visits = Inspection.objects.filter(asked.days("inspected_on"), station=OuterRef("pk"))
    last = Subquery(visits.order_by("-inspected_on", "-id").values("grade")[:1])
    seen = Station.objects.annotate(last_grade=last).filter(last_grade__isnull=False)
    count = Count("id")
    return _shares(asked.of(seen.filter(last_grade__in=GOOD), count), asked.of(seen, count))


def _services(asked: Asked, **only: str) -> dict[str, Found]:
    done = ServiceRecord.objects.filter(asked.moments("done_at"), **only)
    return _plain(asked.of(done, Sum("count"), "station__area_code"))


def _training(asked: Asked) -> dict[str, Found]:
    return _services(asked, kind="training")


def _parcels(asked: Asked) -> dict[str, Found]:
    came = Parcel.objects.filter(asked.moments("arrived_at"))
    return _plain(asked.of(came, Count("id"), "station__area_code"))


def _months(asked: Asked, term: Term, column: str) -> Sums:
    rows = AreaMonth.objects.filter(month__gte=term.first_on, month__lt=term.next_on)
    return asked.of(rows, Sum(column))


def _sales(asked: Asked) -> dict[str, Found]:
    return _plain(_months(asked, asked.term, "sales_fen"))


def _paid(asked: Asked) -> dict[str, Found]:
    return _plain(_months(asked, asked.term, "household_fen"))


def _sales_growth(asked: Asked) -> dict[str, Found]:
    before = _months(asked, asked.term.year_ago, "sales_fen")
    now = _months(asked, asked.term, "sales_fen")
    more: Mapping[str, int] = {place: now.get(place, 0) - base for place, base in before.items()}
    return _shares(dict(more), {place: max(base, 0) for place, base in before.items()})


def _households(asked: Asked) -> dict[str, Found]:
    sold = HouseholdMonth.objects.filter(asked.days("month"))
    return _plain(asked.of(sold, Count("household", distinct=True)))


def _visits(asked: Asked) -> dict[str, Found]:
    return _plain(asked.of(Visit.objects.filter(asked.days("visited_on")), Sum("persons")))


def _assistance_given(asked: Asked) -> dict[str, Found]:
    given = AssistanceRecord.objects.filter(asked.days("given_on"))
    return _plain(asked.of(given, Sum(F("cash_fen") + F("in_kind_value_fen"))))


def _loans_granted(asked: Asked) -> dict[str, Found]:
    return _plain(asked.of(Loan.objects.filter(asked.days("disbursed_on")), Sum("amount_fen")))


def _collective_projects(asked: Asked) -> dict[str, Found]:
    begun = Project.objects.filter(kind=Project.Kind.COLLECTIVE, started_on__lt=asked.term.next_on)
    return _plain(asked.of(begun, Count("id")))


FROM_SUMMARIES = frozenset({"active_stations", "sales", "sales_growth", "paid", "households"})
COMPUTE: dict[str, Callable[[Asked], dict[str, Found]]] = {
    "village_coverage": _village_coverage,
    "active_stations": _active_stations,
    "lasting_stations": _lasting_stations,
    "led_stations": _led_stations,
    "passed_inspections": _passed_inspections,
    "services": _services,
    "training": _training,
    "parcels": _parcels,
    "sales": _sales,
    "sales_growth": _sales_growth,
    "paid": _paid,
    "households": _households,
    "visits": _visits,
    "assistance": _assistance_given,
    "loans": _loans_granted,
    "collective_projects": _collective_projects,
}
