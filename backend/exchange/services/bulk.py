"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite; and back again.

For services that own the table. Values stand in the order of `columns` (names in the database).
Statements are put together by `psycopg.sql`, which quotes every name; both databases read them.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection, models
from psycopg import sql

_STEP = 900
Values = Sequence[Any]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys nobody else gets. The caller is in a transaction (SQLite: it holds the write lock)."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
    return list(range(last + 1, last + count + 1))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    """Inserts; constraints of the table hold as ever."""
    table, names = _table(model), _names(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(_text("COPY {} ({}) FROM STDIN", table, names)) as copy:
                for row in rows:
                    copy.write_row([_copied(value) for value in row])
            return
        cursor.executemany(
            _text("INSERT INTO {} ({}) VALUES ({})", table, names, _marks(len(columns))),
            [[_adapted(value) for value in row] for row in rows],
        )


def update(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Values], *, guard: bool = True
) -> int:
    """`rows` end with the key and, where guarded, the version that was read; rows changed."""
    if not rows:
        return 0
    sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in columns)
    where = "id = %s AND version = %s" if guard else "id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(
            _text("UPDATE {} SET {} WHERE {}", _table(model), sets, sql.SQL(where)),
            [[_adapted(value) for value in row] for row in rows],
        )
        return int(cursor.rowcount)


def snapshot(model: type[models.Model], pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Rows exactly as they stand, as plain JSON values; `restore` puts them back byte by byte."""
    columns = _columns(model)
    table, names = _table(model), _names(columns)
    found: dict[int, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        for some in _some(pks):
            look = _text("SELECT {} FROM {} WHERE id IN ({})", names, table, _marks(len(some)))
            cursor.execute(look, list(some))
            for row in cursor.fetchall():
                plain = {column: _plain(value) for column, value in zip(columns, row, strict=True)}
                found[int(plain["id"])] = plain
    return found


def restore(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = [column for column in rows[0] if column != "id"]
    values = [[*(row[column] for column in columns), row["id"]] for row in rows]
    update(model, columns, values, guard=False)


def delete(model: type[models.Model], pks: Sequence[int], *, by: str = "id") -> int:
    """Deletes by key, without cascades: what still refers to a row stops it."""
    table, key, gone = _table(model), sql.Identifier(by), 0
    with connection.cursor() as cursor:
        for some in _some(pks):
            away = _text("DELETE FROM {} WHERE {} IN ({})", table, key, _marks(len(some)))
            cursor.execute(away, list(some))
            gone += cursor.rowcount
    return gone


def write_history(
    model: type[models.Model], pks: Sequence[int], *, sign: str, by_uid: str, at: datetime
) -> None:
    """One row of history each ("+" new, "~" changed), copied inside the database."""
    kept = history_of(model)
    if kept is None:
        return
    own = set(_columns(model))
    both = [column for column in _columns(kept) if column in own]
    more = {"history_date": _adapted(at), "history_type": sign, "history_user_id": by_uid}
    with connection.cursor() as cursor:
        for some in _some(pks):
            copied = _text(
                "INSERT INTO {} ({}) SELECT {}, {} FROM {} WHERE id IN ({})", _table(kept),
                _names([*both, *more]), _names(both), _marks(len(more)), _table(model),
                _marks(len(some)),
            )  # fmt: skip
            cursor.execute(copied, [*more.values(), *some])


def drop_history(model: type[models.Model], pks: Sequence[int], *, newest_only: bool) -> None:
    """Takes back what `write_history` wrote: all of a record that goes, or its newest row."""
    kept = history_of(model)
    if kept is None:
        return
    if not newest_only:
        delete(kept, pks)
        return
    for some in _some(pks):
        newest = kept._default_manager.filter(id__in=some).values("id")
        last = newest.annotate(last=models.Max("history_id")).values_list("last", flat=True)
        delete(kept, list(last), by="history_id")


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    manager = getattr(model, "history", None)
    found: type[models.Model] | None = getattr(manager, "model", None)
    return found


def referring(model: type[models.Model], pks: Sequence[int]) -> list[tuple[int, str, int]]:
    """(key, name of the referring table, how many) for every row that others refer to."""
    found: list[tuple[int, str, int]] = []
    for relation in model._meta.related_objects:
        if relation.field.many_to_many:
            continue
        name, other = relation.field.attname, relation.related_model
        for some in _some(pks):
            rows = other._default_manager.filter(**{f"{name}__in": some})
            counted = rows.values_list(name).annotate(rows=models.Count("pk")).order_by(name)
            title = str(other._meta.model_name)
            found += [(int(pk), title, number) for pk, number in counted]
    return found


def _text(template: LiteralString, *parts: sql.Composable) -> str:
    """A statement as text: SQLite reads the same quotes, and Django the same marks."""
    return sql.SQL(template).format(*parts).as_string(None)


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(str(model._meta.db_table))


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)


def _marks(count: int) -> sql.Composed:
    return sql.SQL(", ").join([sql.Placeholder()] * count)


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _some(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(pks), _STEP):
        yield pks[start : start + _STEP]


def _copied(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _adapted(value: Any) -> Any:
    """SQLite keeps what Django writes: uuids as 32 digits, instants without a zone."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _plain(value: Any) -> Any:
    """`str` of an instant is what both databases read back to the microsecond."""
    if isinstance(value, datetime | date | time | UUID | Decimal):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value
