"""Areas as people keep them: files, provisional codes, corrections, ends, neighbours."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stations import queries
from stations.models import Area, AreaNeighbour, AreaVersion, PlaceChange
from tests.cast import Cast
from tests.stations.registry import decide

pytestmark = pytest.mark.usefixtures("clock")
EDITION = "2023-06-30"


def book(*rows: str, head: str = "代码,名称,类型,批次字母") -> str:
    return "\n".join([head, *rows])


NEW_COUNTY = book(
    "639998,测试县,县,CS", "639998100,新城镇,乡镇,", "639998100200,绿洲村委会,,",
    "６３９９９８１００００１,东街居委会,社区,",
)  # fmt: skip


def try_file(cast: Cast, post: Any, text: str) -> Any:
    body = {"csv": text, "edition_on": EDITION}
    return post(cast.client("administrator"), "/api/v1/areas/try-import", body)


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(cast: Cast, post: Any) -> None:
    before = Area.objects.count()
    plan = try_file(cast, post, NEW_COUNTY).json()
    assert (plan["new_count"], plan["fault_count"], plan["county_code"]) == (4, 0, "639998")
    assert {row["name"] for row in plan["new"]} == {"测试县", "新城镇", "绿洲村", "东街社区"}
    assert Area.objects.count() == before


def test_every_fault_is_told_with_its_line(cast: Cast, post: Any) -> None:
    text = book("6.39998E+11,甲村,,", "639998100200,乙村,,", "639998100200,丙,洲,", "12,丁村,,")
    faults = try_file(cast, post, text).json()["faults"]
    assert [(fault["line"], fault["column"]) for fault in faults] == [
        (2, "code"), (3, "code"), (4, "code"), (4, "name"), (4, "kind"), (5, "code"),
    ]  # fmt: skip
    assert "被存成了数字" in faults[0]["words"]


def test_a_file_without_its_columns_is_refused_in_words(cast: Cast, post: Any) -> None:
    answer = try_file(cast, post, "编号,村\n1,2")
    assert (answer.status_code, answer.json()["code"]) == (422, "area_file_wrong")


def test_a_file_is_agreed_to_by_the_county_and_the_old_name_stays_readable(
    cast: Cast, post: Any
) -> None:
    village = cast.dongxia_village
    text = book(f"{village.code},东峡新一村,村,", f"{village.parent.code},东峡镇,,")
    body = {"csv": text, "edition_on": "2026-09-01", "reason": "更名批复"}
    change = post(cast.client("administrator"), "/api/v1/areas/import", body).json()
    done = decide(post, cast.client("official"), change["uid"])
    village.refresh_from_db()
    assert (done.json()["state"], village.name, village.version) == ("applied", "东峡新一村", 2)
    assert village.initials == "dxxyc"
    assert queries.area_name_on(village, date(2026, 9, 2)) == "东峡新一村"
    assert AreaVersion.objects.get(area=village).change_uid == change["uid"]


def test_the_same_file_again_changes_nothing(tmp_path: Path, cast: Cast) -> None:
    path = tmp_path / "county.csv"
    path.write_text(NEW_COUNTY, encoding="gb18030")
    call_command("import_areas", str(path), "--edition-on", EDITION)
    out = io.StringIO()
    call_command("import_areas", str(path), "--edition-on", EDITION, stdout=out)
    county = Area.objects.get(code="639998")
    assert (county.letters, county.version) == ("CS", 1)
    assert "已新增 0，变更 0" in out.getvalue()


def test_the_command_refuses_a_wrong_file_whole(tmp_path: Path, cast: Cast) -> None:
    path = tmp_path / "county.csv"
    path.write_text(book("639998,测试县,县,CS", "63,坏行,,"), encoding="utf-8")
    with pytest.raises(CommandError, match="1 处错误"):
        call_command("import_areas", str(path), "--edition-on", EDITION)
    assert not Area.objects.filter(code="639998").exists()


def test_a_village_without_a_code_gets_a_provisional_one(cast: Cast, post: Any) -> None:
    body = {
        "township": "630121103", "name": "新移民村", "kind": "village", "on": "2026-09-01",
        "reason": "易地搬迁",
    }  # fmt: skip
    change = post(cast.client("administrator"), "/api/v1/areas", body).json()
    decide(post, cast.client("official"), change["uid"])
    area = Area.objects.get(name="新移民村")
    assert (area.code, area.pinyin) == ("630121103900", "xinyimincun")


def test_an_area_in_use_cannot_end(cast: Cast, post: Any) -> None:
    body = {"on": "2026-09-01", "reason": "合并"}
    address = f"/api/v1/areas/{cast.dongxia_village.code}/close"
    answer = post(cast.client("administrator"), address, body)
    assert answer.json()["code"] == "area_in_use"
    assert "服务站、服务范围" in answer.json()["detail"]


def test_an_area_ends_on_a_day_and_leaves_the_lists(cast: Cast, post: Any) -> None:
    village = cast.dongxia_other_village
    body = {"on": "2026-09-01", "reason": "并入东峡一村"}
    address = f"/api/v1/areas/{village.code}/close"
    change = post(cast.client("administrator"), address, body).json()
    decide(post, cast.client("official"), change["uid"])
    official = cast.client("official")
    listed = official.get("/api/v1/areas?parent=630121103").json()["results"]
    every = official.get("/api/v1/areas?parent=630121103&closed=1").json()["results"]
    assert ([row["name"] for row in listed], len(every)) == (["东峡一村"], 2)


def test_a_correction_from_an_old_version_is_stale(cast: Cast, post: Any) -> None:
    village = cast.dongxia_village
    body = {"name": "东峡甲村", "on": "2026-09-01", "reason": "更正"}
    address = f"/api/v1/areas/{village.code}/edits"
    change = post(cast.client("administrator"), address, body).json()
    Area.objects.filter(pk=village.pk).update(version=5)
    answer = decide(post, cast.client("official"), change["uid"])
    village.refresh_from_db()
    assert (answer.json()["code"], village.name) == ("stale_change", "东峡一村")


def test_neighbours_are_entered_once_for_both_directions(cast: Cast, post: Any) -> None:
    one, two = cast.dongxia_village, cast.dongxia_other_village
    body = {"neighbour": two.code, "source": "2026 年勘界图", "reason": "登记相邻"}
    address = f"/api/v1/areas/{one.code}/neighbours"
    change = post(cast.client("administrator"), address, body).json()
    decide(post, cast.client("official"), change["uid"])
    assert AreaNeighbour.objects.count() == 2
    seen = cast.client("official").get(f"/api/v1/areas/{two.code}").json()["neighbours"]
    assert [(row["name"], row["source"]) for row in seen] == [("东峡一村", "2026 年勘界图")]


def test_neighbours_part_on_a_day_and_the_rows_stay(cast: Cast, post: Any) -> None:
    one, two = cast.dongxia_village, cast.dongxia_other_village
    for left, right in ((one, two), (two, one)):
        AreaNeighbour.objects.create(area=left, neighbour=right, source="旧图")
    body = {"neighbour": two.code, "on": "2026-09-01", "reason": "勘界后不接壤"}
    admin, address = cast.client("administrator"), f"/api/v1/areas/{one.code}/partings"
    change = post(admin, address, body).json()
    decide(post, cast.client("official"), change["uid"])
    again = post(admin, address, body)
    ended = {(row.valid_to, row.end_reason) for row in AreaNeighbour.objects.all()}
    seen = cast.client("official").get(f"/api/v1/areas/{two.code}").json()["neighbours"]
    assert ended == {(date(2026, 9, 1), "勘界后不接壤")}
    assert (seen[0]["valid_to"], again.json()["code"]) == ("2026-09-01", "nothing_changes")


@pytest.mark.parametrize("term", ["東峽", "dongxiazhen", "dxz", "630121103"])
def test_an_area_is_found_however_it_is_typed(cast: Cast, term: str) -> None:
    found = cast.client("official").get("/api/v1/areas", {"search": term}).json()["results"]
    assert "630121103" in {row["code"] for row in found}


def test_a_stranger_township_sees_and_changes_no_area_here(cast: Cast, post: Any) -> None:
    stranger, village = cast.client("stranger_official"), cast.dongxia_village
    assert stranger.get(f"/api/v1/areas/{village.code}").status_code == 404
    body = {"name": "甲村", "on": "2026-09-01", "reason": "更正"}
    assert post(stranger, f"/api/v1/areas/{village.code}/edits", body).status_code == 403
    assert PlaceChange.objects.count() == 0


def test_a_list_of_areas_takes_a_constant_number_of_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    official = cast.client("official")
    with django_assert_max_num_queries(7):
        assert len(official.get("/api/v1/areas").json()["results"]) == 13


def test_the_files_of_the_county_read_back_without_a_change(db: None) -> None:
    call_command("load_areas", verbosity=0)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "name", "official_name", "pinyin", "initials"])
    writer.writerows(
        Area.objects.values_list("code", "name", "official_name", "pinyin", "initials")
    )
    plan = queries.plan_import(out.getvalue(), edition_on=date(2023, 6, 30))
    assert (plan.rows, plan.new, plan.changed, plan.faults) == (334, [], [], [])


def test_villages_and_communities_are_chosen_together(cast: Cast) -> None:
    said = cast.client("township_official").get("/api/v1/areas?level=village,community").json()
    names = [row["name"] for row in said["results"]]
    assert names == ["东峡一村", "东峡二村"]
