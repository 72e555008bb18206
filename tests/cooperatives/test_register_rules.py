"""Numbers, names and steps of the register, without a database."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import Invalid
from backend.demo.codes import identity as with_check
from cooperatives.rules import check_credit_code, check_identity, check_mobile
from cooperatives.rules import register as rule
from cooperatives.rules.cooperative import facts_of, read_credit_code
from cooperatives.rules.proposals import read_proposal

TODAY = date(2026, 9, 28)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=TODAY)


@given(born=DAYS, order=st.integers(min_value=1, max_value=999))
def test_a_number_with_its_check_digit_is_taken_as_it_is(born: date, order: int) -> None:
    number = with_check(f"639999{born:%Y%m%d}{order:03d}")
    assert check_identity(number, today=TODAY) == number
    assert check_identity(f" {number.lower()} ", today=TODAY) == number
    assert rule.sex_of(number) == ("male" if order % 2 else "female")


@given(born=DAYS, place=st.integers(0, 16), digit=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born: date, place: int, digit: int) -> None:
    number = with_check(f"639999{born:%Y%m%d}123")
    other = str((int(number[place]) + digit) % 10)
    with pytest.raises(Invalid):
        check_identity(number[:place] + other + number[place + 1 :], today=TODAY)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("639999650312001", "15 位旧号"),
        (with_check("63999919990230001"), "不存在"),
        (with_check("63999920270101001"), "晚于今天"),
        ("639999196503120018", "校验位"),
        ("63999919650312001", "18 位"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_identity(typed, today=TODAY)
    assert says in refused.value.fields["identity"]


def test_of_a_child_no_number_is_kept() -> None:
    with pytest.raises(Invalid, match="有误") as refused:
        rule.check_person("639999201605010031", today=TODAY)
    assert "14" in refused.value.fields["identity"]
    assert rule.check_person("639999196503120017", today=TODAY) == "639999196503120017"


@given(body=st.text("0123456789", min_size=15, max_size=18))
def test_exactly_one_last_digit_makes_a_card(body: str) -> None:
    assert sum(rule.luhn(body + str(digit)) for digit in range(10)) == 1


@pytest.mark.parametrize("typed", ["123456789012345", "6222021234567890127", "abcd", ""])
def test_an_account_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        rule.check_bank_account(typed)


def test_an_account_is_cleaned_of_its_blanks() -> None:
    assert rule.check_bank_account("6222 0212 3456 7890 128") == "6222021234567890128"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("马有福", "马有福"),
        (" 才让•卓玛 ", "才让·卓玛"),
        ("才让．卓玛", "才让·卓玛"),
        ("欧阳 娜娜", "欧阳娜娜"),
    ],
)
def test_a_name_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert rule.check_name(typed) == kept


@pytest.mark.parametrize("typed", ["马", "Ma Youfu", "·卓玛", "马有福1", "人" * 21, ""])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        rule.check_name(typed)


@pytest.mark.parametrize(
    ("field", "maker", "steps"),
    [
        ("phone", "SO", [["PS"]]),
        ("address", "HM", [["PS"]]),
        ("phone", "PS", [["TO"]]),
        ("head", "SO", [["PS"], ["TO"]]),
        ("status", "HM", [["PS"], ["TO"]]),
        ("member", "PS", [["TO"], ["CO"]]),
        ("account", "SO", [["PS"], ["TO"]]),
        ("identity", "PS", [["TO"], ["CO"]]),
        ("create", "PS", [["TO"]]),
    ],
)
def test_who_agrees_follows_the_field_and_the_maker(
    field: str, maker: str, steps: list[list[str]]
) -> None:
    assert rule.change_steps(field, maker) == steps


def test_a_temporary_entry_is_merged_by_one_word() -> None:
    assert rule.change_steps("merge", "CM", temporary=True) == [["PS"]]
    assert rule.change_steps("merge", "CM") == [["PS"], ["TO"]]
    assert rule.change_steps("merge", "PS", temporary=True) == [["TO"]]


@pytest.mark.parametrize(
    ("field", "said", "wrong"),
    [
        ("phone", {"phone": "12345"}, "phone"),
        ("land", {"land_mu": "1.234"}, "land_mu"),
        ("labour", {"size": 2, "labour_count": 3}, "labour_count"),
        ("labour", {"size": "x", "labour_count": 1}, "size"),
        ("cause", {"main_cause": "lazy"}, "main_cause"),
        ("status", {"status": "moved", "on": "2027-01-01"}, "on"),
        ("status", {"status": "merged", "on": "2026-01-01"}, "status"),
        ("account", {"account": "6222021234567890128", "bank": ""}, "bank"),
        ("member", {"action": "add", "name": "马", "relation": "child"}, "name"),
        ("split", {"members": [], "head": "", "on": "2026-01-01"}, "members"),
        ("create", {}, "field"),
    ],
)
def test_a_proposal_that_cannot_be_names_its_field(
    field: str, said: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_proposal(field, said, today=TODAY)
    assert wrong in refused.value.fields


@pytest.mark.parametrize(
    "code",
    ["93639999MA990001XA", "93639999MA9900028A", "93639999MA99000365", "N2639999MF99000189"],
)
def test_the_vectors_are_cooperatives(code: str) -> None:
    assert check_credit_code(code)
    assert read_credit_code(f" {code.lower()} ") == code


@given(place=st.integers(0, 17), char=st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_noticed(place: int, char: str) -> None:
    code = "N2639999MF99000189"
    wrong = code[:place] + char + code[place + 1 :]
    assert check_credit_code(wrong) is (wrong == code)


def test_a_company_is_no_cooperative() -> None:
    with pytest.raises(Invalid) as refused:
        read_credit_code("91110000100000000A")
    assert "credit_code" in refused.value.fields


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("93639999MA990001X", "18 位，现在是 17 位"),
        ("93639999MA99O001XA", "没有 O"),
        ("936399X9MA990001XA", "区划"),
        ("93639999MA9900010A", "主体代码的校验位不符"),
        ("93639999MA990001XB", "最后一位校验位不符"),
        ("91110000100000000A", "校验位不符"),
        ("91639999MA990001XG", "91 开头是公司；农民专业合作社以 93 开头"),
    ],
)
def test_a_refused_code_says_what_to_look_at_again(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_credit_code(typed)
    assert said in refused.value.fields["credit_code"]


@pytest.mark.parametrize(
    ("households", "units", "holding"),
    [
        (5, 0, {"members", "farmers", "units"}),
        (4, 0, {"farmers", "units"}),
        (4, 1, {"members", "farmers", "units"}),
        (3, 2, {"members"}),
        (95, 5, {"members", "farmers", "units"}),
        (94, 6, {"members", "farmers"}),
        (0, 0, {"units"}),
        (180, 0, {"members", "farmers", "units", "delegates"}),
    ],
)
def test_the_law_is_shown_as_facts(households: int, units: int, holding: set[str]) -> None:
    facts = facts_of(households=households, units=units)
    assert {fact.code for fact in facts if fact.holds} == holding


def test_a_mobile_is_eleven_digits() -> None:
    assert check_mobile("154 0000 0001") == "15400000001"
