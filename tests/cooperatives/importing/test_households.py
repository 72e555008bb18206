"""The village's register: dirt of every kind, what is held, what is written, what undo leaves."""

from typing import Any

import pytest
from django.db import connection

from backend.common.sealed import blind_index
from backend.exchange import queries
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.rules.rows import Row
from cooperatives.models import Household, HouseholdMember, Membership
from tests.backend.exchange import books
from tests.backend.exchange.walk import bring_in, take_back, upload
from tests.cast import Cast

HEAD = [
    "村编码",
    "户主姓名",
    "身份证号",
    "联系电话",
    "家庭人口",
    "劳动力",
    "户类别",
    "耕地面积（亩）",
]
CODE, ELDER, CHILD = "630121103200", "639999194807301010", "639999201605010031"
NEW = [CODE, "祁生莲", ELDER, "15400000099", 3, 1, "脱贫户", 3.25]
TABLES = (
    "cooperatives_household", "cooperatives_householdmember", "cooperatives_householdcategory",
)  # fmt: skip
HISTORY = ("cooperatives_historicalhousehold", "cooperatives_historicalhouseholdmember")
AGREE = ("secretary", "township_official", "official")


def register(*rows: Any) -> bytes:
    return books.book([HEAD, *rows])


def look(cast: Cast, *rows: Any) -> list[Row]:
    batch = upload(cast, "secretary", "household", register(*rows))
    return queries.rows_of(batch, batch.chunks.get())


def dump(*tables: str) -> list[Any]:
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            found += cursor.fetchall()
    return found


def test_a_new_household_comes_with_its_head_category_and_history(cast: Cast) -> None:
    bring_in(cast, "household", register(NEW), *AGREE)
    home = Household.objects.get(head_name="祁生莲")
    head = home.members.get()
    assert (home.card_no, home.category, home.land_mu_x100) == ("HC000004", "lifted", 325)
    assert (head.relation, head.sex, head.birth_year) == ("head", "male", 1948)
    assert head.identity_index == blind_index(ELDER)
    assert (str(head.identity), str(home.phone)) == ("639999********1010", "154****0099")
    assert (home.history.count(), head.history.count()) == (1, 1)
    assert home.categories.get().category.today == "lifted"


def test_sealed_values_open_in_their_own_rows(cast: Cast) -> None:
    bring_in(cast, "household", register(NEW), *AGREE)
    home = Household.objects.get(head_name="祁生莲")
    assert home.phone.matches("15400000099")
    assert home.members.get().identity.matches(ELDER)


def test_undo_leaves_every_table_as_it_was_to_the_byte(cast: Cast) -> None:
    changed = [CODE, "马有福", "639999196503120017", "15400000088", 5, 2, "一般户", 1]
    before = dump(*TABLES, *HISTORY)
    batch = bring_in(cast, "household", register(NEW, changed), *AGREE, update_existing=True)
    assert batch.written == {"new": 1, "changed": 1, "stale": 0}
    assert dump(*TABLES, *HISTORY) != before
    take_back(cast, batch, "secretary")
    assert (batch.state, dump(*TABLES, *HISTORY)) == ("undone", before)


def test_the_same_register_again_changes_nothing(cast: Cast) -> None:
    bring_in(cast, "household", register(NEW), *AGREE)
    assert [row.status for row in look(cast, NEW)] == ["unchanged"]


