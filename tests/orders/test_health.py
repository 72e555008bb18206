"""The health page and /metrics say the same, of no person, and only to whom they may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import Device
from backend.common.models import OutboxEntry
from orders.models import BillImport, MerchantAccount
from tests.cast import NOW, Cast

PATH = "/api/v1/system/health"
pytestmark = pytest.mark.usefixtures("clock")


def reading(client: Client, key: str) -> dict[str, Any]:
    return next(row for row in client.get(PATH).json() if row["key"] == key)


def test_an_old_task_raises_an_alarm(cast: Cast) -> None:
    entry = OutboxEntry.objects.create(task="backend.common.tasks.sweep_outbox")
    OutboxEntry.objects.update(written_at=NOW - timedelta(minutes=6))
    row = reading(cast.client("administrator"), "queue_age_s")
    assert (row["value"], row["alarming"]) == (360, True)
    assert entry.done_at is None


def test_a_phone_that_did_not_send_for_a_day_is_counted(cast: Cast) -> None:
    cast.device("operator")
    Device.objects.update(unsent_count=3, oldest_unsent_at=NOW - timedelta(hours=25))
    row = reading(cast.client("official"), "devices_unsent")
    assert (row["value"], row["alarming"]) == (1, True)


def test_a_bill_that_did_not_come_for_two_days_raises_an_alarm(cast: Cast) -> None:
    assert reading(cast.client("auditor"), "bill_imports")["alarming"] is False
    BillImport.objects.create(
        merchant=MerchantAccount.objects.first(), day=date(2026, 9, 24), digest="0" * 64, rows=1,
        paid_fen=100, refunded_fen=0, fee_fen=1, differences=0,
        imported_at=NOW - timedelta(days=3),
    )  # fmt: skip
    assert reading(cast.client("auditor"), "bill_imports")["alarming"] is True


def test_a_quiet_installation_alarms_for_the_missing_anchor_alone(cast: Cast) -> None:
    rows = cast.client("auditor").get(PATH).json()
    assert [row["key"] for row in rows if row["alarming"]] == ["audit_anchor"]


def test_strangers_are_told_nothing(cast: Cast, visitor: Client) -> None:
    assert visitor.get(PATH).status_code == 401
    assert cast.client("manager").get(PATH).status_code == 403


def test_the_metrics_are_for_this_computer(db: None, visitor: Client) -> None:
    text = visitor.get("/metrics").content.decode()
    assert "xiangzhan_outbox_open 0.0" in text
    assert "xiangzhan_requests_total" in text
    assert visitor.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert visitor.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404
