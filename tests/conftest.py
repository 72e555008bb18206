"""What every test may ask for."""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.transaction import atomic, set_rollback
from django.test import Client
from django.test.client import Client as Browser
from psycopg.sql import SQL, Identifier
from pytest_django import DjangoDbBlocker

from backend.celery import app as celery_app
from tests import cast as people
from tests import template
from tests.recording import Recording, record


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Every worker tests in its own copy of the template, new for each run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    database = connection.settings_dict
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            database["NAME"] = settings.DATA_DIR / f"test-{worker}.sqlite3"
            template.copy_to_file(database["NAME"])
        else:
            database["NAME"] = f"test_{database['NAME']}_{worker}"
            template.copy_to_server(database["NAME"])
        _empty_tables_past_the_triggers()
    yield
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            template.remove_file(database["NAME"])
        else:
            template.remove_from_server(database["NAME"])


def _empty_tables_past_the_triggers() -> None:
    """Tests with real transactions empty the tables behind them by DELETE.

    The append-only triggers refuse that, rightly, so they step aside for the emptying alone. On
    PostgreSQL Django would TRUNCATE, which makes the files of every table anew: seconds, not
    milliseconds.
    """
    empty_tables = connection.ops.execute_sql_flush

    def delete_all_rows(sql: list[str]) -> None:
        with connection.cursor() as cursor, atomic():
            if connection.vendor == "sqlite":
                _without_triggers(cursor, lambda: empty_tables(sql))
            else:
                tables = connection.introspection.django_table_names(only_existing=True)
                cursor.execute("SET LOCAL session_replication_role = replica")
                delete = SQL("DELETE FROM {}")
                empty_tables([delete.format(Identifier(one)).as_string() for one in tables])

    connection.ops.execute_sql_flush = delete_all_rows


def _without_triggers(cursor: CursorWrapper, run: Callable[[], None]) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    run()
    for _, definition in triggers:
        cursor.execute(definition)


# Argon2 is slow on purpose; here its cheapest setting hashes the invented people's passwords.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1

# `make slow` looks at forty times as many cases.
hypothesis.settings.register_profile("long", max_examples=4_000, deadline=None)
hypothesis.settings.register_profile("short", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


@pytest.fixture(scope="session")
def recording(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Recording:
    with django_db_blocker.unblock(), time_machine.travel(people.NOW, tick=False), atomic():
        recorded = record()
        set_rollback(True)
    return recorded


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> people.Cast:
    """The valley and everyone in it."""
    # Behind a test with real transactions the tables are empty, also those that migrations filled.
    if not connection.in_atomic_block:
        return people.build()
    recorded: Recording = request.getfixturevalue("recording")
    return recorded.put_back()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The moment of the tests: 2026-09-28, 10:00 in Shanghai."""
    # In Shanghai's zone: the payment library stamps with naive local time.
    shanghai = people.NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(shanghai, tick=False) as traveller:
        yield traveller


@pytest.fixture
def now() -> datetime:
    return people.NOW


@pytest.fixture(autouse=True, scope="session")
def _tasks_are_known() -> None:
    """A worker finds the tasks when it starts; here they run in this process."""
    celery_app.autodiscover_tasks(force=True)


@pytest.fixture(autouse=True)
def _own_data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def post() -> Callable[..., Any]:
    """`post(client, path, body)` sends JSON with a fresh Idempotency-Key."""

    def send(client: Browser, path: str, body: Any = None, *, key: str = "") -> Any:
        return client.post(
            path,
            data=json.dumps(body or {}),
            content_type="application/json",
            headers={"Idempotency-Key": key or str(uuid.uuid4())},
        )

    return send


@pytest.fixture
def visitor() -> Client:
    """A browser in which nobody has signed in."""
    return Client()
