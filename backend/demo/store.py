"""Rows are given their keys here and written in bulk; memory holds one chunk, never the county."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models
from psycopg import sql

BATCH = 2_000
M = TypeVar("M", bound=models.Model)


def write_rows(kind: type[models.Model], rows: list[models.Model]) -> None:
    """All of a kind at once: by COPY where the database has it, a third faster for a million."""
    if connection.vendor != "postgresql":
        kind._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    fields = [field for field in kind._meta.local_concrete_fields if not field.generated]
    names = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    table = sql.Identifier(kind._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy,
    ):
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
            )


class Store:
    """Collects rows by table. Foreign keys are deferred to the commit, so tables need no order."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._last: dict[type[models.Model], int] = {}
        self.counts: dict[type[models.Model], int] = defaultdict(int)

    def add(self, row: M) -> M:
        """Gives the row its key; it is written with the next flush, later changes included."""
        kind = type(row)
        if row.pk is None:
            row.pk = self._next(kind)
        self._rows[kind].append(row)
        return row

    def _next(self, kind: type[models.Model]) -> int:
        if kind not in self._last:
            found = kind._default_manager.aggregate(last=models.Max("pk"))["last"]
            self._last[kind] = found or 0
        self._last[kind] += 1
        return self._last[kind]

    def flush(self, *, keep: Collection[models.Model] = ()) -> None:
        """Writes what was collected, except rows that still change."""
        kept: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for row in keep:
            kept[type(row)].append(row)
        for kind, rows in self._rows.items():
            still = {row.pk for row in kept[kind]}
            ready = [row for row in rows if row.pk not in still]
            write_rows(kind, ready)
            self.counts[kind] += len(ready)
        self._rows = kept

    def finish(self, *, edited_at: datetime) -> None:
        """Sets the edit stamps to the county's clock; PostgreSQL's sequences move along.

        It also counts its rows, else it would plan the proof for empty tables.
        """
        self.flush()
        for kind in self.counts:
            if any(field.name == "updated_at" for field in kind._meta.fields):
                kind._default_manager.update(updated_at=edited_at)
        statements = connection.ops.sequence_reset_sql(no_style(), list(self.counts))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")

    def table_counts(self) -> dict[str, Any]:
        return {
            kind._meta.label: count
            for kind, count in sorted(self.counts.items(), key=lambda pair: pair[0]._meta.label)
        }
