"""Desks for tables of ordinary size: written through the models, undone byte by byte."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F

from backend.exchange.rules.rows import Row
from backend.exchange.services import bulk
from backend.exchange.services.kinds import Desk, EditingDesk, Undo


class TableDesk(Desk):
    """`fields(row)` turns a row into the model's fields: those of the columns the row holds."""

    model: type[models.Model]

    @abstractmethod
    def fields(self, row: Row) -> dict[str, Any]: ...

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        made = self.model._default_manager.bulk_create(
            [self.model(**self.fields(row)) for row in rows], batch_size=500
        )
        entries = [entry(row, one.pk, None) for row, one in zip(rows, made, strict=True)]
        self._trace(entries, "+")
        return entries

    def _trace(self, entries: Sequence[Undo], sign: str) -> None:
        bulk.write_history(
            self.model, [int(one["pk"]) for one in entries], sign=sign,
            by_uid=self.actor.user_uid, at=self.now,
        )  # fmt: skip


class EditedTableDesk(TableDesk, EditingDesk):
    def update(self, rows: Sequence[Row]) -> list[Undo]:
        """Each row from the version that was shown; one that moved on is left alone."""
        before = bulk.snapshot(self.model, [row.pk for row in rows])
        entries = []
        for row in rows:
            same = self.model._default_manager.filter(pk=row.pk, version=row.version)
            changes = self.fields(row) | {"version": F("version") + 1, "updated_at": self.now}
            if same.update(**changes):
                entries.append(entry(row, row.pk, before[row.pk]))
        self._trace(entries, "~")
        return entries


def entry(row: Row, pk: int, before: dict[str, Any] | None) -> Undo:
    """What undo needs to know of one written row."""
    version = 1 if before is None else int(before.get("version", 0)) + 1
    return {
        "row": row.number, "pk": pk, "before": before, "version": version, "label": row.label,
    }  # fmt: skip
