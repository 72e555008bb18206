"""The guards that migrations lay in the database are there at the end of all migrations.

SQLite drops a table's triggers when a later migration builds the table anew: that migration must
lay them again.
"""

import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from backend.common.append_only import Triggers


def guards_of_all_migrations() -> set[str]:
    editor = connection.schema_editor()
    return {
        name
        for migration in MigrationLoader(None).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Triggers)
        for statement in operation.set_up(editor)
        for name in re.findall(r"^CREATE TRIGGER (\w+)", statement)
    }


def guards_that_stand() -> set[str]:
    query = (
        "SELECT trigger_name FROM information_schema.triggers"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_no_guard_was_lost_on_the_way() -> None:
    laid = guards_of_all_migrations()
    assert len(laid) > 50
    assert laid - guards_that_stand() == set()
