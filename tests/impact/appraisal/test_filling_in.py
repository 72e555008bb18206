"""A township fills in its sheet: what is computed, what is typed, what is refused."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from backend.common import files
from backend.common.errors import Conflict, Invalid
from impact.models import IndicatorSet, ScoreEntry, ScoreEvidence, ScoreSheet
from impact.rules import appraisal, scoring
from impact.services import defining, filling_in, proving
from tests.cast import NOW, Cast
from tests.impact.appraisal.conftest import COVERAGE, QUARTER, Desk, Post, put, set_in_force
from tests.pictures import located

DONGXIA = "630121103"
SHEETS = "/api/v1/score-sheets"


def test_a_begun_sheet_has_what_the_records_give(desk: Desk) -> None:
    """One of Dongxia's two villages is served by a station."""
    sheet = desk.begin("township_official", DONGXIA)
    coverage = desk.entry(sheet, "N01")
    assert (coverage.value, coverage.target, coverage.given_centipoints) == (5_000, 10_000, 2_000)
    assert (sheet.base_centipoints, sheet.state) == (2_000, "draft")


def test_a_typed_value_gives_its_points_by_the_target(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    sheet = desk.fill("township_official", sheet, C09=("90", "", ""), C11=("", "25.5", "齐全"))
    assert desk.entry(sheet, "C09").given_centipoints == 2_700
    assert desk.entry(sheet, "C11").given_centipoints == 2_550
    assert sheet.base_centipoints == 2_000 + 2_700 + 2_550


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"C11": ("", "30.5", "好")}, "C11 规范：得分须在 0 到 30 分之间，您填的是 30.5"),
        ({"C11": ("", "20", "")}, "C11 规范：由人评定的得分请写明理由"),
        ({"C09": ("101", "", "")}, "C09 销号率：须在 0 到 100 之间，您填的是 101"),
        ({"C09": ("很好", "", "")}, "C09 销号率：请填数字，最多两位小数，例如 85.5"),
        ({"C09": ("90", "30", "")}, "C09 销号率：得分由系统按目标计算，不能填写"),
        ({"N01": ("99", "", "")}, "N01 覆盖率：数值由系统按记录计算，不能填写"),
        ({"X99": ("1", "", "")}, "X99 ：这张表没有这一项"),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_nothing_is_kept(
    desk: Desk, line: dict[str, tuple[str, str, str]], words: str
) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    with pytest.raises(Invalid) as refused:
        desk.fill("township_official", sheet, **line)
    assert list(refused.value.fields.values()) == [words]
    assert desk.entry(sheet, "C09").value is None
    assert desk.entry(sheet, "C11").given_centipoints is None


