"""POST /api/v1/session: password, second factor, lockout, hats."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts.models import RoleAssignment, User
from backend.accounts.services import add_second_factor, next_code, totp_code
from backend.audit.models import AuditEvent
from tests.cast import NOW, PASSWORD, Cast

PATH = "/api/v1/session"
SECRET = "3132333435363738393031323334353637383930"
SignIn = Callable[..., Any]


@pytest.fixture
def sign_in(clock: Any) -> SignIn:
    def send(client: Client, username: str, password: str = PASSWORD, code: str = "") -> Any:
        body = {"username": username, "password": password, "code": code}
        return client.post(PATH, body, content_type="application/json")

    return send


@pytest.fixture
def device(cast: Cast) -> TOTPDevice:
    return add_second_factor(user=cast.users["manager"], secret_hex=SECRET)


def test_a_buyer_signs_in_with_name_or_mobile(cast: Cast, visitor: Client, sign_in: SignIn) -> None:
    assert sign_in(visitor, "buyer").json()["hat"]["role"] == "BY"
    assert sign_in(Client(), "15490000014").json()["user"]["name"] == cast.users["buyer"].name


def test_a_wrong_password_is_refused(cast: Cast, visitor: Client, sign_in: SignIn) -> None:
    answer = sign_in(visitor, "buyer", "wrong-phrase")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert visitor.get(PATH).json()["signed_in"] is False


def test_eight_wrong_passwords_lock_the_account(
    cast: Cast, visitor: Client, sign_in: SignIn
) -> None:
    codes = [sign_in(visitor, "buyer", "wrong").json()["code"] for _ in range(8)]
    assert codes[6:] == ["wrong_credentials", "locked_out"]
    assert sign_in(visitor, "buyer").status_code == 429
    assert sign_in(visitor, "stranger_buyer").status_code == 200


def test_staff_need_the_second_factor(
    cast: Cast, visitor: Client, sign_in: SignIn, device: TOTPDevice
) -> None:
    assert sign_in(visitor, "manager").json()["code"] == "second_factor_required"
    assert sign_in(visitor, "manager", code="000000").json()["code"] == "second_factor_wrong"
    assert visitor.get(PATH).json()["signed_in"] is False


def test_the_current_code_signs_in_once(
    cast: Cast, visitor: Client, sign_in: SignIn, device: TOTPDevice
) -> None:
    code = totp_code(SECRET, NOW)
    assert sign_in(visitor, "manager", code=code).json()["hat"]["role"] == "CM"
    assert sign_in(Client(), "manager", code=code).json()["code"] == "second_factor_wrong"


def test_staff_without_a_device_wear_no_hat(cast: Cast, visitor: Client, sign_in: SignIn) -> None:
    session = sign_in(visitor, "manager", code="123456").json()
    assert (session["must_enrol"], session["hats"]) == (True, [])
    assert visitor.get("/api/v1/approvals").status_code == 403


def test_a_demo_account_signs_in_again_at_once(cast: Cast, sign_in: SignIn) -> None:
    add_second_factor(user=cast.users["manager"], secret_hex=SECRET, demo=True)
    answers = [sign_in(Client(), "manager", code=code_now()).status_code for _ in range(60)]
    assert answers == [200] * 60


def test_a_demo_account_signs_in_after_a_busy_moment(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    add_second_factor(user=cast.users["manager"], secret_hex=SECRET, demo=True)
    busy = [sign_in(Client(), "manager", code=code_now()).status_code for _ in range(60)]
    clock.shift(timedelta(hours=1))
    device = TOTPDevice.objects.get()
    later = next_code(device, NOW + timedelta(hours=1))
    assert sign_in(Client(), "manager", code=later).status_code == 200
    assert busy[-1] == 200


def code_now() -> str:
    return next_code(TOTPDevice.objects.get(), NOW)


def test_a_switch_of_hats_is_audited(cast: Cast, visitor: Client, sign_in: SignIn) -> None:
    second = another_hat(cast, valid_to=None)
    sign_in(visitor, "operator")
    body = {"assignment": str(second.uid)}
    answer = visitor.post(f"{PATH}/hat", body, content_type="application/json")
    assert answer.json()["hat"]["role"] == "HM"
    event = AuditEvent.objects.get(action="hat.switch")
    assert (event.hat, event.subject_uid) == ("SO", str(second.uid))


def test_another_persons_hat_cannot_be_worn(cast: Cast, visitor: Client, sign_in: SignIn) -> None:
    sign_in(visitor, "operator")
    body = {"assignment": str(cast.hats["manager"].uid)}
    answer = visitor.post(f"{PATH}/hat", body, content_type="application/json")
    assert answer.status_code == 404
    assert visitor.get(PATH).json()["hat"]["role"] == "SO"
    assert AuditEvent.objects.count() == 0


def test_an_expired_assignment_gives_no_right(cast: Cast, clock: Any) -> None:
    client = cast.client("manager")
    assert client.get("/api/v1/approvals").status_code == 200
    RoleAssignment.objects.filter(pk=cast.hats["manager"].pk).update(valid_to=date(2026, 9, 27))
    assert client.get("/api/v1/approvals").status_code == 403
    assert client.get(PATH).json()["hat"] is None


def test_an_assignment_that_nobody_agreed_to_gives_no_right(cast: Cast, clock: Any) -> None:
    RoleAssignment.objects.filter(pk=cast.hats["manager"].pk).update(approved_by=None)
    assert cast.client("manager").get("/api/v1/approvals").status_code == 403


def test_a_closed_account_loses_its_session(cast: Cast, clock: Any) -> None:
    client = cast.client("manager")
    User.objects.filter(username="manager").update(is_active=False)
    assert client.get("/api/v1/approvals").status_code == 401


def another_hat(cast: Cast, valid_to: date | None) -> RoleAssignment:
    return RoleAssignment.objects.create(
        user=cast.users["operator"], role="HM", scope_kind="household", scope_name="本户",
        scope_ref=str(cast.potato_household.uid), valid_from=date(2020, 1, 1), valid_to=valid_to,
        granted_by=cast.users["official"], approved_by=cast.users["administrator"],
    )  # fmt: skip


def test_a_hat_that_needs_a_second_factor_is_not_worn_without_one(
    cast: Cast, post: Callable[..., Any]
) -> None:
    """A buyer who signed in by password alone becomes an official: the hat waits for a code."""
    buyer, official = cast.client("buyer"), cast.hats["official"]
    hat = RoleAssignment.objects.create(
        user=cast.users["buyer"], role="CO", scope_kind="county", area_prefix="630121",
        valid_from=official.valid_from, granted_by=official.granted_by,
        approved_by=official.approved_by,
    )  # fmt: skip
    refused = post(buyer, "/api/v1/session/hat", {"assignment": str(hat.uid)})
    assert refused.status_code == 404
    assert [h["role"] for h in buyer.get("/api/v1/session").json()["hats"]] == ["BY"]
    assert buyer.get("/api/v1/overview").status_code == 403
