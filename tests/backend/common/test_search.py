"""What people type finds what is stored."""

import csv

import pytest

from backend.common.search import fold, initials_of, is_sound, person_sounds, pinyin_of
from tests.architecture.test_size import ROOT


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("橋頭鎮", "桥头镇"),
        (" 東峽鎮 ", "东峡镇"),
        ("ＱＴＺ", "qtz"),
        ("馬有福", "马有福"),
        ("１５４００００", "1540000"),
    ],
)
def test_traditional_full_width_and_capitals_fold_to_the_stored_form(
    typed: str, found: str
) -> None:
    assert fold(typed) == found


def test_every_name_of_the_county_sounds_as_its_file_says() -> None:
    folder = ROOT / "stations" / "data"
    files = [folder / "datong_townships.csv", folder / "datong_villages.csv"]
    rows = [row for path in files for row in csv.DictReader(path.open(encoding="utf-8-sig"))]
    said = [(pinyin_of(row["name"]), initials_of(row["name"])) for row in rows]
    assert said == [(row["pinyin"], row["initials"]) for row in rows]


def test_ü_is_written_v_and_the_dot_is_silent() -> None:
    assert pinyin_of("吕家村") == "lvjiacun"
    assert pinyin_of("才让·卓玛") == "cairangzhuoma"
    assert initials_of("才让·卓玛") == "crzm"


def test_a_surname_is_read_as_one() -> None:
    assert person_sounds("单有福") == ("shanyoufu", "syf")


def test_pinyin_is_told_from_characters_and_numbers() -> None:
    assert [is_sound(word) for word in ("qtz", "桥头", "1234", "")] == [True, False, False, False]
