"""Lists of places leave as files: what the screen shows, what it means, under which filters."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from backend.audit.models import AuditEvent
from stations.models import Station
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


def take(cast: Cast, post: Any, which: str, who: str = "official", **asked: str) -> bytes:
    answer = post(cast.client(who), f"/api/v1/{which}/export", {"file_format": "xlsx"} | asked)
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content)


def sheet(content: bytes, name: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


def test_the_filtered_stations_leave_with_definitions_and_filters(cast: Cast, post: Any) -> None:
    content = take(cast, post, "stations", search="dongxia", township="630121103")
    data = sheet(content, "数据")
    assert [row[1] for row in data] == ["名称", "东峡一村电商服务站"]
    assert len(sheet(content, "字段说明")) == len(data[0]) + 1
    assert ("乡镇代码", "630121103") in sheet(content, "筛选条件")
    assert AuditEvent.objects.get(action="list.export").data["rows"] == 1


def test_a_name_that_looks_like_a_formula_stays_text(cast: Cast, post: Any) -> None:
    Station.objects.filter(pk=cast.dongxia_station.pk).update(name="=HYPERLINK(1)")
    book = sheet(take(cast, post, "stations", township="630121103"), "数据")
    answer = post(cast.client("official"), "/api/v1/stations/export", {"file_format": "csv"})
    assert book[1][1] == "'=HYPERLINK(1)"
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_branches_and_areas_leave_within_ones_reach(cast: Cast, post: Any) -> None:
    branches = sheet(take(cast, post, "branches", "township_official"), "数据")
    areas = sheet(take(cast, post, "areas", "township_official", level="village"), "数据")
    assert [(row[0], row[5]) for row in branches[1:]] == [("东峡一村党支部", 27)]
    assert [row[1] for row in areas[1:]] == ["东峡一村", "东峡二村"]


def test_a_stranger_takes_its_own_township_alone(cast: Cast, post: Any) -> None:
    data = sheet(take(cast, post, "stations", "stranger_official"), "数据")
    assert [row[2] for row in data[1:]] == ["宝库乡"]
    refused = post(cast.client("buyer"), "/api/v1/stations/export", {"file_format": "csv"})
    assert refused.status_code == 403
