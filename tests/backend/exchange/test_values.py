"""Cells as people type them: what is taken, what is refused and with which words."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.exchange.rules import values
from backend.exchange.rules.columns import escaped, unescaped
from backend.exchange.rules.errors import CellWrong

MAN = "639999196503120017"


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05", "2024/3/5", "2024年3月5日", "２０２４年３月５日", "2024.3.5",
        "2024-03-05 00:00:00", 45356.0, date(2024, 3, 5), datetime(2024, 3, 5, 0, 0),  # noqa: DTZ001 as a sheet holds it
    ],
)  # fmt: skip
def test_dates_in_every_style_are_one_day(cell: Any) -> None:
    assert values.day(cell) == "2024-03-05"


@pytest.mark.parametrize("cell", ["2024-13-05", "2024-02-30", "去年", 3.5, 12.0, True])
def test_what_is_no_date_is_refused(cell: Any) -> None:
    with pytest.raises(CellWrong, match="2024-03-05"):
        values.day(cell)


@pytest.mark.parametrize(
    "cell", [MAN, f" {MAN} ", "６３９９９９１９６５０３１２００１７", f"'{MAN}"]
)
def test_an_identity_number_is_read_through_spaces_and_full_width_digits(cell: str) -> None:
    assert values.identity(cell) == MAN


def test_a_small_x_is_stored_large() -> None:
    assert values.identity("63999919900307007x") == "63999919900307007X"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (6.39999196503120e17, "列被当作数字，请改为文本"),
        ("6.39999E+17", "列被当作数字，请改为文本"),
        ("639999650312001", "15 位旧身份证号"),
        ("639999196503120018", "校验位不符"),
        ("639999199002300010", "出生日期不存在"),
        ("63999919650312001", "应为 18 位，现有 17 位"),
    ],
)
def test_an_identity_number_that_cannot_be_right_is_refused_with_the_reason(
    cell: Any, why: str
) -> None:
    with pytest.raises(CellWrong, match=why):
        values.identity(cell)


@pytest.mark.parametrize(
    "cell", ["93639999MA990001XA", "N2639999MF99000189", "９３６３９９９９ＭＡ９９０００１ＸＡ"]
)
def test_credit_codes_with_n_too(cell: str) -> None:
    assert len(values.credit_code(cell)) == 18


def test_a_credit_code_with_a_wrong_check_is_refused() -> None:
    with pytest.raises(CellWrong, match="校验位不符"):
        values.credit_code("93639999MA990001XB")


@pytest.mark.parametrize("cell", ["15400000017", 15400000017.0, "154 0000 0017", "154-0000-0017"])
def test_a_mobile_survives_as_a_figure(cell: Any) -> None:
    assert values.mobile(cell) == "15400000017"


def test_names_keep_the_dot_and_lose_the_blank() -> None:
    assert values.person_name("才让•卓玛") == "才让·卓玛"
    assert values.person_name("马 有 福") == "马有福"


@pytest.mark.parametrize("cell", [3.2, "3.2", "３.２", 3.1999999999999997])
def test_hundredths_know_no_float(cell: Any) -> None:
    assert values.hundredths(100)(cell) == 320


@given(some.text(max_size=20))
def test_escaping_a_formula_loses_nothing(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not str(escaped(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(some.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_day_written_out_is_read_back(day: date) -> None:
    assert values.day(day.isoformat()) == day.isoformat()
    assert values.day(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@given(some.integers(1, 10_000_000))
def test_a_price_written_out_is_read_back(fen: int) -> None:
    assert values.price(fen / 100) == fen
