"""Probes, shells, error pages and the read-only look."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from backend.common.error_pages import server_error
from backend.common.shell import shell
from tests.backend.approvals.asking import ask, decide
from tests.cast import Cast


def test_a_living_process_says_so(visitor: Client) -> None:
    assert visitor.get("/healthz").json() == {"status": "ok"}


@pytest.fixture
def queue_folder(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "queue"
    options = {"data_folder_in": str(folder)}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
    settings.BROKER_URL = "filesystem://"
    return folder


def test_a_ready_process_names_its_parts(db: None, visitor: Client, queue_folder: Path) -> None:
    answer = visitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"] == {"database": "ok", "migrations": "ok", "broker": "ok"}


def test_a_broker_that_is_down_is_named(db: None, visitor: Client, settings: Any) -> None:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["broker"]) == (503, "failed")


def test_a_folder_that_cannot_be_written_is_named(
    db: None, visitor: Client, queue_folder: Path
) -> None:
    queue_folder.write_text("a file stands in the way")
    assert visitor.get("/readyz").json()["parts"]["broker"] == "failed"


def test_a_missing_migration_is_named(db: None, visitor: Client, queue_folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name LIKE '0003%'")
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["migrations"]) == (503, "failed")


def test_a_shell_serves_the_build_and_sets_the_csrf_cookie(settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIR = tmp_path
    page = tmp_path / "shop" / "dist" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<title>乡站</title>")
    answer = shell("shop")(RequestFactory().get("/shop/orders/1"), rest="orders/1")
    assert answer.content.decode() == "<title>乡站</title>"
    assert "no-cache" in answer["Cache-Control"]
    assert "csrftoken" in answer.cookies


def test_a_missing_build_is_said_plainly(settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIR = tmp_path
    answer = shell("shop")(RequestFactory().get("/shop/"))
    assert answer.status_code == 503
    assert "页面尚未构建完成" in answer.content.decode()


def test_a_wrong_address_of_the_api_answers_as_a_problem(visitor: Client) -> None:
    answer = visitor.get("/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert (answer.json()["code"], answer.json()["title"]) == ("not_found", "没有找到")


def test_a_wrong_address_shows_a_page_without_script(visitor: Client) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert "<script" not in answer.content.decode()


def test_a_fault_shows_no_detail() -> None:
    page = server_error(RequestFactory().get("/my/statement"))
    problem = server_error(RequestFactory().get("/api/v1/orders"))
    assert (page.status_code, "系统出错" in page.content.decode()) == (500, True)
    assert (problem.status_code, problem["Content-Type"]) == (500, "application/problem+json")


def test_the_look_is_for_administrator_and_auditor(cast: Cast, visitor: Client) -> None:
    assert visitor.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert visitor.get("/admin/login/")["Location"].startswith("/console/sign-in")
    assert cast.client("official").get("/admin/").status_code == 302
    assert cast.client("administrator").get("/admin/").status_code == 200
    assert cast.client("auditor").get("/admin/").status_code == 200


def test_the_look_shows_people_without_mobile_or_password(cast: Cast) -> None:
    user = cast.users["buyer"]
    page = cast.client("administrator").get(f"/admin/accounts/user/{user.pk}/change/")
    text = page.content.decode()
    assert user.name in text
    assert "1549" not in text
    assert "argon2" not in text


def test_the_look_changes_nothing(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.users["buyer"]
    path = f"/admin/accounts/user/{user.pk}"
    assert client.post(f"{path}/change/", {"name": "改名"}).status_code == 403
    assert client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    user.refresh_from_db()
    assert user.name == "测试14"


def test_only_the_auditor_looks_at_trace_and_ledger(cast: Cast) -> None:
    decide(ask(cast), cast, "manager")
    auditor, administrator = cast.client("auditor"), cast.client("administrator")
    assert "approval.decide" in auditor.get("/admin/audit/auditevent/").content.decode()
    assert auditor.get("/admin/ledger/transfer/").status_code == 200
    assert administrator.get("/admin/audit/auditevent/").status_code == 403
    assert administrator.get("/admin/ledger/transfer/").status_code == 403
