"""Opening households' figures leaves a trace that each of them can read."""

from datetime import datetime
from uuid import UUID

from backend.audit import services as audit
from backend.common.actor import Actor
from impact.queries.drill import GainLine, gain_lines, visible_household
from impact.queries.homes import Home, HomeLine, Homes, home_lines, homes_of, village_homes


def open_gain_lines(
    *, household_uid: UUID, year: int, actor: Actor, now: datetime
) -> list[GainLine]:
    home = visible_household(actor=actor, uid=household_uid)
    audit.record_access(
        actor=actor, subject=home, fields=f"gain_{year}", purpose="查看账实增收明细", at=now
    )
    return gain_lines(actor=actor, household=home, year=year)


def open_homes(
    *, village: str, station: UUID, period: str, purpose: str, actor: Actor, now: datetime
) -> Homes:
    """The households behind a station's row of the overview, for a stated reason."""
    found = village_homes(actor=actor, village=village, station=station, period=period, now=now)
    audit.record_accesses(
        actor=actor, subjects=homes_of(found), fields=f"sales_{found.period}", purpose=purpose,
        at=now,
    )  # fmt: skip
    return found


def open_home_lines(
    *, uid: UUID, period: str, purpose: str, actor: Actor, now: datetime
) -> tuple[Home, list[HomeLine]]:
    """A household's sales of a period, each down to its receipt and lot."""
    home, lines = home_lines(actor=actor, uid=uid, period=period, now=now)
    audit.record_access(
        actor=actor, subject=home.household, fields=f"receipts_{period}", purpose=purpose, at=now
    )
    return home, lines
