"""POST /api/v1/session/step-up: the second factor again, good for five minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts.services import add_second_factor, totp_code
from backend.audit.models import AuditEvent
from backend.common.actor import StepUpRequired, require_step_up, system_actor
from tests.cast import NOW, PASSWORD, Cast

PATH = "/api/v1/session/step-up"
SECRET = "3132333435363738393031323334353637383930"


@pytest.fixture
def device(cast: Cast) -> TOTPDevice:
    return add_second_factor(user=cast.users["manager"], secret_hex=SECRET)


def send(client: Client, code: str) -> Any:
    return client.post(PATH, {"code": code}, content_type="application/json")


def actor_after(client: Client) -> Any:
    return client.get("/api/v1/session").wsgi_request.actor


def test_a_right_code_lasts_five_minutes(cast: Cast, device: TOTPDevice, clock: Any) -> None:
    client = cast.client("manager")
    assert send(client, totp_code(SECRET, NOW)).status_code == 200
    actor = actor_after(client)
    require_step_up(actor, now=NOW + timedelta(minutes=5))
    with pytest.raises(StepUpRequired):
        require_step_up(actor, now=NOW + timedelta(minutes=5, seconds=1))
    assert AuditEvent.objects.get().action == "session.step_up"


def test_without_it_nothing_is_opened(cast: Cast, clock: Any) -> None:
    with pytest.raises(StepUpRequired):
        require_step_up(actor_after(cast.client("manager")), now=NOW)


def test_a_sign_in_with_the_second_factor_is_one(
    cast: Cast, device: TOTPDevice, visitor: Client, clock: Any
) -> None:
    body = {"username": "manager", "password": PASSWORD, "code": totp_code(SECRET, NOW)}
    visitor.post("/api/v1/session", body, content_type="application/json")
    require_step_up(actor_after(visitor), now=NOW)


def test_a_wrong_or_used_code_is_refused(cast: Cast, device: TOTPDevice, clock: Any) -> None:
    client = cast.client("manager")
    assert send(client, "000000").json()["code"] == "second_factor_wrong"
    clock.shift(timedelta(seconds=30))
    code = totp_code(SECRET, NOW + timedelta(seconds=30))
    assert [send(client, code).status_code for _ in range(2)] == [200, 401]


def test_strangers_cannot_step_up(cast: Cast, visitor: Client, clock: Any) -> None:
    assert send(visitor, "123456").status_code == 404
    assert send(cast.client("buyer"), "123456").json()["code"] == "second_factor_wrong"
    assert send(cast.device("operator"), "123456").status_code == 404
    assert AuditEvent.objects.filter(action="session.step_up").count() == 0


def test_the_system_itself_needs_no_code() -> None:
    require_step_up(system_actor("worker"), now=NOW)
