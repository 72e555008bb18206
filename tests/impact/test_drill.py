"""From a figure to its households and receipts, within the reader's reach."""

from collections.abc import Callable
from datetime import date

from backend.audit.models import AccessEvent
from impact import queries
from tests.cast import Cast
from tests.impact.conftest import DAY, Sell

OWN_DAYS = (date(2026, 7, 27), DAY, date(2026, 8, 10))
YEAR = {"year": 2026}


def lines_path(cast: Cast) -> str:
    return f"/api/v1/income-report/households/{cast.potato_household.uid}"


def test_a_villages_households_sum_to_its_figure(
    cast: Cast, sell: Sell, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    sell(cast.potato_household)
    sell(cast.monitored_household)
    sell(cast.potato_household, mode="purchase")
    rows = cast.client("secretary").get(
        "/api/v1/income-report/households", {**YEAR, "village": cast.dongxia_village.code}
    ).json()  # fmt: skip
    assert [(row["card_no"], row["lines"], row["low"]) for row in rows] == [
        ("HC000001", 2, "2.00"), ("HC000002", 1, "5.00"),
    ]  # fmt: skip
    year = queries.measured_year(actor=cast.actor("secretary"), year=2026)
    assert year.found.low_fen == 700


def test_a_line_leads_to_its_receipt_and_the_household_sees_who_looked(
    cast: Cast, sell: Sell, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    split = sell(cast.potato_household)
    (line,) = cast.client("official").get(lines_path(cast), YEAR).json()
    assert (line["quality"], line["baseline_per_jin"], line["premium"]) == ("a", "1.50", "5.00")
    assert line["receipt"] == str(split.source.lot.receipt.uid)
    assert line["lot_code"] == split.source.lot.code
    seen = AccessEvent.objects.get(fields="gain_2026")
    assert seen.subject_uid == str(cast.potato_household.uid)


def test_a_line_the_ledger_does_not_hold_is_shown_as_left_out(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household, booked_fen=1_900)
    (line,) = cast.client("official").get(lines_path(cast), YEAR).json()
    assert (line["quality"], line["premium"]) == ("unreconciled", None)


def test_what_an_institution_pays_above_the_channel_is_a_transfer(
    cast: Cast, sell: Sell, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    split = sell(cast.potato_household)
    order = split.source.line.order
    type(order).objects.filter(pk=order.pk).update(buyer_kind="institution")
    found = queries.measured_year(actor=cast.actor("secretary"), year=2026).found
    assert (found.low_fen, found.high_fen, found.institution_fen) == (0, 0, 500)


def test_a_stranger_finds_neither_household_nor_line(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    assert cast.client("stranger_official").get(lines_path(cast), YEAR).status_code == 404
    rows = cast.client("stranger_official").get(
        "/api/v1/income-report/households", {**YEAR, "village": cast.dongxia_village.code}
    ).json()  # fmt: skip
    assert rows == []
    assert not AccessEvent.objects.filter(fields="gain_2026").exists()
