"""The cast as the first test of a worker found it, put back for every later one.

Built by the models it takes 120 statements; put back, one for each table.
"""

import pickle
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from tests import cast as people

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Recording:
    inserts: list[tuple[str, list[Any]]]
    who: bytes

    def put_back(self) -> people.Cast:
        with connection.cursor() as cursor:
            for statement, values in self.inserts:
                cursor.execute(statement, values)
        return people.Cast(*pickle.loads(self.who))  # noqa: S301


def record() -> Recording:
    """Builds the cast in the open transaction and notes the rows that it added to any table."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    before = {table: set(_rows(table)[1]) for table in tables}
    cast = people.build()
    inserts = []
    for table in tables:
        columns, rows = _rows(table)
        if added := [row for row in rows if row not in before[table]]:
            inserts.append(_insert(table, columns, added))
    return Recording(inserts, pickle.dumps((cast.users, cast.hats, cast.places)))


def _rows(table: str) -> tuple[list[str], list[Row]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(table: str, columns: list[str], rows: list[Row]) -> tuple[str, list[Any]]:
    names = ", ".join(f'"{name}"' for name in columns)
    row = f"({', '.join(['%s'] * len(columns))})"
    statement = f'INSERT INTO "{table}" ({names}) VALUES {", ".join([row] * len(rows))}'  # noqa: S608
    return statement, [value for row in rows for value in row]
