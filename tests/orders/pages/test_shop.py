"""The shop's page: the same for every deep link, absent for files that are not there."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.orders.market import a_listing, a_lot

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


@pytest.mark.usefixtures("_built", "clock")
def test_a_shared_link_names_goods_price_and_stock(cast: Cast, visitor: Client) -> None:
    title = '土豆 "</script>" <5 斤>'
    listing = a_listing(
        cast, a_lot(cast, household="potato_household", net_g=6_000, number=1), title=title
    )
    page = visitor.get(f"/shop/p/{listing.uid}").content.decode()
    assert '<meta property="og:title" content="土豆 &quot;&lt;/script&gt;&quot;' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/shop/p/{listing.uid}">' in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (data["name"], data["offers"]["price"]) == (title, "15.00")
    assert data["offers"]["availability"] == "https://schema.org/InStock"


@pytest.mark.usefixtures("_built", "clock")
def test_a_link_to_goods_that_are_gone_is_a_page_that_search_engines_drop(
    cast: Cast, visitor: Client
) -> None:
    answer = visitor.get(f"/shop/p/{a_listing(cast, status='down').uid}")
    assert answer.status_code == 404
    assert "og:title" not in answer.content.decode()


@pytest.mark.usefixtures("clock")
def test_the_site_map_names_what_is_on_sale_and_robots_stay_out_of_orders(
    cast: Cast, visitor: Client
) -> None:
    shown, gone = a_listing(cast), a_listing(cast, status="down", package_g=500)
    found = b"".join(visitor.get("/sitemap.xml").streaming_content).decode()
    assert f"/shop/p/{shown.uid}</loc><lastmod>2026-09-27</lastmod>" in found
    assert str(gone.uid) not in found
    assert "Disallow: /shop/orders\n" in visitor.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("_built", "db")
def test_a_file_that_is_not_there_is_not_a_page(visitor: Client) -> None:
    assert visitor.get("/shop/worker.js").status_code == 404


@pytest.mark.usefixtures("db")
def test_the_worker_stands_at_the_root_of_its_scope(visitor: Client) -> None:
    answer = visitor.get("/sw.js")
    assert answer.status_code == (200 if WORKER.exists() else 404)
    assert WORKER.exists() is (answer["Content-Type"] == "text/javascript; charset=utf-8")