def test_a_change_shows_the_old_and_the_new_value_masked(cast: Cast) -> None:
    told = [CODE, "马有福", "639999196503120017", "15400000088", 5, 2, "", ""]
    row = look(cast, told)[0]
    assert (row.status, row.changes["size"]) == ("changed", [4, 5])
    assert row.changes["phone"] == ["154****0001", "154****0088"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (6.39999194807301e17, "列被当作数字，请改为文本"),
        ("639999480730101", "15 位旧身份证号不能使用"),
        ("639999194807301011", "校验位不符"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(cast: Cast, number: Any, why: str) -> None:
    row = look(cast, [CODE, "祁生莲", number, "", 3, 1, "", ""])[0]
    assert (row.status, row.problems[0][0]) == ("error", "identity")
    assert why in row.problems[0][1]


def test_full_width_digits_blanks_and_old_words_are_read(cast: Cast) -> None:
    told = [
        "６３０１２１１０３２００",
        " 祁 生莲 ",
        f" {ELDER} ",
        "154-0000-0099",
        "３",
        1.0,
        "监测对象",
        "",
    ]
    row = look(cast, told)[0]
    assert (row.status, row.values["identity"], row.values["size"]) == ("new", ELDER, 3)
    assert (row.values["head_name"], row.values["category"]) == ("祁生莲", "monitored")


def test_the_same_person_twice_is_written_once_and_a_contradiction_not_at_all(cast: Cast) -> None:
    other = [*NEW[:4], 9, *NEW[5:]]
    assert [row.status for row in look(cast, NEW, NEW)] == ["new", "repeated"]
    assert [row.status for row in look(cast, NEW, other)] == ["conflict", "conflict"]


def test_a_neighbouring_village_is_out_of_reach(cast: Cast) -> None:
    row = look(cast, ["630121103201", *NEW[1:]])[0]
    assert (row.status, row.problems) == ("error", [["village_code", "不在您的管辖范围"]])


def test_what_has_an_approval_of_its_own_is_not_changed_by_a_file(cast: Cast) -> None:
    told = [CODE, "马有禄", "639999196503120017", "", 4, 2, "", ""]
    row = look(cast, told)[0]
    assert (row.status, row.problems[0][0]) == ("conflict", "head_name")
    assert "信息变更" in row.problems[0][1]


def test_a_number_of_another_household_s_member_is_a_conflict(cast: Cast) -> None:
    HouseholdMember.objects.create(
        household=cast.potato_household, name="祁生莲", relation="parent", joined_on="2020-01-01",
        identity_index=blind_index(ELDER),
    )  # fmt: skip
    row = look(cast, NEW)[0]
    assert (row.status, row.problems[0][1]) == ("conflict", "此人登记为另一户的成员，不是户主")


def test_a_likely_duplicate_is_held_and_says_which_fields_agree(cast: Cast) -> None:
    row = look(cast, [CODE, "马友福", "", "15400000001", 4, 2, "", ""])[0]
    case = DuplicateCase.objects.get()
    assert (row.status, case.subject_label) == ("held", "马有福 HC000001")
    words = [one["words"] for one in case.agreements]
    assert words == ["同村", "姓名同音", "手机号相同", "一方没有身份证号，无法比对"]


def test_namesakes_with_numbers_of_their_own_are_two_households(cast: Cast) -> None:
    row = look(cast, [CODE, "马有福", ELDER, "15400000099", 4, 2, "", ""])[0]
    assert row.status == "new"


def test_undo_is_refused_once_the_household_is_a_member(cast: Cast) -> None:
    batch = bring_in(cast, "household", register(NEW), *AGREE)
    home = Household.objects.get(head_name="祁生莲")
    Membership.objects.create(
        cooperative=cast.cooperative, household=home, number="M099", valid_from="2026-09-01"
    )
    take_back(cast, batch, "secretary")
    assert "第 2 行 祁生莲：已有 1 条社员登记" in batch.error
    assert Household.objects.filter(pk=home.pk).exists()


def test_the_dry_run_writes_nothing(cast: Cast) -> None:
    before = dump(*TABLES, *HISTORY)
    look(cast, NEW, NEW, [CODE, "马友福", "", "15400000001", 4, 2, "", ""])
    assert dump(*TABLES, *HISTORY) == before


def test_no_number_stands_open_in_the_batch(cast: Cast) -> None:
    upload(cast, "secretary", "household", register(NEW))
    stored = "".join(str(row) for row in dump("exchange_importbatch", "exchange_importchunk"))
    assert (ELDER in stored, ImportBatch.objects.count()) == (False, 1)
