"""Codes and check digits; the vectors are those of the domain's facts and of the front end."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import Invalid
from cooperatives import rules

DAY = date(2026, 9, 30)
bodies = st.text(alphabet=rules.CODE_ALPHABET, min_size=15, max_size=17)


def test_a_lot_code_says_county_day_station_device_and_number() -> None:
    assert rules.make_lot_code("DT", DAY, "017", "A", 42) == "DT260930017A042L"


@given(st.integers(1, 999), st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(1, 999))
def test_every_lot_code_made_is_one(running: int, day: date, station: int) -> None:
    assert rules.check_lot_code(rules.make_lot_code("DT", day, f"{station:03d}", "0", running))


@given(bodies, st.integers(0, 14), st.sampled_from(rules.CODE_ALPHABET))
def test_a_wrong_single_character_is_always_noticed(body: str, at: int, other: str) -> None:
    wrong = body[:at] + other + body[at + 1 :]
    same_check = rules.check_character(wrong) == rules.check_character(body)
    assert same_check == (wrong == body)


@given(bodies, st.integers(0, 13))
def test_two_neighbours_changed_about_are_always_noticed(body: str, at: int) -> None:
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    same_check = rules.check_character(swapped) == rules.check_character(body)
    assert same_check == (swapped == body)


@pytest.mark.parametrize(
    ("county", "station", "device", "running"),
    [("DT", "017", "A", 0), ("DT", "017", "A", 1000), ("DT", "17", "A", 1), ("DT", "017", "O", 1)],
)
def test_a_lot_code_of_another_shape_is_refused(
    county: str, station: str, device: str, running: int
) -> None:
    with pytest.raises(ValueError, match=r"running number|lot code|substring"):
        rules.make_lot_code(county, DAY, station, device, running)


def test_the_next_code_follows_the_highest_of_the_server() -> None:
    taken = [
        rules.make_lot_code("DT", DAY, "017", "0", 7),
        rules.make_lot_code("DT", DAY, "017", "A", 500),
    ]
    assert rules.next_lot_code("DT", DAY, "017", taken)[11:15] == "0008"


def test_after_999_the_next_server_number_begins() -> None:
    taken = [rules.make_lot_code("DT", DAY, "017", "0", 999)]
    assert rules.next_lot_code("DT", DAY, "017", taken)[11:15] == "1001"


def test_a_day_has_9990_numbers() -> None:
    with pytest.raises(rules.LotNumbersUsedUp):
        rules.next_lot_code("DT", DAY, "017", [rules.make_lot_code("DT", DAY, "017", "9", 999)])


def test_what_a_person_types_is_cleaned() -> None:
    assert rules.clean_code(" dt26-0930 ０17a ") == "DT260930017A"


@pytest.mark.parametrize(
    "code",
    ["93639999MA990001XA", "93639999MA9900028A", "93639999MA99000365", "N2639999MF99000189"],
)
def test_a_right_credit_code_checks(code: str) -> None:
    assert rules.check_credit_code(code)


@pytest.mark.parametrize(
    "code", ["93639999MA990001XB", "93639999MA9900018A", "9363999", "", "93639999ma990001xa"]
)
def test_a_wrong_credit_code_does_not(code: str) -> None:
    assert not rules.check_credit_code(code)


def test_the_inner_organisation_code_is_checked_too() -> None:
    body = "93639999MA9900010"
    assert not rules.check_credit_code(body + rules.check_character(body))


@pytest.mark.parametrize(
    "number",
    [
        "639999196503120017",
        "639999197809240024",
        "639999201605010031",
        "639999194807301010",
        "63999919900307007X",
    ],
)
def test_a_right_identity_number_checks(number: str) -> None:
    assert rules.check_identity(number, today=DAY) == number


def test_a_small_x_is_stored_large() -> None:
    assert rules.check_identity("63999919900307007x", today=DAY) == "63999919900307007X"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("639999196503120018", "校验位"),
        ("639999650312001", "15 位"),
        ("63999919650312001", "18 位"),
        ("639999199002300013", "不存在"),
        ("", "18 位"),
    ],
)
def test_a_wrong_identity_number_says_why(number: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_identity(number, today=DAY)
    assert says in refused.value.fields["identity"]


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(Invalid, match="填写有误"):
        rules.check_identity("639999201605010031", today=date(2016, 4, 30))


def test_a_mobile_has_eleven_digits() -> None:
    assert rules.check_mobile("154 0000-0017") == "15400000017"
    with pytest.raises(Invalid):
        rules.check_mobile("12345678901")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("马有福", "马*福"),
        ("李英", "李*"),
        ("欧阳娜娜", "欧阳*娜"),
        ("欧阳娜", "欧阳*"),
        ("才让·卓玛", "才***玛"),
        ("马", "马"),
        ("", ""),
    ],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert rules.mask_name(name) == shown
