"""How each enumerator's figures are spread, over the waves a run used."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.db.models import F

from impact.models import IncomeEntry, IncomeLine, IncomeSurvey
from impact.rules.heaping import Habit, Told, habits
from impact.rules.near_line import per_head

INCOME = F("earned_fen") + F("transfer_received_fen") - F("transfer_paid_fen")
NAME_LENGTH = 6


def habits_of(waves: Sequence[IncomeSurvey]) -> list[Habit]:
    return habits(_told(waves))


def _told(waves: Sequence[IncomeSurvey]) -> Iterator[Told]:
    """Against the poverty line of the year, else the monitoring line, where one is entered."""
    counties = {wave.county_code for wave in waves}
    lines: dict[int, int] = {}
    for kind in (IncomeLine.Kind.MONITORING, IncomeLine.Kind.POVERTY):
        found = IncomeLine.objects.filter(county_code__in=counties, kind=kind)
        lines |= dict(found.values_list("year", "amount_fen"))
    rows = IncomeEntry.objects.filter(survey__in=waves, status="observed").annotate(income=INCOME)
    names: dict[str, str] = {}
    fields = ("enumerator_uid", "survey__year", "earned_fen", "income", "persons")
    for who, year, earned, income, persons in rows.values_list(*fields).iterator():
        name = names.setdefault(who, _named(who))
        yield Told(name, earned, per_head(income, persons), lines.get(year))


def _named(uid: str) -> str:
    """A report is read by many: the county's audit log leads from the mark to the person."""
    return f"采集人 {sha256(uid.encode()).hexdigest()[:NAME_LENGTH]}" if uid else "未记采集人"
