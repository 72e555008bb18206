"""Opening the monitoring list: each household on it can read who looked and why."""

from datetime import datetime

from backend.audit import services as audit
from backend.common.actor import Actor
from impact.queries.near_line import NearHomes, near_homes


def open_near_homes(
    *, area: str, year: int | None, purpose: str, actor: Actor, now: datetime
) -> NearHomes:
    found = near_homes(actor=actor, area_code=area, year=year)
    homes = [row.entry.household for row in found.rows]
    audit.record_accesses(
        actor=actor, subjects=homes, fields=f"near_line_{found.year}", purpose=purpose, at=now
    )
    return found
