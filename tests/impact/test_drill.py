"""From a figure to its households and receipts, within the reader's reach."""

from collections.abc import Callable
from datetime import date
from typing import Any

from backend.audit.models import AccessEvent
from backend.common.money import yuan
from cooperatives.models import Household
from impact import queries
from stations.models import Area
from tests.cast import Cast
from tests.impact.conftest import DAY, Sell

Settle = Callable[[Area], Household]
OWN_DAYS = (date(2026, 7, 27), DAY, date(2026, 8, 10))
YEAR = {"year": 2026, "purpose": "核对增收"}
PLACES = "/api/v1/income-report/areas"
HOMES = "/api/v1/income-report/households"


def lines_path(cast: Cast) -> str:
    return f"/api/v1/income-report/households/{cast.potato_household.uid}"


def test_a_villages_households_sum_to_its_figure(
    cast: Cast, sell: Sell, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    sell(cast.potato_household)
    sell(cast.monitored_household)
    sell(cast.potato_household, mode="purchase")
    found = cast.client("secretary").get(
        HOMES, {**YEAR, "village": cast.dongxia_village.code}
    ).json()  # fmt: skip
    rows = [(row["card_no"], row["gain"]["lines"], row["gain"]["low"]) for row in found["rows"]]
    assert rows == [("HC000001", 2, "2.00"), ("HC000002", 1, "5.00")]
    assert (found["village"]["gain"]["low"], found["village"]["gain"]["households"]) == ("7.00", 2)
    year = queries.measured_year(actor=cast.actor("secretary"), year=2026)
    assert year.found.low_fen == 700


def test_a_line_leads_to_its_receipt_and_the_household_sees_who_looked(
    cast: Cast, sell: Sell, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    split = sell(cast.potato_household)
    (line,) = cast.client("official").get(lines_path(cast), YEAR).json()["lines"]
    assert (line["quality"], line["baseline_per_jin"], line["premium"]) == ("a", "1.50", "5.00")
    assert line["receipt"] == str(split.source.lot.receipt.uid)
    assert line["lot_code"] == split.source.lot.code
    seen = AccessEvent.objects.get(fields="gain_receipts_2026")
    assert (seen.subject_uid, seen.purpose) == (str(cast.potato_household.uid), "核对增收")


def test_a_line_the_ledger_does_not_hold_is_shown_as_left_out(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household, booked_fen=1_900)
    (line,) = cast.client("official").get(lines_path(cast), YEAR).json()["lines"]
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
    stranger, village = cast.client("stranger_official"), cast.dongxia_village.code
    assert stranger.get(HOMES, {**YEAR, "village": village}).status_code == 404
    assert stranger.get(PLACES, {"year": 2026, "parent": village[:9]}).status_code == 404
    assert not AccessEvent.objects.exists()


def test_without_a_reason_nothing_is_opened(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    client, village = cast.client("secretary"), cast.dongxia_village.code
    assert client.get(HOMES, {"year": 2026, "village": village}).status_code == 422
    assert client.get(lines_path(cast), {"year": 2026}).status_code == 422
    assert not AccessEvent.objects.exists()


def places(cast: Cast, who: str, parent: str = "") -> dict[str, Any]:
    found: dict[str, Any] = cast.client(who).get(PLACES, {"year": 2026, "parent": parent}).json()
    return found


def test_places_add_up_to_the_years_figure_at_every_level(
    cast: Cast, sell: Sell, household: Settle, observe: Callable[..., None]
) -> None:
    observe("630121103", 150, *OWN_DAYS)
    for place in (cast.dongxia_village, cast.baoku_village):
        for _ in range(5):
            sell(household(place))
    year = queries.measured_year(actor=cast.actor("official"), year=2026).found
    county = places(cast, "official")
    assert (county["totals"]["gain"]["low"], year.low_fen) == ("25.00", 2_500)
    assert county["totals"]["gain"]["high"] == yuan(year.high_fen)
    assert sum(row["gain"]["lines"] for row in county["rows"]) == 10
    township = places(cast, "official", cast.dongxia_village.code[:9])
    mine = next(row for row in township["rows"] if row["code"] == cast.dongxia_village.code)
    assert mine["gain"] == township["totals"]["gain"]


def test_a_few_households_close_their_place_and_the_next_beside_it(
    cast: Cast, sell: Sell, household: Settle
) -> None:
    for _ in range(4):
        sell(household(cast.dongxia_village))
    for _ in range(6):
        sell(household(cast.baoku_village))
    rows = {row["code"]: row["gain"] for row in places(cast, "official")["rows"]}
    assert rows[cast.dongxia_village.code[:9]] is None
    assert rows[cast.baoku_village.code[:9]] is None
    asked = {**YEAR, "village": cast.dongxia_village.code}
    assert cast.client("official").get(HOMES, asked).status_code == 403
    assert not AccessEvent.objects.exists()
    assert len(cast.client("secretary").get(HOMES, asked).json()["rows"]) == 4
