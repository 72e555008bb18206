"""The guards that migrations lay in the database are there at the end of all migrations.

SQLite drops a table's triggers when a later migration builds the table anew: that migration must
lay them again.
"""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from backend.common.append_only import AppendOnly
from backend.common.keep_value import KeepValue


def guarded_tables() -> set[str]:
    loader = MigrationLoader(None)
    return {
        operation.table
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, AppendOnly | KeepValue)
    }


def tables_with_a_guard() -> set[str]:
    query = (
        "SELECT event_object_table FROM information_schema.triggers"
        if connection.vendor == "postgresql"
        else "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_no_guard_was_lost_on_the_way() -> None:
    assert guarded_tables() - tables_with_a_guard() == set()