def test_two_open_pages_do_not_overwrite_each_other(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    desk.fill("township_official", sheet, C09=("90", "", ""))
    with pytest.raises(Conflict):
        filling_in.fill_sheet(
            uid=sheet.uid, version=1, said=[], actor=desk.cast.actor("township_colleague"), now=NOW
        )


def test_a_sheet_without_points_or_proof_is_not_handed_in(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    desk.fill("township_official", sheet, C09=("90", "", ""))
    with pytest.raises(Invalid) as refused:
        desk.submit("township_official", sheet)
    assert refused.value.fields == {
        "entries.C09": "C09 销号率：有得分，请附依据（文件或说明）",
        "entries.C11": "C11 规范：还没有得分。由人评定，请填写得分和理由",
        "entries.B01": "B01 品牌：还没有得分。由人评定，请填写得分和理由",
    }
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_a_missing_value_is_asked_for(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    with pytest.raises(Invalid) as refused:
        desk.submit("township_official", sheet)
    assert refused.value.fields["entries.C09"] == "C09 销号率：还没有得分。请填写数值"


def test_no_points_need_no_proof(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    assert (sheet.state, sheet.base_centipoints) == ("submitted", 2_000 + 2_400 + 3_000)
    assert len(sheet.digest) == 64


def test_a_running_period_is_filled_in_and_not_handed_in(desk: Desk) -> None:
    with pytest.raises(appraisal.PeriodNotOver):
        desk.submitted("township_official", DONGXIA, "2026-Q3")
    assert ScoreSheet.objects.get(period="2026-Q3").state == "draft"


def test_a_period_in_the_future_is_refused(cast: Cast, desk: Desk, post: Post) -> None:
    said = {"area_code": DONGXIA, "period": "2026-Q4"}
    refused = post(cast.client("township_official"), SHEETS, said)
    assert refused.status_code == 422
    assert "2026 年第 4 季度还没有开始" in refused.json()["fields"]["period"]
    shown = cast.client("official").get(f"{SHEETS}?period=2027")
    assert (shown.status_code, ScoreSheet.objects.count()) == (422, 0)


def test_an_area_above_or_beside_is_not_found(cast: Cast, desk: Desk, post: Post) -> None:
    client = cast.client("township_official")
    for area in ("630121", "630121205", "630122"):
        answer = post(client, SHEETS, {"area_code": area, "period": QUARTER})
        assert answer.status_code == 404, area
    assert not ScoreSheet.objects.exists()


def test_a_scope_typed_into_the_address_is_not_found(cast: Cast, desk: Desk) -> None:
    desk.begin("township_official", DONGXIA)
    client = cast.client("stranger_official")
    for parent in ("630121", DONGXIA, f"{DONGXIA}200", "630122"):
        assert client.get(f"{SHEETS}?parent={parent}").status_code == 404, parent
    assert client.get(f"{SHEETS}?parent=630121205' OR 1=1").status_code == 422


def test_each_level_fills_in_its_own(cast: Cast, desk: Desk, post: Post) -> None:
    refused = post(cast.client("official"), SHEETS, {"area_code": DONGXIA, "period": QUARTER})
    assert (refused.status_code, refused.json()["detail"]) == (403, "乡镇级考核表由乡镇干部填报")
    village = {"area_code": f"{DONGXIA}200", "period": QUARTER}
    refused = post(cast.client("township_official"), SHEETS, village)
    assert refused.json()["detail"] == "村级考核表由村党支部书记填报"
    missing = post(cast.client("secretary"), SHEETS, village)
    assert missing.json()["detail"] == "2026 年第 2 季度还没有已生效的村级指标"


def test_a_period_has_one_sheet(cast: Cast, desk: Desk, post: Post) -> None:
    said = {"area_code": DONGXIA, "period": QUARTER}
    made = post(cast.client("township_official"), SHEETS, said)
    assert (made.status_code, made.json()["may"]["fill"]) == (201, True)
    again = post(cast.client("township_colleague"), SHEETS, said)
    assert (again.status_code, ScoreSheet.objects.count()) == (409, 1)


def test_a_strangers_hands_change_nothing(cast: Cast, desk: Desk, post: Post) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    client, path = cast.client("stranger_official"), f"{SHEETS}/{sheet.uid}"
    body = {"version": 1, "entries": [{"code": "C09", "value": "90"}]}
    assert client.get(path).status_code == 404
    assert put(client, path, body).status_code == 404
    assert post(client, f"{path}/submit", {"version": 1}).status_code == 404
    assert post(client, f"{path}/export", {"file_format": "xlsx"}).status_code == 404
    sheet.refresh_from_db()
    assert (sheet.version, desk.entry(sheet, "C09").value) == (1, None)


def test_a_file_is_kept_sealed_and_opened_by_a_link(cast: Cast, desk: Desk, post: Post) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    client = cast.client("township_official")
    sent = client.post(
        f"{SHEETS}/{sheet.uid}/evidence",
        {"code": "C09", "text": "整改清单", "file": _upload(b"%PDF-1.7 list")},
        headers={"Idempotency-Key": str(uuid4())},
    )  # fmt: skip
    assert sent.status_code == 201
    proof = ScoreEvidence.objects.get()
    url = post(client, f"/api/v1/score-evidence/{proof.uid}").json()["url"]
    assert client.get(url).content == b"%PDF-1.7 list"
    assert cast.client("official").get(url).status_code == 404
    stranger = cast.client("stranger_official")
    assert post(stranger, f"/api/v1/score-evidence/{proof.uid}").status_code == 404


def test_where_a_photo_was_taken_is_not_kept(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    proof = proving.add_evidence(
        sheet_uid=sheet.uid, code="C09", text="现场照片", content=located(),
        actor=desk.cast.actor("township_official"), now=NOW,
    )  # fmt: skip
    kept = files.read(proof.file)
    assert proof.file.endswith(".webp")
    assert b"SECRETPHONE" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize("content", [b"MZ program", b"PK\x03\x04 not a workbook", b"<html>"])
def test_only_papers_pictures_and_workbooks_are_taken(desk: Desk, content: bytes) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    with pytest.raises(Invalid) as refused:
        proving.add_evidence(
            sheet_uid=sheet.uid, code="C09", text="清单", content=content,
            actor=desk.cast.actor("township_official"), now=NOW,
        )  # fmt: skip
    assert refused.value.fields["file"].startswith("请上传 PDF")


def test_proof_is_taken_away_only_while_the_sheet_is_open(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    proof = ScoreEvidence.objects.filter(entry__sheet=sheet).first()
    assert proof is not None
    with pytest.raises(scoring.SheetClosed):
        proving.drop_evidence(uid=proof.uid, actor=desk.cast.actor("township_official"), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        proof.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEvidence.objects.create(
            entry=proof.entry, kind="note", text="后补", by_uid="x", by_name="x", at=NOW
        )


def test_the_database_keeps_points_within_their_scale(desk: Desk) -> None:
    entry = desk.entry(desk.begin("township_official", DONGXIA), "C11")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEntry.objects.filter(pk=entry.pk).update(given_centipoints=3_001, note="多给")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEntry.objects.filter(pk=entry.pk).update(given_centipoints=100)


def test_handed_in_lines_stand(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEntry.objects.filter(sheet=sheet).update(note="后改")
    with pytest.raises(scoring.SheetClosed):
        desk.fill("township_official", sheet, C09=("100", "", ""))


def test_a_target_of_the_area_goes_before_the_common_one(desk: Desk) -> None:
    _target(desk, "50")
    sheet = desk.begin("township_official", DONGXIA)
    assert desk.entry(sheet, "N01").given_centipoints == 4_000


def test_a_target_stands_once_the_sheet_is_handed_in(desk: Desk) -> None:
    desk.submitted("township_official", DONGXIA)
    with pytest.raises(Conflict, match="目标不能再改"):
        _target(desk, "50")


def test_a_target_beside_or_without_a_source_is_refused(cast: Cast, desk: Desk, post: Post) -> None:
    said = {"area_code": DONGXIA, "period": QUARTER, "code": "N01", "value": "50", "source": " "}
    path = "/api/v1/indicator-targets"
    refused = post(cast.client("official"), path, said)
    assert "请写明目标由谁" in refused.json()["fields"]["source"]
    assert post(cast.client("township_official"), path, said).status_code == 403
    foreign = post(cast.client("official"), path, said | {"area_code": "630122"})
    assert foreign.status_code == 404
    judged = post(cast.client("official"), path, said | {"code": "C11", "source": "县办"})
    assert "没有这项按目标计分的指标" in judged.json()["fields"]["code"]


def test_without_a_target_a_person_judges(cast: Cast, desk: Desk) -> None:
    set_in_force("township", "half", [COVERAGE | {"default_target": None}])
    sheet = desk.begin("township_official", DONGXIA, "2026-H1")
    assert desk.entry(sheet, "N01").given_centipoints is None
    sheet = desk.fill("township_official", sheet, N01=("", "20", "比去年多一村"))
    assert desk.entry(sheet, "N01").given_centipoints == 2_000


def test_the_set_of_its_own_day_is_used(desk: Desk, township_set: IndicatorSet) -> None:
    """A set that applies from later on leaves earlier periods alone."""
    later = IndicatorSet.objects.create(
        county_code="630121", level="township", cycle="quarter", number=2, title="新的",
        applies_from=NOW.date(), state="in_force", made_by_uid="x", made_at=NOW, agreed_at=NOW,
    )  # fmt: skip
    assert desk.begin("township_official", DONGXIA).set == township_set
    assert later.sheets.count() == 0


def _target(desk: Desk, value: str) -> None:
    defining.set_target(
        area_code=DONGXIA, period=QUARTER, code="N01", value=value, source="县办 2026 年 3 号文",
        actor=desk.cast.actor("official"), now=NOW,
    )  # fmt: skip


def _upload(content: bytes) -> Any:
    return SimpleUploadedFile("list.pdf", content)
