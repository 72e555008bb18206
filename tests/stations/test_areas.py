"""Areas from files."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from stations import queries
from stations.models import Area, AreaVersion
from stations.rules import AreaFileWrong, CountyRow
from stations.services import import_areas
from tests.cast import NOW

pytestmark = pytest.mark.django_db
COUNTY = CountyRow(
    "630121", "大通县", "大通回族土族自治县", "datongxian", "dtx", "DT", date(2023, 6, 30)
)
TOWNSHIPS = "code,name,pinyin,initials\n630121100,桥头镇,qiaotouzhen,qtz\n"
HEADER = "code,name,official_name,kind,township_code,pinyin,initials\n"


def load(folder: Path, villages: str, townships: str = TOWNSHIPS) -> dict[str, int]:
    (folder / "t.csv").write_text(townships)
    (folder / "v.csv").write_text(HEADER + villages)
    return import_areas(
        townships_csv=folder / "t.csv", villages_csv=folder / "v.csv", county=COUNTY, now=NOW
    )


def test_the_county_has_20_townships_289_villages_and_24_communities() -> None:
    call_command("load_areas", stdout=StringIO())
    assert Area.objects.filter(level="township").count() == 20
    assert Area.objects.filter(level="village").count() == 289
    assert Area.objects.filter(level="community").count() == 24
    county = Area.objects.get(level="county")
    assert (county.code, county.name, county.letters) == ("630121", "大通县", "DT")


def test_sounds_are_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_areas")
    assert capsys.readouterr().out.startswith("county 1, township 20, ")
    assert Area.objects.get(name="长宁镇").pinyin == "changningzhen"
    village = Area.objects.get(code="630121205201")
    assert (village.name, village.official_name, village.level) == (
        "巴音村",
        "巴音牧委会",
        "village",
    )
    assert village.parent == Area.objects.get(name="宝库乡")


def test_loading_again_changes_no_coordinates(tmp_path: Path) -> None:
    row = "630121100200,上关村,上关村委会,village,630121100,shangguancun,sgc\n"
    load(tmp_path, row)
    Area.objects.filter(code="630121100200").update(longitude_e6=101_684_460)
    assert load(tmp_path, row) == {"county": 1, "township": 1, "village": 1}
    assert Area.objects.get(code="630121100200").longitude_e6 == 101_684_460


def test_every_area_begins_with_a_version_and_a_new_edition_adds_one(tmp_path: Path) -> None:
    load(tmp_path, "630121100200,上关村,上关村委会,village,630121100,shangguancun,sgc\n")
    load(tmp_path, "630121100200,上新关村,上新关村委会,village,630121100,sxg,sxg\n")
    village = Area.objects.get(code="630121100200")
    assert list(
        AreaVersion.objects.order_by("area__code", "version").values_list("area__code", "version")
    ) == [("630121", 1), ("630121100", 1), ("630121100200", 1), ("630121100200", 2)]
    assert queries.area_name_on(village, date(2020, 1, 1)) == "上关村"
    assert queries.area_name_on(village, date(2023, 6, 30)) == "上新关村"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("6.30121E+11,上关村,上关村委会,village,630121100,s,s\n", "12 位数字"),
        ("630121101200,上关村,上关村委会,village,630121100,s,s\n", "不属于"),
        ("630121101200,上关村,上关村委会,village,630121101,s,s\n", "不在乡镇文件中"),
        ("630121100200,,上关村委会,village,630121100,s,s\n", "第 2 行：缺少 name"),
        ("630121100200,上关村,上关村委会,city,630121100,s,s\n", "类型 city"),
        ("630121100200,甲村,甲村委会,village,630121100,s,s\n" * 2, "重复"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(AreaFileWrong, match=says):
        load(tmp_path, row)
    assert not Area.objects.exists()


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(AreaFileWrong, match=r"t\.csv 缺少列：initials"):
        load(tmp_path, "", townships="code,name,pinyin\n630121100,桥头镇,qiaotouzhen\n")
