"""Signing up with a code sent to the mobile."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import Consent, SignUpCode, User
from backend.accounts.rules.consenting import CURRENT
from tests.cast import PASSWORD, Cast

MOBILE = "15490007777"
pytestmark = pytest.mark.django_db


def ask_for_code(client: Client, mobile: str = MOBILE) -> Any:
    return client.post("/api/v1/sign-up/code", {"mobile": mobile}, content_type="application/json")


def sign_up(client: Client, code: str, **other: Any) -> Any:
    body = {"mobile": MOBILE, "code": code, "name": "马有福", "password": PASSWORD,
            "agreed": CURRENT["privacy"]} | other  # fmt: skip
    return client.post("/api/v1/sign-up", body, content_type="application/json")


def test_the_code_makes_a_buyer_who_is_signed_in(visitor: Client, clock: Any) -> None:
    code = ask_for_code(visitor).json()["demo_code"]
    answer = sign_up(visitor, code)
    assert (answer.status_code, answer.json()["hat"]["role"]) == (201, "BY")
    assert visitor.get("/api/v1/session").json()["user"]["name"] == "马有福"


def test_where_the_demo_is_not_allowed_the_code_stays_secret(
    visitor: Client, settings: Any
) -> None:
    settings.ALLOW_DEMO = False
    assert ask_for_code(visitor).json() == {"sent": True, "demo_code": None}


@pytest.mark.django_db(transaction=True)
def test_the_code_leaves_by_short_message(visitor: Client, settings: Any, clock: Any) -> None:
    code = ask_for_code(visitor).json()["demo_code"]
    (letter,) = Path(settings.DATA_DIR, "messages").glob("*.txt")
    assert letter.read_text().startswith(f"{MOBILE}\n【乡站】您的验证码是 {code}，")


def test_five_wrong_codes_burn_the_right_one(visitor: Client, clock: Any) -> None:
    code = ask_for_code(visitor).json()["demo_code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answers = [sign_up(visitor, wrong).json()["code"] for _ in range(5)]
    assert answers == ["code_wrong"] * 5
    assert sign_up(visitor, code).json()["code"] == "code_wrong"
    assert (User.objects.count(), SignUpCode.objects.get().tries) == (0, 5)


def test_a_code_is_good_for_five_minutes_and_once(visitor: Client, clock: Any) -> None:
    code = ask_for_code(visitor).json()["demo_code"]
    clock.shift(timedelta(minutes=5))
    assert sign_up(visitor, code).json()["code"] == "code_wrong"
    fresh = ask_for_code(visitor).json()["demo_code"]
    assert sign_up(visitor, fresh).status_code == 201
    assert sign_up(Client(), fresh).json()["code"] == "code_wrong"


def test_one_code_a_minute(visitor: Client, clock: Any) -> None:
    ask_for_code(visitor)
    assert ask_for_code(visitor).json()["code"] == "too_many_codes"
    clock.shift(timedelta(seconds=61))
    assert ask_for_code(visitor).status_code == 200


def test_a_known_mobile_is_sent_to_sign_in(cast: Cast, visitor: Client) -> None:
    assert ask_for_code(visitor, "15490000014").json()["code"] == "mobile_taken"


def test_what_cannot_be_right_names_its_field(visitor: Client, clock: Any) -> None:
    assert ask_for_code(visitor, "12345").json()["fields"] == {"mobile": "请填写 11 位手机号"}
    code = ask_for_code(visitor).json()["demo_code"]
    assert list(sign_up(visitor, code, name="马").json()["fields"]) == ["name"]
    assert list(sign_up(visitor, code, password="12345678").json()["fields"]) == ["password"]
    assert SignUpCode.objects.get().tries == 0


def test_who_did_not_agree_has_no_account_and_who_did_finds_it_written_down(
    visitor: Client, clock: Any
) -> None:
    code = ask_for_code(visitor).json()["demo_code"]
    assert list(sign_up(visitor, code, agreed="").json()["fields"]) == ["agreed"]
    assert "更新" in sign_up(visitor, code, agreed="2020-01-01").json()["fields"]["agreed"]
    assert not User.objects.exists()
    sign_up(visitor, code)
    kept = Consent.objects.get()
    assert (kept.purpose, kept.version, kept.given) == ("privacy", CURRENT["privacy"], True)
