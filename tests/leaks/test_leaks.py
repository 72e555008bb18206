"""Known identity numbers and phones stand nowhere in clear (ROLES section 5, Leak test).

Everything that is sealed passes through the services once; then every table, the database's own
files, what was logged, an export and the answers of lists are searched.
"""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.scope import samples

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECRETS = (
    "639999196503120017", "639999197809240024", "63999919900307007X",
    "15400000001", "15400000002", "15490000006", "15490000014", "15490009999",
)  # fmt: skip
LISTS = (
    "households", "receipts", "orders", "shipments", "parcels", "accounts", "assignments",
    "devices", "approvals", "audit/events", "audit/accesses",
)  # fmt: skip


@pytest.fixture
def lived(cast: Cast, clock: Any, caplog: pytest.LogCaptureFixture) -> Cast:
    """One of everything has happened, with the log at its most talkative."""
    caplog.set_level(logging.DEBUG)
    samples.fill({}, cast)
    return cast


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def everything_stored() -> str:
    """Each cell of each table as text."""
    with connection.cursor() as cursor:
        cells = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def test_no_table_holds_a_number_in_clear(lived: Cast) -> None:
    stored = everything_stored()
    assert lived.potato_household.head_name in stored
    assert found_in(stored) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the server's files are not ours to read")
def test_the_database_file_and_its_log_hold_none(lived: Cast) -> None:
    name = str(connection.settings_dict["NAME"])
    files = [Path(name + ending) for ending in ("", "-wal") if Path(name + ending).exists()]
    content = b"".join(path.read_bytes() for path in files)
    assert lived.potato_household.head_name.encode() in content
    assert [secret for secret in SECRETS if secret.encode() in content] == []


def test_the_log_holds_none(lived: Cast, caplog: pytest.LogCaptureFixture) -> None:
    lived.client("operator").get("/api/v1/households?search=15400000001")
    assert found_in(caplog.text) == []


@pytest.mark.parametrize("path", LISTS)
def test_no_list_answers_with_one(lived: Cast, path: str) -> None:
    people = ("operator", "manager", "official", "auditor", "administrator", "township_official")
    answers = [lived.client(who).get(f"/api/v1/{path}").content.decode() for who in people]
    assert found_in("\n".join(answers)) == []


def test_an_export_holds_none(lived: Cast, post: Any) -> None:
    body = {"which": "accesses", "kind": "csv", "purpose": "年度审计抽查"}
    answer = post(lived.client("auditor"), "/api/v1/audit/export", body)
    assert found_in(answer.getvalue().decode()) == []
