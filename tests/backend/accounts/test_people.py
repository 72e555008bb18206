"""Accounts of staff: one-time passwords, the forced first steps, closing, locks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import Device, User
from backend.accounts.services import totp_code
from backend.audit.models import AuditEvent
from tests.cast import NOW, PASSWORD, Cast

PATH = "/api/v1/accounts"
Post = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("clock")


def sign_in(client: Client, username: str, password: str) -> Any:
    body = {"username": username, "password": password}
    return client.post("/api/v1/session", body, content_type="application/json")


def test_a_new_account_has_a_one_time_password_and_no_right(cast: Cast, post: Post) -> None:
    answer = post(cast.client("administrator"), PATH, {"username": "Li-Na", "name": "李娜"})
    made = answer.json()
    assert (answer.status_code, made["username"]) == (201, "li-na")
    session = sign_in(Client(), "li-na", made["password"]).json()
    assert (session["must_change_password"], session["hat"]) == (True, None)


def test_nothing_is_worn_before_the_password_is_changed(cast: Cast, post: Post) -> None:
    User.objects.filter(username="operator").update(must_change_password=True)
    client = Client()
    assert sign_in(client, "operator", PASSWORD).json()["hats"] == []
    assert client.get("/api/v1/households").status_code == 403
    body = {"old": PASSWORD, "new": "another-long-phrase"}
    assert post(client, "/api/v1/session/password", body).json()["hat"]["role"] == "SO"
    assert client.get("/api/v1/households").status_code == 200


def test_a_password_is_changed_only_with_the_old_one(cast: Cast, post: Post) -> None:
    client, path = cast.client("buyer"), "/api/v1/session/password"
    wrong = post(client, path, {"old": "guessed", "new": "another-long-phrase"})
    same = post(client, path, {"old": PASSWORD, "new": PASSWORD})
    weak = post(client, path, {"old": PASSWORD, "new": "12345678"})
    assert [list(a.json()["fields"]) for a in (wrong, same, weak)] == [["old"], ["new"], ["new"]]
    assert cast.users["buyer"].password == User.objects.get(username="buyer").password


def test_the_first_sign_in_makes_the_second_factor(cast: Cast, post: Post) -> None:
    client = Client()
    assert sign_in(client, "manager", PASSWORD).json()["must_enrol"] is True
    assert client.get("/api/v1/approvals").status_code == 403
    shown = post(client, "/api/v1/session/second-factor").json()
    assert shown["picture"].startswith("data:image/svg+xml")
    secret = User.objects.get(username="manager").totpdevice_set.get().key
    done = post(client, "/api/v1/session/second-factor/confirm", {"code": totp_code(secret, NOW)})
    assert done.json()["hat"]["role"] == "CM"
    assert client.get("/api/v1/approvals").status_code == 200


def test_a_second_factor_cannot_be_made_twice(cast: Cast, post: Post) -> None:
    answer = post(cast.client("manager"), "/api/v1/session/second-factor")
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor_known")


def test_a_wrong_first_code_confirms_nothing(cast: Cast, post: Post) -> None:
    client = Client()
    sign_in(client, "manager", PASSWORD)
    post(client, "/api/v1/session/second-factor")
    answer = post(client, "/api/v1/session/second-factor/confirm", {"code": "000000"})
    assert answer.json()["code"] == "second_factor_wrong"
    assert client.get("/api/v1/session").json()["must_enrol"] is True


def test_a_closed_account_loses_sign_in_and_phones(cast: Cast, post: Post) -> None:
    phone, uid = cast.device("operator"), cast.users["operator"].uid
    answer = post(cast.client("administrator"), f"{PATH}/{uid}/close", {"reason": "离岗，已交接"})
    assert answer.json()["is_active"] is False
    assert sign_in(Client(), "operator", PASSWORD).status_code == 401
    assert phone.get("/api/v1/session").status_code == 401
    assert Device.objects.get().revoke_reason == "账号停用"
    assert AuditEvent.objects.get(action="account.close").data == {"reason": "离岗，已交接"}


def test_nobody_closes_the_own_account(cast: Cast, post: Post) -> None:
    uid = cast.users["administrator"].uid
    answer = post(cast.client("administrator"), f"{PATH}/{uid}/close", {"reason": "离岗，已交接"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_oneself")


def test_the_list_shows_locks_and_no_citizen(cast: Cast) -> None:
    [sign_in(Client(), "operator", "wrong") for _ in range(8)]
    client = cast.client("administrator")
    (row,) = client.get(f"{PATH}?search=operator").json()["results"]
    assert (row["locked"], row["hats"]) == (True, ["服务站运营员 东峡站"])
    assert client.get(f"{PATH}?search=buyer").json()["results"] == []
    assert client.get(f"{PATH}?search=farmer").json()["results"] == []


def test_strangers_make_and_close_no_account(cast: Cast, post: Post) -> None:
    uid = cast.users["operator"].uid
    official, manager = cast.client("official"), cast.client("manager")
    assert post(official, PATH, {"username": "li-na", "name": "李娜"}).status_code == 403
    assert post(manager, f"{PATH}/{uid}/close", {"reason": "离岗，已交接"}).status_code == 403
    assert not User.objects.filter(username="li-na").exists()
    assert User.objects.get(username="operator").is_active is True


def test_an_operator_sets_the_password_anew_by_a_code(cast: Cast, visitor: Client) -> None:
    mobile = "15490000006"
    send = {"content_type": "application/json"}
    code = visitor.post("/api/v1/sign-up/reset-code", {"mobile": mobile}, **send).json()
    body = {"mobile": mobile, "code": code["demo_code"], "password": "another-long-phrase"}
    assert visitor.post("/api/v1/sign-up/reset", body, **send).status_code == 204
    assert sign_in(visitor, "operator", "another-long-phrase").json()["hat"]["role"] == "SO"


def test_staff_and_strangers_get_no_code_and_learn_nothing(cast: Cast, visitor: Client) -> None:
    send = {"content_type": "application/json"}
    staff = visitor.post("/api/v1/sign-up/reset-code", {"mobile": "15490000008"}, **send).json()
    unknown = visitor.post("/api/v1/sign-up/reset-code", {"mobile": "15490009876"}, **send).json()
    assert (staff["sent"], unknown["sent"]) == (True, True)
    body = {"mobile": "15490000008", "code": staff["demo_code"], "password": "another-phrase"}
    assert visitor.post("/api/v1/sign-up/reset", body, **send).json()["code"] == "code_wrong"
    assert cast.users["manager"].password == User.objects.get(username="manager").password
