"""The shop's page: the same for every deep link, absent for files that are not there."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

PAGE = Path(settings.FRONTEND_DIR) / "shop" / "dist" / "index.html"
WORKER = PAGE.with_name("sw.js")


@pytest.fixture
def _built() -> Any:
    """A build of the shop, taken away again where the test had to lay it."""
    if PAGE.exists():
        yield
        return
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("<!doctype html><title>乡站</title>", encoding="utf-8")
    yield
    PAGE.unlink()
    PAGE.parent.rmdir()


@pytest.mark.usefixtures("_built", "db")
@pytest.mark.parametrize("path", ["/", "/shop/", "/shop/orders/OD260928000001/processing"])
def test_every_link_of_the_shop_is_its_page(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "csrftoken" in answer.cookies


@pytest.mark.usefixtures("_built", "db")
def test_a_file_that_is_not_there_is_not_a_page(visitor: Client) -> None:
    assert visitor.get("/shop/worker.js").status_code == 404


@pytest.mark.usefixtures("db")
def test_the_worker_stands_at_the_root_of_its_scope(visitor: Client) -> None:
    answer = visitor.get("/sw.js")
    assert answer.status_code == (200 if WORKER.exists() else 404)
    assert WORKER.exists() is (answer["Content-Type"] == "text/javascript; charset=utf-8")
