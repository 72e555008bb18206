"""GET /api/v1/demo-accounts and the file behind it."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backend.accounts.services import (
    DemoAccount,
    add_second_factor,
    totp_code,
    write_demo_accounts,
)
from tests.cast import NOW, PASSWORD, Cast

PATH = "/api/v1/demo-accounts"
SECRET = "3132333435363738393031323334353637383930"


def account(username: str, role: str, app: str, secret: str | None) -> DemoAccount:
    return {
        "username": username, "name": "测试", "role": role, "role_name": role, "app": app,
        "password": PASSWORD, "totp_secret": secret, "landing": f"/{app}/",
    }  # fmt: skip


@pytest.fixture
def file(cast: Cast, settings: Any) -> Path:
    add_second_factor(user=cast.users["manager"], secret_hex=SECRET, demo=True)
    path = Path(settings.DATA_DIR, "demo-accounts.json")
    accounts = [account("manager", "CM", "console", SECRET), account("buyer", "BY", "shop", None)]
    write_demo_accounts(path, accounts)
    return path


def test_each_account_comes_with_its_current_code(file: Path, visitor: Client, clock: Any) -> None:
    manager, buyer = visitor.get(PATH).json()
    assert manager["code"] == totp_code(SECRET, NOW)
    assert (buyer["code"], buyer["app"], buyer["password"]) == (None, "shop", PASSWORD)
    assert "totp_secret" not in manager


def test_after_a_sign_in_the_next_code_is_handed_out(
    file: Path, visitor: Client, clock: Any
) -> None:
    assert [one_tap(visitor), one_tap(Client()), one_tap(Client())] == [200, 200, 200]


def one_tap(browser: Client) -> int:
    code = browser.get(PATH).json()[0]["code"]
    body = {"username": "manager", "password": PASSWORD, "code": code}
    return browser.post("/api/v1/session", body, content_type="application/json").status_code


def test_where_the_demo_is_not_allowed_there_is_nothing(
    file: Path, visitor: Client, settings: Any
) -> None:
    settings.ALLOW_DEMO = False
    assert visitor.get(PATH).status_code == 404


def test_without_a_file_the_list_is_empty(db: None, visitor: Client) -> None:
    assert visitor.get(PATH).json() == []


def test_only_the_owner_may_read_the_file(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    write_demo_accounts(file, [])
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("[]", 0o600)
