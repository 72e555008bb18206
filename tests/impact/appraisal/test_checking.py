"""A sheet is reviewed by another, locked from below, and reopened only with a reason."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.approvals.rules import ContentChanged, MakerDecides
from backend.audit.models import AuditEvent
from backend.common.errors import Conflict, Invalid
from impact.models import ScoreEntry, ScoreRemark, ScoreSheet
from impact.queries.sheets import broken_sheets
from impact.rules import scoring
from tests.cast import NOW, Cast
from tests.impact.appraisal.conftest import LINES, QUARTER, Desk, Post, another, set_in_force

DONGXIA, BAOKU = "630121103", "630121205"
SHEETS = "/api/v1/score-sheets"


def test_three_people_lock_a_sheet(desk: Desk) -> None:
    sheet = desk.locked(DONGXIA)
    assert (sheet.state, sheet.submitted_by_name) == ("locked", "测试03")
    assert (sheet.reviewed_by_name, sheet.locked_by_name) == ("township_colleague同事", "测试02")
    assert [one.step for one in sheet.remarks.all()] == ["submit", "review", "lock"]
    assert list(broken_sheets()) == []


def test_who_handed_it_in_does_not_review_it(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(MakerDecides):
        desk.decide("township_official", sheet, "review")
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


def test_who_only_filled_in_a_line_does_not_review_it_either(desk: Desk) -> None:
    sheet = desk.begin("township_official", DONGXIA)
    desk.fill("township_colleague", sheet, C11=("", "30", "齐全"))
    desk.fill("township_official", sheet, C09=("0", "", ""), B01=("", "0", "没有"))
    desk.prove("township_official", sheet, "C11")
    sheet = desk.submit("township_official", sheet)
    with pytest.raises(MakerDecides):
        desk.decide("township_colleague", sheet, "review")
    with pytest.raises(IntegrityError, match="filler_never_checks"), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(
            state="reviewed", reviewed_by_uid=desk.cast.actor("township_colleague").user_uid
        )


@pytest.mark.parametrize("field", ["reviewed_by_uid", "locked_by_uid"])
def test_the_database_refuses_a_maker_who_checks(desk: Desk, field: str) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(**{field: sheet.submitted_by_uid})


def test_the_database_refuses_one_who_reviews_and_locks(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(reviewed_by_uid="one", locked_by_uid="one")


def test_the_county_waits_for_the_townships_word(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(Conflict, match="还没有经乡镇审核"):
        desk.decide("official", sheet, "lock")


def test_a_return_says_why_and_the_line_it_means(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(Invalid):
        desk.decide("township_colleague", sheet, "review", "return")
    sheet = desk.decide(
        "township_colleague", sheet, "review", "return", "请补清单", C09="缺第二季度"
    )
    assert sheet.state == "returned"
    said = ScoreRemark.objects.filter(sheet=sheet, step="return").values_list(
        "indicator__code", "words"
    )
    assert list(said) == [(None, "请补清单"), ("C09", "缺第二季度")]
    desk.fill("township_official", sheet, C09=("70", "", ""))
    assert desk.submit("township_official", sheet).state == "submitted"


def test_a_remark_on_a_line_that_is_not_there_is_refused(desk: Desk) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    with pytest.raises(Invalid):
        desk.decide("township_colleague", sheet, "review", "approve", "", X99="看不见")


def test_a_word_counts_for_what_was_read(cast: Cast, desk: Desk, post: Post) -> None:
    sheet = desk.submitted("township_official", DONGXIA)
    path = f"{SHEETS}/{sheet.uid}/review"
    said = {"verdict": "approve", "digest": "0" * 64}
    refused = post(cast.client("township_colleague"), path, said)
    assert (refused.status_code, refused.json()["code"]) == (409, ContentChanged.code)


def test_a_locked_sheet_stands_in_the_database(desk: Desk) -> None:
    sheet = desk.locked(DONGXIA)
    for change in ({"base_centipoints": 1}, {"state": "draft"}, {"reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreSheet.objects.filter(pk=sheet.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEntry.objects.filter(sheet=sheet).update(value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreRemark.objects.filter(sheet=sheet).update(words="改口")


def test_a_reopened_lock_needs_a_reason(cast: Cast, desk: Desk, post: Post) -> None:
    sheet = desk.locked(DONGXIA)
    for reason in ("", "  "):
        refused = post(cast.client("official"), f"{SHEETS}/{sheet.uid}/reopen", {"reason": reason})
        assert refused.status_code == 422
        assert "请写明为什么要更正已锁定的考核表" in refused.json()["fields"]["reason"]
    assert ScoreSheet.objects.count() == 1


def test_only_the_county_reopens(cast: Cast, desk: Desk, post: Post) -> None:
    sheet = desk.locked(DONGXIA)
    path = f"{SHEETS}/{sheet.uid}/reopen"
    assert post(cast.client("township_official"), path, {"reason": "数错"}).status_code == 403
    assert post(cast.client("auditor"), path, {"reason": "数错"}).status_code == 403


def test_a_reopened_sheet_is_a_new_version_beside_the_locked_one(desk: Desk) -> None:
    sheet = desk.locked(DONGXIA)
    again = desk.reopen("official", sheet, "销号率口径更正")
    assert (again.number, again.state, again.replaces) == (2, "draft", sheet)
    assert desk.entry(again, "C09").evidence.count() == 1
    trace = AuditEvent.objects.get(action="score_sheet.reopen")
    assert trace.data["reason"] == "销号率口径更正"
    desk.fill("township_official", again, C09=("60", "", ""))
    desk.submit("township_official", again)
    desk.decide("township_colleague", again, "review")
    desk.decide("official", again, "lock")
    sheet.refresh_from_db()
    again.refresh_from_db()
    assert (sheet.base_centipoints, again.base_centipoints) == (7_400, 6_800)
    assert list(broken_sheets()) == []


def test_a_sheet_is_reopened_once_at_a_time(desk: Desk) -> None:
    sheet = desk.locked(DONGXIA)
    desk.reopen("official", sheet, "口径更正")
    with pytest.raises(Conflict):
        desk.reopen("official_colleague", sheet, "再更正")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.create(
            set=sheet.set, area=sheet.area, area_code=DONGXIA, level="township", period="2026-Q1",
            first_on=sheet.first_on, next_on=sheet.next_on, number=2, begun_by_uid="x",
            begun_at=NOW, replaces=None, reason="",
        )  # fmt: skip


def test_a_county_locks_behind_its_townships(cast: Cast, desk: Desk, clock: Any) -> None:
    set_in_force("county", "quarter", LINES)
    county = desk.submitted("official", "630121")
    with pytest.raises(scoring.BelowNotLocked) as refused:
        desk.decide("official_colleague", county, "lock")
    assert "已锁定 0/4，还差：桥头镇、东峡镇、青林乡、宝库乡" in refused.value.detail
    lock_all(cast, desk)
    assert desk.decide("official_colleague", county, "lock").state == "locked"
    with pytest.raises(scoring.AboveLocked):
        desk.reopen("official", ScoreSheet.objects.get(area_code=DONGXIA), "更正")
    desk.reopen("official", county, "先开上一级")
    below = ScoreSheet.objects.get(area_code=DONGXIA)
    assert desk.reopen("official", below, "再开下一级").number == 2


def lock_all(cast: Cast, desk: Desk) -> None:
    for place in ("630121100", "630121200", BAOKU):
        for who in (f"{place}a", f"{place}b"):
            another(cast, who, "stranger_official")
            cast.hats[who].area_prefix = place
            cast.hats[who].save()
        sheet = desk.submitted(f"{place}a", place)
        desk.decide(f"{place}b", sheet, "review")
        desk.decide("official", sheet, "lock")
    desk.locked(DONGXIA)


def test_the_county_does_not_lock_what_it_filled_in(desk: Desk) -> None:
    set_in_force("county", "half", LINES)
    county = desk.submitted("official", "630121", "2026-H1")
    with pytest.raises(MakerDecides):
        desk.decide("official", county, "lock")
    assert desk.decide("official_colleague", county, "lock").state == "locked"


def test_the_areas_of_a_period_stand_beside_each_other(cast: Cast, desk: Desk) -> None:
    sheet = desk.locked(DONGXIA)
    shown = cast.client("official").get(f"{SHEETS}?period={QUARTER}").json()
    assert (shown["code"], shown["begun"], shown["locked"]) == ("630121", 1, 1)
    rows = {row["code"]: row for row in shown["rows"]}
    assert rows[DONGXIA]["total"] == "74"
    assert rows[DONGXIA]["points"] == {"N01": "20", "C09": "24", "C11": "30", "B01": "0"}
    assert (rows[BAOKU]["state_name"], rows[BAOKU]["total"]) == ("未填报", None)
    desk.reopen("official", sheet, "口径更正")
    again = cast.client("official").get(f"{SHEETS}?period={QUARTER}").json()
    row = next(one for one in again["rows"] if one["code"] == DONGXIA)
    assert (row["correcting"], row["total"], row["state"]) == (True, "74", "draft")


def test_the_comparison_takes_a_constant_number_of_statements(
    cast: Cast, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    desk.locked(DONGXIA)
    client = cast.client("official")
    client.get(f"{SHEETS}?period={QUARTER}")
    with django_assert_max_num_queries(16):
        client.get(f"{SHEETS}?period={QUARTER}")
