"""Sets of indicators, the one that applies, and the targets of an area and period."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from backend.accounts.models import User
from backend.common.actor import Actor
from impact.models import Indicator, IndicatorSet, IndicatorTarget
from impact.rules.appraisal import Term
from stations.models import Area

UUID_LENGTH = 36


def sets(actor: Actor) -> QuerySet[IndicatorSet]:
    """Newest first within level and cycle, with how many lines and points they hold."""
    lines = "indicators__most_centipoints"
    return IndicatorSet.objects.visible_to(actor).annotate(
        lines=Count("indicators"),
        base_centipoints=Sum(lines, filter=Q(indicators__bonus=False), default=0),
        bonus_centipoints=Sum(lines, filter=Q(indicators__bonus=True), default=0),
    )


def set_with_lines(actor: Actor) -> QuerySet[IndicatorSet]:
    return sets(actor).prefetch_related(Prefetch("indicators", Indicator.objects.all()))


def set_for(county_code: str, level: str, term: Term) -> IndicatorSet | None:
    """The set in force whose first day lies at or before the period's."""
    return (
        IndicatorSet.objects.filter(
            county_code=county_code, level=level, cycle=term.cycle, state="in_force",
            applies_from__lte=term.first_on,
        )
        .order_by("-applies_from")
        .first()
    )  # fmt: skip


def content_of_set(made: IndicatorSet) -> dict[str, object]:
    """What a decision signs: every word and number of the set."""
    return {
        "county": made.county_code, "level": made.level, "cycle": made.cycle,
        "number": made.number, "title": made.title, "applies_from": str(made.applies_from),
        "lines": [
            [
                one.position, one.code, one.name, one.origin, one.source, one.source_checked,
                one.meaning, one.unit, one.unit_name, one.formula_key, one.method,
                one.most_centipoints, one.bonus, one.default_target, one.evidence_required,
            ]
            for one in made.indicators.order_by("position")
        ],
    }  # fmt: skip


def targets(actor: Actor, *, period: str = "", area_code: str = "") -> QuerySet[IndicatorTarget]:
    """With the names of their areas."""
    name = Area.objects.filter(code=OuterRef("area_code")).values("name")[:1]
    found = IndicatorTarget.objects.visible_to(actor).annotate(area_name=Subquery(name))
    found = found.filter(period=period) if period else found
    return found.filter(area_code=area_code) if area_code else found


def names_of(uids: Iterable[str]) -> dict[str, str]:
    """Who officials are; the demo's and the system's hands are no persons."""
    known = [uid for uid in uids if len(uid) == UUID_LENGTH]
    found = User.objects.filter(uid__in=known).values_list("uid", "name")
    return {str(uid): name for uid, name in found}


def targets_of(area_code: str, period: str) -> dict[str, int]:
    rows = IndicatorTarget.objects.filter(area_code=area_code, period=period)
    return dict(rows.values_list("code", "value"))
