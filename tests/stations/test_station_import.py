"""Stations from an office's list: those already open; moves and history keep their own way."""

from typing import Any

import pytest
from django.db import connection

from backend.exchange import queries
from backend.exchange.rules.rows import Row
from cooperatives.models import StationAttachment
from stations.models import Station, StationCatchment, StationMove
from stations.queries.as_of import status_on
from tests.backend.exchange import books
from tests.backend.exchange.walk import bring_in, take_back, upload
from tests.cast import LONG_AGO, NOW, Cast
from tests.stations.registry import second_township_official

HEAD = [
    "编号", "名称", "乡镇", "行政村", "运营状态", "开业时间", "建设类型", "通宽带", "设备清单",
    "服务内容",
]  # fmt: skip
NEW = [
    "", "东峡二村电商服务站", "东峡镇", "东峡二村", "运营中", "2022年4月8日", "小卖部", "有",
    "电子秤×2、标签打印机", "代买、代收快递",
]  # fmt: skip
OLD = ["001", "东峡一村电商服务站", "", "", "", "", "村委会", "", "", ""]
TABLES = ("stations_station", "stations_stationcatchment")


def dump() -> list[Any]:
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 names of this file
            found += cursor.fetchall()
    return found


def look(cast: Cast, *rows: Any) -> list[Row]:
    batch = upload(cast, "township_official", "station", books.book([HEAD, *rows]))
    return queries.rows_of(batch, batch.chunks.get())


def bring(cast: Cast, *rows: Any, **more: Any) -> Any:
    second = second_township_official(cast)
    content = books.book([HEAD, *rows])
    return bring_in(cast, "station", content, "township_official", second, "official", **more)


def test_a_new_station_comes_with_its_number_its_village_and_its_opening(cast: Cast) -> None:
    batch = bring(cast, NEW)
    station = Station.objects.get(area=cast.dongxia_other_village)
    assert (batch.written["new"], station.letters, station.status) == (1, "004", "operating")
    assert str(station.opened_on) == "2022-04-08"
    assert station.equipment == [{"name": "电子秤", "count": 2}, {"name": "标签打印机", "count": 1}]
    assert (station.services, station.broadband) == (["proxy_purchase", "parcel_in"], True)
    catchment = StationCatchment.objects.get(station=station)
    assert (catchment.area, str(catchment.valid_from)) == (station.area, "2022-04-08")


def test_it_was_open_since_then_and_not_before(cast: Cast) -> None:
    bring(cast, NEW)
    station = Station.objects.get(area=cast.dongxia_other_village)
    assert (status_on(station, NOW.date()), status_on(station, LONG_AGO)) == ("operating", "")
    assert not StationMove.objects.exists()


def test_facts_change_where_the_person_said_so_and_undo_leaves_every_byte(cast: Cast) -> None:
    before = dump()
    batch = bring(cast, NEW, OLD, update_existing=True)
    assert batch.written == {"new": 1, "changed": 1, "stale": 0}
    assert Station.objects.get(letters="001").host_kind == "村委会"
    take_back(cast, batch, "township_official")
    assert (batch.state, dump()) == ("undone", before), batch.error


@pytest.mark.parametrize(
    ("at", "told", "why"),
    [
        (4, "暂停", "状态变更请在服务站页面办理"),
        (5, "2020-01-01", "开业日期是历史记录"),
    ],
)
def test_moves_and_history_are_not_changed_by_a_file(
    cast: Cast, at: int, told: str, why: str
) -> None:
    row = look(cast, [*OLD[:at], told, *OLD[at + 1 :]])[0]
    assert row.status == "conflict"
    assert why in row.problems[0][1]


@pytest.mark.parametrize(
    ("at", "told", "why"),
    [
        (0, "099", "没有这个站点编号"),
        (3, "东峡九村", "没有找到"),
        (4, "建设中", "文件只登记运营中的服务站"),
        (5, "", "必须填写开业日期"),
        (5, "2027-01-01", "开业日期晚于今天"),
        (8, "秤×两", "请写成“电子秤×2、标签打印机×1”"),
        (9, "理发", "应为：代买、代卖"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_reason(
    cast: Cast, at: int, told: str, why: str
) -> None:
    row = look(cast, [*NEW[:at], told, *NEW[at + 1 :]])[0]
    assert row.status == "error"
    assert any(why in problem[1] for problem in row.problems), row.problems


def test_a_village_that_another_station_serves_is_a_conflict(cast: Cast) -> None:
    StationCatchment.objects.create(
        station=cast.dongxia_station, area=cast.dongxia_other_village, valid_from=LONG_AGO
    )
    row = look(cast, NEW)[0]
    assert (row.status, "服务村调整" in row.problems[0][1]) == ("conflict", True)


def test_a_village_of_another_township_is_out_of_reach(cast: Cast) -> None:
    row = look(cast, ["", "宝库二村电商服务站", "宝库乡", "宝库二村", *NEW[4:]])[0]
    assert (row.status, row.problems[0][1]) == ("error", "不在您的管辖范围")


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    bring(cast, NEW)
    assert [row.status for row in look(cast, NEW)] == ["unchanged"]


def test_undo_is_refused_once_the_station_sells_through_a_cooperative(cast: Cast) -> None:
    batch = bring(cast, NEW)
    station = Station.objects.get(area=cast.dongxia_other_village)
    StationAttachment.objects.create(
        station=station, cooperative=cast.cooperative, valid_from=NOW.date()
    )
    take_back(cast, batch, "township_official")
    assert "第 2 行 东峡二村电商服务站：已有 1 条合作社挂靠" in batch.error
    assert Station.objects.filter(pk=station.pk).exists()
