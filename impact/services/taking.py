"""Asking for a list that names households: the page's own limits hold before anything is made."""

from datetime import datetime
from uuid import UUID

from backend.common.actor import Actor
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from impact.queries.drill import visible_household
from impact.queries.homes import village_homes
from impact.services.documents import DOCUMENTS

TASK = "impact.tasks.make_file"


def ask_homes(
    *, village: str, station: UUID, period: str, purpose: str, file_format: str, actor: Actor,
    now: datetime,
) -> ExportFile:  # fmt: skip
    """Out of reach, closed or empty is refused here as it is on the page."""
    found = village_homes(actor=actor, village=village, station=station, period=period, now=now)
    filters = {
        "village": village, "station": str(station), "period": str(found.period),
        "purpose": purpose, "households": str(len(found.rows)),
    }  # fmt: skip
    return _ask("overview_households", filters, file_format, actor, now)


def ask_receipts(
    *, uid: UUID, period: str, purpose: str, file_format: str, actor: Actor, now: datetime
) -> ExportFile:
    home = visible_household(actor=actor, uid=uid)
    filters = {"household": str(home.uid), "period": period, "purpose": purpose}
    return _ask("overview_receipts", filters, file_format, actor, now)


def _ask(
    code: str, filters: dict[str, str], file_format: str, actor: Actor, now: datetime
) -> ExportFile:
    return exporting.ask_export(
        kind=DOCUMENTS[code], file_format=file_format, filters=filters, personal=True,
        purpose=filters["purpose"], task=TASK, actor=actor, now=now,
    )  # fmt: skip
