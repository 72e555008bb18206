"""From the scale to the household's statement, on PostgreSQL with Redis and separate workers."""

import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone
from django_otp.oath import totp

from backend.accounts.rules.consenting import CURRENT
from tests.journeys.browser import Browser
from tests.journeys.county import County, county, what_is_missing

MISSING = what_is_missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with county(tmp_path_factory.mktemp("county")) as running:
        yield running


def weigh_in(operator: Browser) -> dict[str, Any]:
    household = operator.get("households?search=myf")["results"][0]
    price = next(p for p in operator.get("prices") if p["product"]["code"] == "potato")
    body = {
        "uid": str(uuid.uuid4()), "household": household["uid"], "grade": "first",
        "product": price["product"]["uid"], "mode": "consignment", "gross_g": 13_500,
        "tare_g": 1_000, "price_per_jin": price["buy_per_jin"],
        "weighed_at": timezone.now().isoformat(), "note": "",
    }  # fmt: skip
    receipt = operator.send("receipts", body)
    # The same tap sent twice, as a phone does that lost the answer.
    assert operator.send("receipts", body)["lot"]["code"] == receipt["lot"]["code"]
    return receipt | {"product": price["product"]["uid"]}


def list_and_release(operator: Browser, manager: Browser, receipt: dict[str, Any]) -> str:
    listing = operator.send("listings", {
        "product": receipt["product"], "grade": "first", "title": "东峡土豆 5斤装", "story": "",
        "package_g": 2_500, "price": "12.00", "lots": [receipt["lot"]["code"]],
    })  # fmt: skip
    assert listing["status"] == "submitted"
    assert [a["object_uid"] for a in manager.get("approvals")["results"]] == [listing["uid"]]
    released = manager.send(
        f"listings/{listing['uid']}/release", {"content_digest": listing["content_digest"]}
    )
    assert released["status"] == "on_sale"
    return str(listing["uid"])


def sign_up(place: County) -> Browser:
    """The code reaches the buyer only through a worker: it writes the message."""
    buyer = Browser(place.base_url)
    buyer.send("sign-up/code", {"mobile": "15400009999"})
    code = wait_for_code(Path(place.environment["DATA_DIR"]) / "messages")
    body = {
        "mobile": "15400009999",
        "code": code,
        "name": "王小明",
        "password": "long-enough-phrase",
        "agreed": CURRENT["privacy"],
    }
    assert buyer.send("sign-up", body)["signed_in"]
    return buyer


def wait_for_code(folder: Path) -> str:
    for _ in range(100):
        texts = [path.read_text() for path in folder.glob("*.txt")] if folder.exists() else []
        if codes := re.findall(r"(?<!\d)(\d{6})(?!\d)", " ".join(texts)):
            return codes[-1]
        time.sleep(0.2)
    raise AssertionError("no worker sent the code")


def buy(buyer: Browser, listing: str) -> str:
    order = buyer.send("orders", {
        "lines": [{"listing": listing, "quantity": 2, "price": "12.00"}], "note": "",
        "receiver": {"name": "王小明", "phone": "15400009999", "region": "青海省 西宁市",
                     "address": "五四大街 1 号"},
    }, key="tap-on-order")  # fmt: skip
    attempt = buyer.send(f"orders/{order['number']}/payment-attempts", {"channel": "wap"})
    back = buyer.pay(attempt["pay_url"])
    assert f"/pay/return/{order['number']}" in back
    assert buyer.get(f"orders/{order['number']}")["status"] == "paid"
    return str(order["number"])


def pack_and_ship(operator: Browser, number: str, lot: str) -> None:
    waiting = operator.get("shipments?status=waiting")["results"]
    shipment = next(one for one in waiting if one["order_number"] == number)
    operator.send(f"shipments/{shipment['uid']}/pack", {"lot_codes": [lot]})
    body = {"courier": "中通", "waybill": "73100000000001"}
    assert operator.send(f"shipments/{shipment['uid']}/ship", body)["status"] == "shipped"


def test_a_sale_walks_from_the_scale_to_the_statement(place: County) -> None:
    operator, manager = Browser(place.base_url), Browser(place.base_url)
    operator.sign_in("operator")
    manager.sign_in("manager", code_of(place, "manager"))
    receipt = weigh_in(operator)
    assert (receipt["net_g"], receipt["amount"]) == (12_500, "30.00")
    listing = list_and_release(operator, manager, receipt)
    lot = receipt["lot"]["code"]
    assert lot in Browser(place.base_url).page(f"/t/{lot}")

    buyer = sign_up(place)
    number = buy(buyer, listing)
    pack_and_ship(operator, number, lot)
    done = buyer.send(f"orders/{number}/confirm-receipt")
    assert (done["status"], done["total"]) == ("completed", "32.00")

    # 24.00 less payment fee 0.14, packaging 2.00, station 1.20, cooperative 0.72, village 0.48.
    farmer = Browser(place.base_url)
    farmer.sign_in("farmer")
    assert "19.46" in farmer.page("/my/statement")
    # What the worker does every two minutes; it also compares with the ledger.
    assert place.manage("rebuild_summaries").returncode == 0
    official = Browser(place.base_url)
    official.sign_in("official", code_of(place, "official"))
    # One household alone is never shown, neither as a count nor as its money.
    rows = official.get("overview")["rows"]
    figures = next(row["figures"] for row in rows if row["code"] == "630121103")
    assert (figures["households_reached"], figures["sales"]) == ("<5", None)


def test_the_books_are_right_afterwards(place: County) -> None:
    assert place.prove("check_invariants") == (0, place.prove("check_invariants")[1])
    assert place.prove("check_invariants")[1]["violations"] == 0
    assert place.prove("ledger_verify")[0] == 0
    assert place.prove("verify_audit")[0] == 0


def test_a_line_source_that_is_gone_is_named(place: County) -> None:
    """The last one: it breaks this county, which is thrown away afterwards."""
    source, line = delete_a_source(place.environment["DATABASE_URL"])
    status, answer = place.prove("check_invariants")
    said = [item["violation"] for item in answer["items"]]
    assert status != 0
    assert any(text.startswith(f"order_line {line}:") for text in said)
    assert f"line_source {source}: is gone, its split remains" in said


def delete_a_source(database: str) -> tuple[int, int]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        gone = connection.execute("DELETE FROM orders_linesource RETURNING id, line_id").fetchone()
    assert gone is not None
    return int(gone[0]), int(gone[1])


def code_of(place: County, who: str) -> str:
    return f"{totp(bytes.fromhex(place.secrets[who])):06d}"
