"""F4, F9, F11: many messengers at once, expiry beside payment, a gateway that lies - over HTTP."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psycopg
import pytest

from tests.faults.conftest import OpenSite
from tests.faults.site import ROOT, Site, notify
from tests.journeys.county import what_is_missing

pytestmark = pytest.mark.skipif(
    "PostgreSQL" in what_is_missing(), reason="no PostgreSQL answers at TEST_DATABASE_URL"
)


@pytest.fixture
def place(open_site: OpenSite) -> Site:
    return open_site("postgresql")


def rows(place: Site, sql: str) -> list[Any]:
    with psycopg.connect(place.environment["DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


def storm(place: Site, forms: list[str], *, at_once: int) -> Counter[str]:
    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(lambda form: notify(place, form).text, forms))


def test_two_hundred_equal_notifies_at_once_have_one_effect(place: Site) -> None:
    form = place.scene("to_pay", "pay")["forms"][0]
    place.start_web(workers=2)
    forged = urlencode(dict(parse_qsl(form)) | {"sign": "AAAA"})
    said = storm(place, [form, form, form, form, forged] * 50, at_once=50)
    assert said == {"success": 200, "failure": 50}
    assert rows(place, "SELECT count(*) FROM ledger_transfer WHERE kind='capture'") == [(1,)]
    assert rows(place, "SELECT outcome FROM orders_paymentevent") == [("paid",)]
    assert rows(place, "SELECT status FROM orders_order") == [("paid",)]
    assert place.broken() == []


@pytest.mark.slow
@pytest.mark.parametrize("change", [{"total_amount": "0.01"}, {"trade_status": "TRADE_FINISHED"}])
def test_changed_facts_under_the_old_signature_change_nothing(
    place: Site, change: dict[str, str]
) -> None:
    form = place.scene("to_pay", "pay")["forms"][0]
    place.start_web()
    assert notify(place, urlencode(dict(parse_qsl(form)) | change)).text == "failure"
    assert rows(place, "SELECT count(*) FROM orders_paymentevent") == [(0,)]
    assert place.broken() == []


@pytest.mark.slow
def test_closed_first_and_paid_later_is_paid_once(place: Site) -> None:
    closed = place.scene("to_pay", "close-then-pay")
    place.start_web()
    assert storm(place, closed["forms"], at_once=2) == {"success": 2}
    assert rows(place, "SELECT status FROM orders_order") == [("paid",)]
    assert place.broken() == []


@pytest.mark.slow
def test_an_amount_altered_before_signing_is_never_paid(place: Site) -> None:
    scene = place.scene("to_pay", "tamper")
    place.start_web()
    assert storm(place, scene["forms"], at_once=1) == {"success": len(scene["forms"])}
    assert rows(place, "SELECT state FROM orders_paymentattempt") == [("mismatch",)]
    assert rows(place, "SELECT status FROM orders_order") == [("placed",)]
    assert place.broken() == []


def test_expiry_beside_forty_notifies_leaves_each_order_one_winner(place: Site) -> None:
    """Half a minute after its hold an order may be paid and expired in the same moment."""
    forms = place.scene("to_pay", "pay", "40")["forms"]
    place.start_web(workers=2)
    rows(place, "UPDATE orders_hold SET expires_at = now() - interval '6 minutes'")
    release = subprocess.Popen(
        [sys.executable, "-c",
         "import django; django.setup(); from orders.tasks import release_holds; release_holds()"],
        cwd=ROOT, env=place.environment,
    )  # fmt: skip
    assert storm(place, forms, at_once=8) == {"success": 40}
    assert release.wait(timeout=60) == 0
    found = dict(rows(place, "SELECT status, count(*) FROM orders_order GROUP BY 1"))
    refunds = rows(place, "SELECT count(*) FROM orders_refund WHERE reason='closed_then_paid'")
    assert found.get("paid", 0) + found.get("expired", 0) == 40
    assert refunds == [(found.get("expired", 0),)]
    assert place.broken() == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["server_error", "unsigned", "sha1", "wrong_amount"])
def test_a_lying_gateway_beside_us_delays_a_payment_and_decides_nothing(
    place: Site, fault: str
) -> None:
    """The sandbox is another process, asked over HTTP by the sweeper's process."""
    place.scene("to_pay", "pay")
    place.start_web()
    over_http = {"SANDBOX_SERVER_URL": f"{place.base_url}/sandbox/gateway.do"}
    place.scene("switch", fault, "alipay.trade.query", "1")
    rows(place, "UPDATE orders_paymentattempt SET next_poll_at = now()")
    place.manage("payments_tick", **over_http)
    wrong = "mismatch" if fault == "wrong_amount" else "pending"
    assert rows(place, "SELECT state FROM orders_paymentattempt") == [(wrong,)]
    assert place.broken() == []
    rows(place, "UPDATE orders_paymentattempt SET next_poll_at = now()")
    place.manage("payments_tick", **over_http)
    right = "mismatch" if fault == "wrong_amount" else "paid"
    assert rows(place, "SELECT state FROM orders_paymentattempt") == [(right,)]
    assert place.broken() == []
