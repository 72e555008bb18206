"""The audit viewer and the access log: filters, scope, chain, files with a watermark."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from backend.audit import services as audit
from backend.audit.models import AuditAnchor, AuditEvent
from backend.common.tables import harmless
from tests.cast import NOW, Cast

EVENTS, ACCESSES = "/api/v1/audit/events", "/api/v1/audit/accesses"
Post = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def traced(cast: Cast) -> Cast:
    """The accountant switched hats yesterday, the operator read a phone number today."""
    audit.record(
        actor=cast.actor("accountant"), action="hat.switch", subject=cast.hats["accountant"],
        at=NOW - timedelta(days=1), data={"to": "CA"},
    )  # fmt: skip
    audit.record(
        actor=cast.actor("operator"), action="device.bind", subject=cast.hats["operator"], at=NOW
    )
    audit.record_access(
        actor=cast.actor("operator"), subject=cast.potato_household, fields="phone",
        purpose="=核对电话", at=NOW,
    )  # fmt: skip
    return cast


def found(cast: Cast, query: str, who: str = "auditor") -> list[str]:
    rows = cast.client(who).get(f"{EVENTS}?{query}").json()["results"]
    return [row["action"] for row in rows]


def test_events_are_filtered_by_everything_an_auditor_asks(traced: Cast) -> None:
    name = traced.users["accountant"].name
    uid = traced.hats["operator"].uid
    assert found(traced, "") == ["device.bind", "hat.switch"]
    assert found(traced, f"person={name}") == ["hat.switch"]
    assert found(traced, "hat=SO") == ["device.bind"]
    assert found(traced, "action=hat") == ["hat.switch"]
    assert found(traced, f"subject={uid}") == ["device.bind"]
    assert found(traced, "until=2026-09-27") == ["hat.switch"]
    assert found(traced, "since=2026-09-28") == ["device.bind"]


def test_a_day_that_is_none_is_said(traced: Cast) -> None:
    answer = traced.client("auditor").get(f"{EVENTS}?since=2026-13-01")
    assert answer.status_code == 422


def test_who_read_whose_data_and_why(traced: Cast) -> None:
    (row,) = traced.client("official").get(ACCESSES).json()["results"]
    assert (row["purpose"], row["read"], row["hat"]) == ("=核对电话", "phone", "SO")


def test_the_trace_is_for_county_and_auditor(traced: Cast) -> None:
    names = ("administrator", "township_official", "manager", "operator", "farmer", "buyer")
    answers = {who: traced.client(who).get(EVENTS).status_code for who in names}
    assert set(answers.values()) == {403}


def test_another_county_sees_no_act_of_ours(traced: Cast) -> None:
    hat = traced.hats["auditor"]
    type(hat).objects.filter(pk=hat.pk).update(area_prefix="630122", place_code="630122")
    assert found(traced, "") == []
    assert traced.client("auditor").get(ACCESSES).json()["results"] == []


def test_the_chain_says_what_was_checked(traced: Cast) -> None:
    audit.link_events()
    body = traced.client("auditor").get("/api/v1/audit/chain").json()
    assert (body["events"], body["links"], body["checked"], body["broken"]) == (2, 2, 2, 0)


def test_one_anchor_a_day_leaves_as_a_file(traced: Cast, settings: Any) -> None:
    audit.link_events()
    made = [audit.anchor_day(now=NOW), audit.anchor_day(now=NOW)]
    (file,) = Path(settings.DATA_DIR, "anchors").glob("*.json")
    assert (made[0] is not None, made[1], file.stem) == (True, None, "2026-09-27")
    assert AuditAnchor.objects.get().last_hash in file.read_text()


def export(post: Post, cast: Cast, who: str, **said: Any) -> Any:
    body = {"which": "events", "kind": "csv", "purpose": "年度审计抽查"} | said
    return post(cast.client(who), "/api/v1/audit/export", body)


def test_a_file_says_who_took_it_and_why(traced: Cast, post: Post) -> None:
    answer = export(post, traced, "auditor")
    text = answer.getvalue().decode("utf-8-sig")
    assert text.startswith(f"导出人 {traced.users['auditor'].name}（审计员）")
    assert "年度审计抽查" in text.splitlines()[0]
    assert "切换身份" in text
    assert AuditEvent.objects.get(action="audit.export").data["rows"] == 2


def test_a_workbook_runs_nothing_that_somebody_typed(traced: Cast, post: Post) -> None:
    answer = export(post, traced, "auditor", which="accesses", kind="xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
    assert book.get_sheet_by_index(0).to_python()[2][6] == "'=核对电话"
    assert harmless("@sum") == "'@sum"


def test_strangers_take_nothing_away(traced: Cast, post: Post) -> None:
    assert export(post, traced, "official").status_code == 403
    assert export(post, traced, "administrator").status_code == 403
    assert export(post, traced, "auditor", purpose="查").status_code == 422
    assert not AuditEvent.objects.filter(action="audit.export").exists()
