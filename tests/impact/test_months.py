"""The month tables: kept up by the journal, made anew, and compared with the ledger."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from cooperatives.models import Household
from impact import queries
from impact.models import AreaMonth, AreaYear, HouseholdMonth, MonthCheck, SummaryCursor
from impact.services import summing
from orders.models import JournalEntry, SourceSplit
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

AUGUST = date(2026, 8, 1)


def journal(split: SourceSplit, *, ago: timedelta = timedelta(hours=1)) -> JournalEntry:
    order = split.source.line.order
    return JournalEntry.objects.create(
        order=order, kind="completed", at=NOW - ago, amount_fen=order.total_fen
    )


def rows() -> list[tuple[object, ...]]:
    fields = ("household", "area_code", "month", "lines", "weight_g", "sales_fen", "household_fen")
    years = AreaYear.objects.values_list("area_code", "year", "households", "lines", "sales_fen")
    return [*HouseholdMonth.objects.order_by("pk").values_list(*fields), *years]


def test_a_completed_order_stands_in_both_months(cast: Cast, sell: Sell) -> None:
    journal(sell(cast.potato_household))
    assert summing.follow_orders(now=NOW) == 1
    month = AreaMonth.objects.get()
    assert (month.month, month.households, month.lines) == (AUGUST, 1, 1)
    assert (month.sales_fen, month.household_fen, month.weight_g) == (3_000, 2_000, 5_000)
    assert rows() == [
        (cast.potato_household.pk, month.area_code, AUGUST, 1, 5_000, 3_000, 2_000),
        (month.area_code, 2026, 1, 1, 3_000),
    ]


def test_following_twice_and_making_anew_give_the_same_rows(
    cast: Cast, sell: Sell, household: Callable[[Area], Household]
) -> None:
    for home in (cast.potato_household, household(cast.baoku_village), cast.potato_household):
        journal(sell(home))
        summing.follow_orders(now=NOW)
    followed = rows()
    summing.follow_orders(now=NOW)
    summing.rebuild_months(now=NOW)
    assert sorted(rows(), key=str) == sorted(followed, key=str)
    assert queries.differences(now=NOW) == []


def test_a_line_that_commits_late_is_not_passed_by(cast: Cast, sell: Sell) -> None:
    late = sell(cast.potato_household)
    fresh = journal(sell(cast.monitored_household), ago=timedelta(minutes=1))
    summing.follow_orders(now=NOW)
    assert SummaryCursor.objects.get().journal_id < fresh.pk
    assert AreaMonth.objects.get().household_fen == 4_000
    assert late.household_fen == 2_000


def test_an_order_that_the_tables_missed_is_named_with_its_month(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household)
    found = queries.differences(now=NOW)
    assert [(one.month, one.villages_paid_fen, one.ledger_paid_fen) for one in found] == [
        (AUGUST, 0, 2_000)
    ]


def test_a_month_that_differed_is_compared_again_each_time(cast: Cast, sell: Sell) -> None:
    journal(sell(cast.potato_household))
    summing.follow_orders(now=NOW)
    MonthCheck.objects.update(ledger_paid_fen=0)
    summing.follow_orders(now=NOW + timedelta(hours=1))
    assert not MonthCheck.objects.differing().exists()


def test_money_the_ledger_does_not_hold_fails_the_command(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household, booked_fen=1_900)
    with pytest.raises(CommandError, match="1 months differ"):
        call_command("rebuild_summaries")


def test_the_cursor_never_moves_back(cast: Cast, sell: Sell) -> None:
    journal(sell(cast.potato_household))
    summing.follow_orders(now=NOW)
    before = SummaryCursor.objects.get().journal_id
    summing.follow_orders(now=NOW - timedelta(days=1))
    assert SummaryCursor.objects.get().journal_id == before
