"""False-trade checks: what is found leaves every total, until a second person says it is sound."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from backend.audit.models import AccessEvent
from backend.jobs.models import Job
from cooperatives.models import Household
from impact import queries
from impact.models import AreaMonth, FindingRow, HouseholdMonth, MonthCheck, TradeFinding
from impact.queries import findings
from impact.queries.measured import measured_year
from impact.queries.overview import overview
from impact.services import summing, trading
from orders.models import SourceSplit
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import DAY, Sell

ADDRESS = "/api/v1/trade-findings"
Settle = Callable[[Area], Household]
WHY = {"purpose": "核查交易"}


def check() -> int:
    return trading.check_trades(county_code="630121", year=2026, now=NOW)


def months() -> list[tuple[object, ...]]:
    fields = ("area_code", "month", "sales_fen", "households")
    return sorted(AreaMonth.objects.values_list(*fields))


@pytest.mark.parametrize(
    "order",
    [
        {"receiver_phone": "15400000001"},
        {"receiver_address": "青海省大通县东峡镇东峡一村 8号院"},
    ],
)
def test_goods_sent_to_the_household_that_sold_them_are_a_loop(
    cast: Cast, sell: Sell, order: dict[str, str]
) -> None:
    Household.objects.filter(pk=cast.potato_household.pk).update(address="8号院")
    sell(cast.monitored_household, order={"receiver_phone": "15400000009"})
    split = sell(cast.potato_household, order=order)
    assert check() == 1
    finding = TradeFinding.objects.get()
    assert (finding.kind, finding.household) == ("loop", cast.potato_household)
    assert finding.rows.get().source == split.source


def test_a_station_that_bought_its_own_goods_is_found(cast: Cast, sell: Sell) -> None:
    sell(cast.potato_household, order={"buyer": cast.users["operator"]})
    sell(cast.potato_household, order={"buyer": cast.users["stranger"]})
    assert check() == 1
    finding = TradeFinding.objects.get()
    assert (finding.kind, finding.station) == ("self_purchase", cast.dongxia_station)


def test_an_operator_whose_hat_had_ended_bought_as_anybody(cast: Cast, sell: Sell) -> None:
    hat = cast.hats["operator"]
    hat.valid_to = DAY - timedelta(days=1)
    hat.save()
    sell(cast.potato_household, order={"buyer": cast.users["operator"]})
    assert check() == 0


def test_a_price_far_from_the_countys_is_found_with_its_median(
    cast: Cast, sell: Sell, household: Settle
) -> None:
    for _ in range(10):
        sell(household(cast.dongxia_village))
    dear = sell(cast.potato_household, weight_g=1_000)
    assert check() == 1
    row = FindingRow.objects.get()
    assert (row.kind, row.source) == ("price", dear.source)
    assert "单价 15.00 元/斤" in row.why
    assert "11 笔的中位数 3.00 元/斤" in row.why


def test_a_weigh_in_and_a_year_above_the_countys_are_found(
    cast: Cast, sell: Sell, household: Settle
) -> None:
    for _ in range(40):
        sell(household(cast.dongxia_village))
    much = sell(cast.potato_household, weight_g=16_000)
    often = [sell(cast.monitored_household) for _ in range(5)]
    check()
    named = TradeFinding.objects.filter(kind="harvest").order_by("pk")
    lot, year = named
    assert (lot.household, lot.rows.get().source) == (cast.potato_household, much.source)
    assert year.household == cast.monitored_household
    late = FindingRow.objects.filter(finding=year).order_by("source")
    assert [row.source for row in late] == [split.source for split in often[3:]]
    assert "超过 30 斤" in year.rule


def test_what_is_under_review_is_in_no_total_and_the_ledger_still_agrees(
    cast: Cast, loop: TradeFinding
) -> None:
    month = AreaMonth.objects.get()
    assert (month.sales_fen, month.households, month.lines) == (15_000, 5, 5)
    assert queries.differences(now=NOW) == []
    compared = MonthCheck.objects.get()
    assert (compared.left_out_sales_fen, compared.ledger_sales_fen) == (3_000, 18_000)
    found = cast.client("official").get("/api/v1/overview").json()
    assert found["totals"]["figures"]["sales"] == "150.00"
    assert found["totals"]["left_out"] == {
        "review_lines": 1, "review_sales": "30.00", "confirmed_lines": 0, "confirmed_sales": "0.00",
    }  # fmt: skip
    assert found["check"] == {
        "rows_sum_sales": "150.00", "ledger_sales": "180.00", "agrees": True, "months": [],
    }  # fmt: skip


def test_what_is_under_review_is_no_measured_gain_and_no_platform_income(
    cast: Cast, loop: TradeFinding
) -> None:
    year = measured_year(actor=cast.actor("official"), year=2026)
    assert (year.lines, year.gross_sales_fen) == (5, 15_000)
    assert queries.platform_sales_fen(cast.potato_household, 2026) == 0


def test_goods_bought_from_a_household_in_a_loop_are_no_measured_gain(
    cast: Cast, sell: Sell
) -> None:
    sell(cast.potato_household, mode="purchase", order={"buyer": cast.users["farmer"]})
    before = measured_year(actor=cast.actor("official"), year=2026)
    check()
    after = measured_year(actor=cast.actor("official"), year=2026)
    assert (before.lines, after.lines) == (1, 0)


def test_checking_again_finds_nothing_new_and_a_refund_stays_with_its_sale(
    cast: Cast, loop: TradeFinding
) -> None:
    rows = list(HouseholdMonth.objects.values_list("household", "sales_fen"))
    assert check() == 0
    assert TradeFinding.objects.count() == 1
    summing.rebuild_months(now=NOW)
    assert sorted(HouseholdMonth.objects.values_list("household", "sales_fen")) == sorted(rows)


def test_rows_open_for_a_reason_and_the_household_sees_it(cast: Cast, loop: TradeFinding) -> None:
    client = cast.client("official")
    assert client.get(f"{ADDRESS}/{loop.uid}").status_code == 422
    (row,) = client.get(f"{ADDRESS}/{loop.uid}", WHY).json()["rows"]
    assert (row["sales"], row["head_name"]) == ("30.00", "马有福")
    assert row["why"].startswith("下单账号是该农户的账号")
    seen = AccessEvent.objects.get(fields="trade_finding")
    assert (seen.subject_uid, seen.purpose) == (str(cast.potato_household.uid), "核查交易")


def test_a_stranger_finds_nothing_and_changes_nothing(
    cast: Cast, loop: TradeFinding, post: Any
) -> None:
    stranger = cast.client("stranger_official")
    assert stranger.get(ADDRESS).json()["results"] == []
    assert stranger.get(f"{ADDRESS}/{loop.uid}", WHY).status_code == 404
    body = {"verdict": "clear", "reason": "已电话核实购买人和用途"}
    assert post(stranger, f"{ADDRESS}/{loop.uid}/propose", body).status_code == 404
    loop.refresh_from_db()
    assert (loop.proposal, AccessEvent.objects.count()) == ("", 0)


@pytest.mark.parametrize("who", ["manager", "operator", "farmer", "buyer", "administrator"])
def test_a_hat_without_the_checks_is_refused(cast: Cast, who: str) -> None:
    assert cast.client(who).get(ADDRESS).status_code == 403


def test_a_check_by_hand_is_a_job_of_one_year(cast: Cast, loop: TradeFinding, post: Any) -> None:
    client = cast.client("official")
    assert post(client, f"{ADDRESS}/check", {"year": 2026}).status_code == 202
    assert Job.objects.get().arguments == {"county": "630121", "year": 2026}
    assert post(client, f"{ADDRESS}/check", {"year": 2099}).status_code == 422


def test_a_screen_on_the_wall_reads_no_few_households_amount(
    cast: Cast, loop: TradeFinding
) -> None:
    person = cast.actor("official")
    screen = replace(person, grants=frozenset({("view", "overview")}))
    found = overview(actor=screen, parent="", period="2026", now=NOW)
    assert found.totals
    assert found.totals.left_out
    assert (found.totals.left_out.review_lines, found.totals.left_out.review_fen) == (1, None)
    assert found.check.ledger_fen is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counted_and_left_out_are_always_the_ledger(
    cast: Cast, sell: Sell, household: Settle, seed: int
) -> None:
    """A random county, checked and partly settled: every month and the whole agree to the fen."""
    chance = random.Random(seed)
    homes = [household(chance.choice((cast.dongxia_village, cast.baoku_village))) for _ in range(6)]
    people = [cast.users[who] for who in ("buyer", "farmer", "operator", "stranger")]
    for _ in range(25):
        sell(
            chance.choice([*homes, cast.potato_household]),
            on=date(2026, chance.choice((7, 8)), chance.randint(1, 28)),
            weight_g=chance.choice((1_000, 5_000, 5_000, 20_000)),
            order={"buyer": chance.choice(people)},
        )
    summing.rebuild_months(now=NOW)
    check()
    maker = cast.actor("official")
    another = replace(maker, user_uid=str(cast.users["auditor"].uid))
    for finding in TradeFinding.objects.order_by("pk")[::2]:
        verdict = chance.choice(("clear", "confirm"))
        trading.propose_verdict(
            uid=finding.uid,
            verdict=verdict,
            reason="已经核实",
            actor=maker,
            now=NOW,
        )
        finding.refresh_from_db()
        trading.decide_verdict(
            uid=finding.uid, verdict="approve", comment="", digest=findings.digest(finding),
            actor=another, now=NOW,
        )  # fmt: skip
    assert queries.differences(now=NOW) == []
    assert not MonthCheck.objects.differing().exists()
    whole = SourceSplit.objects.aggregate(fen=Sum("share_fen"))["fen"]
    sums = MonthCheck.objects.aggregate(
        counted=Sum("villages_sales_fen"), left=Sum("left_out_sales_fen")
    )
    assert sums["counted"] + sums["left"] == whole
    followed = months()
    summing.rebuild_months(now=NOW)
    assert months() == followed
