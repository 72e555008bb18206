"""Tries one row as every role in every position and says what went wrong, in sentences."""

import copy
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client

from backend.accounts.queries import VISITOR
from backend.accounts.rules import grants_of
from tests.scope.row import Row
from tests.scope.world import World

# The frame's own notes of a request, and the lockout's; no record of the county.
NOT_RECORDS = ("common_idempotencykey", "django_session", "axes_")
REFUSED = (401, 403, 404)


def verdicts(row: Row, view: Any, world: World) -> list[str]:
    """Nothing when the row holds for everybody."""
    need = view.needs[row.method]
    public = need is None or VISITOR.may(*need)
    found = []
    for (role, position), browser in world.browsers.items():
        may = public or need in grants_of(role)
        here = role in row.shared_by or (position == "own" and role not in row.not_for)
        if position != "own" and not may:
            continue  # Without the right it does not matter where one stands.
        if position == "expired":
            may, here = public, False
        answer, writes = ask(row, world, browser)
        if wrong := judge(row, world, answer, writes, may=may, here=here, public=public):
            found.append(f"{role} {position}: {wrong} ({answer.status_code})")
    return found


def judge(
    row: Row, world: World, answer: Any, writes: list[str], *, may: bool, here: bool, public: bool
) -> str:
    status = answer.status_code
    if status >= 500:
        return f"fails: {answer.content.decode()[:200]}"
    if not may:
        return _refused(status, writes)
    if row.kind in ("personal", "unscoped"):
        return "has the right and is refused" if status in (401, 403) and not public else ""
    if row.kind == "listed":
        shown = row.shows(world) in answer.content.decode()
        if here != shown and not public:
            return "does not find the record" if here else "finds a record out of scope"
        return ""
    if here:
        return "reaches the record and is refused" if status in REFUSED else ""
    if public and row.kind == "opened":
        return ""
    return _refused(status, writes, absent=True)


def _refused(status: int, writes: list[str], *, absent: bool = False) -> str:
    # Out of scope, a body that names foreign records may be found wrong before it is found foreign.
    refusals = (*REFUSED, 409, 422) if absent else REFUSED
    if status not in refusals:
        return "out of scope and let in" if absent else "no right and let in"
    return f"refused, yet something was written: {writes[0][:80]}" if writes else ""


def ask(row: Row, world: World, browser: Client) -> tuple[Any, list[str]]:
    """The answer and what it wrote; then everything is as before."""
    cookies = copy.deepcopy(browser.cookies)
    with watching() as writes, transaction.atomic():
        answer = browser.generic(
            row.method, row.address(world), json.dumps(row.body(world)), "application/json",
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )  # fmt: skip
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer, writes


@contextmanager
def watching() -> Iterator[list[str]]:
    """Collects statements that change a record, those that are rolled back again left out."""
    writes: list[str] = []
    marks: dict[str, int] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT "):
            marks[sql.removeprefix("SAVEPOINT ")] = len(writes)
        elif sql.startswith("ROLLBACK TO SAVEPOINT "):
            del writes[marks[sql.removeprefix("ROLLBACK TO SAVEPOINT ")] :]
        elif sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.extend([sql] if not any(f'"{name}' in sql for name in NOT_RECORDS) else [])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield writes
