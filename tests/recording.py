"""The cast as the first test of a worker found it, put back for every later one.

Built by the models it takes 120 statements; put back, one for each table.
"""

import pickle
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from psycopg.sql import SQL, Identifier, Placeholder

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
        cursor.execute(SQL("SELECT * FROM {}").format(Identifier(table)).as_string())
        return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(table: str, columns: list[str], rows: list[Row]) -> tuple[str, list[Any]]:
    comma = SQL(", ")
    row = SQL("({})").format(comma.join([Placeholder()] * len(columns)))
    statement = SQL("INSERT INTO {} ({}) VALUES {}").format(
        Identifier(table), comma.join(map(Identifier, columns)), comma.join([row] * len(rows))
    )
    return statement.as_string(), [value for row in rows for value in row]
