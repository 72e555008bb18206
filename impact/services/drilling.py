"""Opening a household's measured lines leaves a trace that the household can read."""

from datetime import datetime
from uuid import UUID

from backend.audit import services as audit
from backend.common.actor import Actor
from impact.queries.drill import GainLine, gain_lines, visible_household


def open_gain_lines(
    *, household_uid: UUID, year: int, actor: Actor, now: datetime
) -> list[GainLine]:
    home = visible_household(actor=actor, uid=household_uid)
    audit.record_access(
        actor=actor, subject=home, fields=f"gain_{year}", purpose="查看账实增收明细", at=now
    )
    return gain_lines(actor=actor, household=home, year=year)
