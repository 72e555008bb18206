"""Score sheets: one with everything on it, a place beside its neighbours, what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from backend.common.errors import NotFound
from impact.models import Indicator, IndicatorSet, ScoreEntry, ScoreSheet
from impact.queries.indicators import set_for
from impact.queries.overview import area_of
from impact.rules import scoring
from impact.rules.appraisal import Term, term_of
from stations.models import Area

BELOW = {"county": "township", "township": "village"}
FOUND_NONE = "没有找到这张考核表，或不在您的范围内"


def sheet_in_reach(actor: Actor, uid: UUID) -> ScoreSheet:
    """With its lines, evidence and remarks: a constant number of statements."""
    found = (
        ScoreSheet.objects.visible_to(actor)
        .select_related("set", "area__parent", "replaces", "replaced_by")
        .prefetch_related("entries__indicator", "entries__evidence", "remarks__indicator")
        .filter(uid=uid)
        .first()
    )
    if found is None:
        raise NotFound(FOUND_NONE)
    return found


def versions_of(sheet: ScoreSheet) -> QuerySet[ScoreSheet]:
    """All versions of an area and period; every one stays to be seen."""
    return ScoreSheet.objects.filter(area=sheet.area_id, period=sheet.period).order_by("number")


def content_of(sheet: ScoreSheet) -> dict[str, object]:
    """What reviewer and locker sign: the exact lines with what proves them."""
    prefetch_related_objects([sheet], "entries__indicator", "entries__evidence")
    return {
        "area": sheet.area_code, "period": sheet.period, "number": sheet.number,
        "set": str(sheet.set.uid), "base": sheet.base_centipoints, "bonus": sheet.bonus_centipoints,
        "lines": [
            [
                one.indicator.code, one.value, one.why_none, one.target, one.given_centipoints,
                one.judged, one.note,
                [[proof.kind, proof.text, proof.sha256] for proof in one.evidence.all()],
            ]
            for one in sheet.entries.all()
        ],
    }  # fmt: skip


def fillers_of(sheet: ScoreSheet) -> set[str]:
    """Everyone who wrote on it: none of them checks it."""
    wrote = sheet.entries.exclude(filled_by_uid="").values_list("filled_by_uid", flat=True)
    return {*wrote, sheet.submitted_by_uid} - {""}


@dataclass(frozen=True, slots=True)
class Below:
    """Places of the level below whose sheets must be locked first; `missing` names the others."""

    expected: int
    locked: int
    missing: list[str]


def places_below(area: Area, term: Term) -> QuerySet[Area]:
    """Townships of a county, villages of a township; communities have no sheet."""
    level = BELOW.get(area.level, "")
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=term.next_on)
    return Area.objects.filter(still, parent=area, level=level).order_by("code")


def below(sheet: ScoreSheet, term: Term) -> Below:
    """Nothing is expected where the level below has no set of this cycle."""
    level = BELOW.get(sheet.level)
    if level is None or set_for(sheet.area_code[:6], level, term) is None:
        return Below(0, 0, [])
    places = dict(places_below(sheet.area, term).values_list("code", "name"))
    newest = ScoreSheet.objects.newest().filter(
        area_code__in=places, period=sheet.period, state="locked"
    )
    locked = set(newest.values_list("area_code", flat=True))
    missing = [name for code, name in places.items() if code not in locked]
    return Below(len(places), len(locked), missing)


def lock_above(sheet: ScoreSheet) -> bool:
    """Whether the area above stands locked for the same period."""
    above = ScoreSheet.objects.newest().filter(
        area=sheet.area.parent_id, period=sheet.period, state="locked"
    )
    return sheet.area.parent_id is not None and above.exists()


@dataclass(frozen=True, slots=True)
class Row:
    """A place and its sheet. Figures are of the locked version while a later one is corrected."""

    area: Area
    sheet: ScoreSheet | None = None
    shown: ScoreSheet | None = None
    points: dict[str, int] = field(default_factory=dict)

    @property
    def correcting(self) -> bool:
        return self.sheet is not self.shown


@dataclass(frozen=True, slots=True)
class Comparison:
    area: Area
    breadcrumb: list[Area]
    term: Term
    ended: bool
    own: Row | None
    own_set: IndicatorSet | None
    rows: list[Row]
    rows_set: IndicatorSet | None
    columns: list[Indicator]

    @property
    def locked(self) -> int:
        return sum(1 for row in self.rows if row.sheet and row.sheet.state == "locked")

    @property
    def begun(self) -> int:
        return sum(1 for row in self.rows if row.sheet)


def comparison(*, actor: Actor, parent: str, period: str, today: date) -> Comparison:
    """A place and those right below it in one period: a constant number of statements."""
    area, term = area_of(actor, parent), term_of(period, today=today)
    places = list(places_below(area, term))
    scored = {"county", "township", "village"}
    listed = [*places, area] if area.level in scored else places
    sheets = list(
        ScoreSheet.objects.visible_to(actor)
        .filter(area__in=listed, period=str(term))
        .select_related("set")
        .order_by("number")
    )
    rows = {place.pk: _row(place, sheets) for place in listed}
    _give_points(rows)
    county, level_below = area.code[:6], BELOW.get(area.level, "")
    rows_set = set_for(county, level_below, term)
    return Comparison(
        area=area, breadcrumb=_trail(actor, area), term=term, ended=term.next_on <= today,
        own=rows.get(area.pk),
        own_set=set_for(county, area.level, term),
        rows=[rows[place.pk] for place in places], rows_set=rows_set,
        columns=list(rows_set.indicators.order_by("position")) if rows_set else [],
    )  # fmt: skip


def _row(place: Area, sheets: list[ScoreSheet]) -> Row:
    mine = [sheet for sheet in sheets if sheet.area_id == place.pk]
    if not mine:
        return Row(place)
    standing = [sheet for sheet in mine if sheet.state == "locked"]
    return Row(place, mine[-1], standing[-1] if standing else mine[-1])


def _give_points(rows: dict[int, Row]) -> None:
    shown = {row.shown.pk: row for row in rows.values() if row.shown}
    given = ScoreEntry.objects.filter(sheet__in=shown, given_centipoints__isnull=False)
    for pk, code, points in given.values_list("sheet", "indicator__code", "given_centipoints"):
        shown[pk].points[code] = points or 0


def _trail(actor: Actor, area: Area) -> list[Area]:
    trail: list[Area] = []
    at: Area | None = area
    while at is not None and actor.reaches_area(at.code):
        trail.insert(0, at)
        at = at.parent
    return trail


def broken_sheets() -> Iterator[str]:
    """Locked sheets whose lines are not those that were signed, or do not sum to their points."""
    locked = ScoreSheet.objects.filter(state="locked").select_related("set")
    whole = locked.prefetch_related("entries__indicator", "entries__evidence")
    for sheet in whole.iterator(chunk_size=500):
        given = [(one.indicator.bonus, one.given_centipoints or 0) for one in sheet.entries.all()]
        if scoring.total_of(given) != (sheet.base_centipoints, sheet.bonus_centipoints):
            yield f"score_sheet {sheet.pk}: points do not sum to its total"
        if digest_of(content_of(sheet)) != sheet.digest:
            yield f"score_sheet {sheet.pk}: lines differ from what was signed"
