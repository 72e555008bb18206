"""Opening households' figures leaves a trace that each of them can read."""

from datetime import datetime
from uuid import UUID

from backend.audit import services as audit
from backend.common.actor import Actor
from cooperatives.models import Household
from impact.queries.drill import GainLine, gain_lines, visible_household
from impact.queries.gain_areas import VillageGains, village_gains
from impact.queries.homes import Home, HomeLine, Homes, home_lines, homes_of, village_homes


def open_village_gains(
    *, village: str, year: int, purpose: str, actor: Actor, now: datetime
) -> VillageGains:
    """The households behind a village's measured gain, for a stated reason."""
    found = village_gains(actor=actor, village=village, year=year)
    homes = [row.household for row in found.rows]
    audit.record_accesses(
        actor=actor, subjects=homes, fields=f"gain_{year}", purpose=purpose, at=now
    )
    return found


def open_gain_lines(
    *, household_uid: UUID, year: int, purpose: str, actor: Actor, now: datetime
) -> tuple[Household, list[GainLine]]:
    home = visible_household(actor=actor, uid=household_uid)
    audit.record_access(
        actor=actor, subject=home, fields=f"gain_receipts_{year}", purpose=purpose, at=now
    )
    return home, gain_lines(actor=actor, household=home, year=year)


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
