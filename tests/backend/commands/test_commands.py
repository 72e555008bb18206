"""The commands that prove the rows, open a county, and print a code."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from backend.accounts.models import RoleAssignment, User
from backend.accounts.services import add_second_factor, totp_code
from backend.audit.services import link_events
from backend.common.actor import system_actor
from backend.ledger.models import Account
from backend.ledger.rules import Leg
from backend.ledger.services import post
from tests.cast import NOW, Cast

SECRET = "3132333435363738393031323334353637383930"


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def book(held_fen: int) -> None:
    legs = [Leg("clearing", "m", -held_fen), Leg("held", "o1", held_fen)]
    post(
        key="capture:1", kind="capture", reference="OD1", legs=legs, county_code="630121",
        actor=system_actor("till"), now=NOW,
    )  # fmt: skip


def test_sound_rows_pass_every_check(cast: Cast) -> None:
    report = json.loads(run("check_invariants", "--json"))
    assert (report["violations"], report["items"]) == (0, [])
    assert {"backend.accounts", "backend.ledger", "backend.audit"} <= set(report["checked"])


def test_a_broken_row_is_named_and_the_command_fails(cast: Cast) -> None:
    book(-1_200)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants", "--json", stdout=out)
    report = json.loads(out.getvalue())
    held = Account.objects.get(kind="held")
    found = {
        "app": "backend.ledger",
        "violation": f"account {held.pk} (held): stands at -1200 fen",
    }
    assert ended.value.code == 1
    assert found in report["items"]
    assert report["violations"] == len(report["items"])


@pytest.mark.django_db
def test_the_ledger_says_where_the_money_is() -> None:
    book(1_200)
    report = json.loads(run("ledger_verify", "--json"))
    assert (report["ok"], report["paid_in_fen"], report["owed_fen"]) == (True, 1_200, 1_200)
    assert re.search(r"paid_in +12\.00\n", run("ledger_verify"))


@pytest.mark.django_db
def test_the_audit_chain_is_verified_by_command() -> None:
    run("bootstrap")
    link_events()
    report = json.loads(run("verify_audit", "--json"))
    assert (report["events"], report["links"], report["violations"]) == (3, 3, 0)
    assert report["last_hash"] != "0" * 64


@pytest.mark.django_db
def test_a_county_opens_with_three_people_and_two_of_them_behind_each() -> None:
    printed = run("bootstrap")
    assert printed.count("动态验证码密钥") == 3
    assert User.objects.get(username="admin").password.startswith("argon2")
    stands_on = RoleAssignment.objects.order_by("user__username").values_list(
        "user__username", "role", "granted_by__username", "approved_by__username"
    )
    assert list(stands_on) == [
        ("admin", "SA", "county1", "county2"),
        ("county1", "CO", "admin", "county2"),
        ("county2", "CO", "admin", "county1"),
    ]


def test_a_county_opens_once(cast: Cast) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match="已有账号"):
        run("bootstrap")
    assert User.objects.count() == before


@pytest.mark.django_db
def test_the_first_administrator_signs_in_with_what_was_printed(visitor: Client) -> None:
    printed = run("bootstrap")
    password = re.search(r"账号 admin  密码 (\S+)", printed)
    assert password is not None
    body = {"username": "admin", "password": password[1], "code": run("totp", "admin").strip()}
    answer = visitor.post("/api/v1/session", body, content_type="application/json")
    session = answer.json()
    assert (session["must_change_password"], session["hat"]) == (True, None)
    change = {"old": password[1], "new": "a-phrase-of-my-own"}
    headers = {"Idempotency-Key": "first-change"}
    changed = visitor.post(
        "/api/v1/session/password", change, content_type="application/json", headers=headers
    )
    assert changed.json()["hat"]["role"] == "SA"


def test_the_code_of_an_account_is_printed(cast: Cast, clock: Any) -> None:
    add_second_factor(user=cast.users["manager"], secret_hex=SECRET)
    assert run("totp", "manager") == f"{totp_code(SECRET, NOW)}\n"
    with pytest.raises(CommandError, match="no second factor"):
        run("totp", "buyer")
