"""The household reads its form without script and says that it is so; nobody else does."""

import pytest

from impact.models import IncomeEntry, IncomeSurvey
from impact.services import waves
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell
from tests.impact.test_waves import NEW, collect, form_of

PAGE = "/my/income"


@pytest.fixture
def wave(cast: Cast) -> IncomeSurvey:
    made = waves.design_wave(
        **NEW, series="disposable", sampling="census", sample_per_village=0, is_baseline=False,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    return waves.open_wave(uid=made.uid, actor=cast.actor("official"), now=NOW)


@pytest.fixture
def told(cast: Cast, wave: IncomeSurvey) -> IncomeEntry:
    return collect(cast, form_of(cast, wave))


def word(entry: IncomeEntry, version: int) -> dict[str, str]:
    return {"form": str(entry.uid), "version": str(version)}


def test_the_household_reads_its_form_with_the_name_of_who_asked(
    cast: Cast, told: IncomeEntry
) -> None:
    page = cast.client("farmer").get(PAGE).content.decode()
    assert "10000.00" in page.replace(",", "")
    assert "确认以上内容属实" in page
    assert "采集人" in page


def test_a_tap_confirms_the_version_that_was_read(cast: Cast, told: IncomeEntry) -> None:
    client = cast.client("farmer")
    assert client.post(PAGE, word(told, told.version)).status_code == 302
    told.refresh_from_db()
    assert (told.stage, told.confirmed_by) == ("confirmed", "own")
    assert "确认以上内容属实" not in client.get(PAGE).content.decode()


def test_a_form_that_changed_meanwhile_is_not_confirmed(cast: Cast, told: IncomeEntry) -> None:
    answer = cast.client("farmer").post(PAGE, word(told, told.version - 1))
    told.refresh_from_db()
    assert answer.status_code == 409
    assert told.stage == "collected"


def test_another_household_neither_finds_nor_confirms_it(cast: Cast, told: IncomeEntry) -> None:
    client = cast.client("stranger_farmer")
    assert client.post(PAGE, word(told, told.version)).status_code == 404
    assert "确认以上内容属实" not in client.get(PAGE).content.decode()
    told.refresh_from_db()
    assert told.stage == "collected"


def test_a_stranger_confirms_nothing(cast: Cast, told: IncomeEntry) -> None:
    assert cast.client("operator").post(PAGE, word(told, told.version)).status_code == 403
    told.refresh_from_db()
    assert told.stage == "collected"


def test_forms_to_be_taken_along_carry_the_platforms_sales(
    cast: Cast, wave: IncomeSurvey, sell: Sell
) -> None:
    sell(cast.potato_household, on=NOW.date().replace(year=2025))
    before = cast.client("operator").get("/api/v1/income-forms?stage=waiting").json()["results"]
    sales = {row["uid"]: row["platform_sales"] for row in before}
    assert sales[str(form_of(cast, wave).uid)] == "20.00"
    asked = (
        cast.client("township_official").get("/api/v1/income-forms?stage=waiting").json()["results"]
    )
    assert {row["platform_sales"] for row in asked} == {None}
