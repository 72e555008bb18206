"""The sheet and the comparison as workbooks: the same figures, with definitions and filters."""

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from backend.audit.models import AuditEvent
from tests.cast import Cast
from tests.impact.appraisal.conftest import QUARTER, Desk, Post

DONGXIA = "630121103"
SHEETS = "/api/v1/score-sheets"


def taken(post: Post, client: Client, path: str, body: dict[str, str]) -> dict[str, list[Any]]:
    answer = post(client, path, body)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_sheet_leaves_with_data_definitions_and_filters(
    cast: Cast, desk: Desk, post: Post
) -> None:
    sheet = desk.locked(DONGXIA)
    client = cast.client("township_official")
    shown = client.get(f"{SHEETS}/{sheet.uid}").json()
    book = taken(post, client, f"{SHEETS}/{sheet.uid}/export", {"file_format": "xlsx"})
    assert list(book) == ["数据", "字段说明", "筛选条件"]
    head, *rows = book["数据"]
    points = head.index("得分")
    assert [f"{row[points]:g}" for row in rows[:4]] == [one["points"] for one in shown["entries"]]
    assert (rows[-1][1], f"{rows[-1][points]:g}") == ("合计", shown["total"])
    assert ["N01 覆盖率", "怎么算。出处：本县自定（待核实）"] in book["字段说明"]
    about = {row[0]: row[1] for row in book["筛选条件"]}
    assert (about["地区"], about["考核期"]) == ("东峡镇", "2026 年第 2 季度")
    assert about["内容校验"] == sheet.digest
    assert AuditEvent.objects.filter(action="score_sheet.export").count() == 1


def test_the_comparison_leaves_as_it_is_shown(cast: Cast, desk: Desk, post: Post) -> None:
    desk.locked(DONGXIA)
    client = cast.client("official")
    book = taken(
        post, client, f"{SHEETS}/export",
        {"parent": "", "period": QUARTER, "file_format": "xlsx"},
    )  # fmt: skip
    head, *rows = book["数据"]
    by_name = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert (by_name["东峡镇"]["合计"], by_name["东峡镇"]["C09"]) == (74, 24)
    assert (by_name["宝库乡"]["状态"], by_name["宝库乡"]["合计"]) == ("未填报", "")


def test_a_comparison_beside_ones_own_is_not_taken(cast: Cast, desk: Desk, post: Post) -> None:
    said = {"parent": "630121", "period": QUARTER, "file_format": "xlsx"}
    assert post(cast.client("stranger_official"), f"{SHEETS}/export", said).status_code == 404
    assert post(cast.client("secretary"), f"{SHEETS}/export", said).status_code == 403


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_somebody_typed_is_not_run_by_a_spreadsheet(
    cast: Cast, desk: Desk, post: Post, kind: str
) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    desk.fill("township_official", sheet, C11=("", "1", "=HYPERLINK(1)"))
    answer = post(
        cast.client("township_official"), f"{SHEETS}/{sheet.uid}/export", {"file_format": kind}
    )
    content = answer.getvalue()
    assert b",=HYPERLINK" not in content
    assert b"<f>" not in content
