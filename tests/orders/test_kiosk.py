"""A household reads its statement at the counter's device, by its card and its own six digits."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from backend.audit.models import AccessEvent
from cooperatives.models import HouseholdPin
from tests.cast import NOW, Cast
from tests.orders.trade import sell_from

ASK, PIN = "/api/v1/kiosk/statement", "730185"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def counter(cast: Cast, clock: Any) -> Client:
    """A bound phone; the potato household has chosen its code in front of it."""
    device = cast.device("operator")
    assert put_pin(device, cast, PIN).status_code == 204
    return device


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def put_pin(client: Client, cast: Cast, pin: str) -> Any:
    uid = cast.potato_household.uid
    return client.put(
        f"/api/v1/households/{uid}/pin", {"pin": pin}, "application/json", headers=key()
    )


def ask(client: Client, pin: str = PIN, card: str = "HC000001") -> Any:
    return client.post(ASK, {"card_no": card, "pin": pin}, "application/json", headers=key())


def test_card_and_code_open_this_years_statement_for_three_minutes(
    cast: Cast, counter: Client
) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    answer = ask(counter, card=" hc000001 ")
    found = answer.json()
    assert (found["head_name"], found["net"], found["balance"]) == ("马有福", "24.82", "24.82")
    assert found["until"] == "2026-09-28T10:03:00+08:00"
    assert [line["product"] for line in found["lines"]] == ["土豆"]
    assert answer["Cache-Control"] == "no-store"
    assert AccessEvent.objects.get(fields="账单").purpose == "本人在服务站自助查账"


def test_a_wrong_card_a_wrong_code_and_no_code_are_one_answer(cast: Cast, counter: Client) -> None:
    answers = [ask(counter, "111222"), ask(counter, card="HC999999"), ask(counter, card="HC000002")]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(422, "wrong_pin")}
    assert not AccessEvent.objects.filter(fields="账单").exists()


def test_five_wrong_codes_lock_it_for_a_quarter_of_an_hour(
    cast: Cast, counter: Client, clock: Any
) -> None:
    for _ in range(5):
        ask(counter, "111222")
    assert ask(counter).json()["code"] == "pin_locked"
    clock.shift(timedelta(minutes=15))
    assert ask(counter).status_code == 200
    assert HouseholdPin.objects.get().wrong_tries == 0


def test_a_new_code_ends_the_lock_and_the_old_one(cast: Cast, counter: Client) -> None:
    for _ in range(5):
        ask(counter, "111222")
    put_pin(counter, cast, "904162")
    assert ask(counter, "904162").status_code == 200
    assert ask(counter, PIN).status_code == 422


@pytest.mark.parametrize("pin", ["111111", "123456", "987654", "12a456", "12345"])
def test_a_code_that_anybody_guesses_is_refused_with_the_reason(
    cast: Cast, clock: Any, pin: str
) -> None:
    answer = put_pin(cast.client("operator"), cast, pin)
    assert answer.status_code == 422
    assert answer.json()["fields"]["pin"]
    assert not HouseholdPin.objects.exists()


def test_only_a_bound_device_of_a_counter_that_serves_it_opens_it(
    cast: Cast, counter: Client
) -> None:
    assert ask(cast.client("operator")).json()["code"] == "device_needed"
    assert ask(cast.device("stranger")).json()["code"] == "wrong_pin"
    assert put_pin(cast.client("stranger"), cast, PIN).status_code == 404
    assert ask(Client()).status_code in (401, 403)
    assert HouseholdPin.objects.get().pin_hash.startswith("argon2")
