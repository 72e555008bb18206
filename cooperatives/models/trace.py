"""Who changed an edited record and when: one row per change, ciphertext as it stood (ROLES 5)."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


def _by(row: Any) -> str:
    return str(row.history_user_id)


def _set_by(row: Any, uid: str | None) -> None:
    row.history_user_id = uid or ""


class History(HistoricalRecords):  # type: ignore[misc]
    """Keeps the person as text uid, like audit does, so that history needs no foreign key."""

    def __init__(self) -> None:
        super().__init__(
            history_user_id_field=models.CharField(max_length=64, default=""),
            history_user_getter=_by,
            history_user_setter=_set_by,
        )
