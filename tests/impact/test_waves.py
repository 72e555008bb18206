"""An income wave from its design to the lock: who may do what, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from impact import queries
from impact.models import IncomeEntry, IncomeSurvey
from impact.rules import surveying as rules
from impact.services import collecting, waves
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

Post = Callable[..., Any]
NEW = {"county_code": "630121", "year": 2025, "instrument": "问卷 A"}


@pytest.fixture
def wave(cast: Cast) -> IncomeSurvey:
    """An open wave of all three households."""
    made = waves.design_wave(
        **NEW, series="disposable", sampling="census", sample_per_village=0, is_baseline=False,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    return waves.open_wave(uid=made.uid, actor=cast.actor("official"), now=NOW)


def form_of(cast: Cast, wave: IncomeSurvey) -> IncomeEntry:
    return wave.entries.get(household=cast.potato_household)


def said(**more: Any) -> collecting.FormSaid:
    amounts = {"wage_fen": 1_000_000, "operating_revenue_fen": 500_000} | more.pop("amounts", {})
    fields: dict[str, Any] = {"status": "observed", "method": "recall", "persons": 4}
    return collecting.FormSaid(**(fields | more), amounts=amounts)


def collect(cast: Cast, entry: IncomeEntry, **more: Any) -> IncomeEntry:
    return collecting.collect_income(
        uid=entry.uid, version=entry.version, said=said(**more), actor=cast.actor("operator"),
        now=NOW,
    )  # fmt: skip


def check(cast: Cast, entry: IncomeEntry, who: str = "secretary") -> IncomeEntry:
    return collecting.check_income(
        uid=entry.uid, version=entry.version, verdict="approve", reason="", actor=cast.actor(who),
        now=NOW,
    )  # fmt: skip


def finish(cast: Cast, wave: IncomeSurvey) -> None:
    """Every form collected, confirmed, checked and re-visited with the same answer."""
    for entry in wave.entries.all():
        checked = check(cast, collect(cast, entry, confirmed_by="tap"))
        collecting.revisit_income(
            uid=checked.uid, earned_fen=checked.earned_fen, note="",
            actor=cast.actor("township_official"), now=NOW,
        )  # fmt: skip


def test_a_wave_is_designed_and_opened_by_the_county(cast: Cast, post: Post) -> None:
    client = cast.client("official")
    made = post(client, "/api/v1/income-waves", NEW)
    assert (made.status_code, made.json()["state"]) == (201, "designed")
    opened = post(client, f"/api/v1/income-waves/{made.json()['uid']}/open")
    assert (opened.json()["state"], opened.json()["waiting"]) == ("open", 3)
    assert post(client, "/api/v1/income-waves", NEW).status_code == 409


def test_a_wave_of_another_county_is_not_found(cast: Cast, post: Post) -> None:
    foreign = {**NEW, "county_code": "630122"}
    assert post(cast.client("official"), "/api/v1/income-waves", foreign).status_code == 404
    index = {"county_code": "630122", "name": "CPI", "base_year": 2017, "year": 2017,
             "index_bp": 10_000, "source": "统计年鉴"}  # fmt: skip
    assert post(cast.client("official"), "/api/v1/price-indexes", index).status_code == 404
    assert not IncomeSurvey.objects.exists()


def test_a_random_sample_weighs_its_village(cast: Cast) -> None:
    made = waves.design_wave(
        **NEW, series="disposable", sampling="random", sample_per_village=2, is_baseline=False,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    opened = waves.open_wave(uid=made.uid, actor=cast.actor("official"), now=NOW)
    assert list(opened.entries.values_list("weight_bp", flat=True)) == [15_000, 15_000]


def test_the_platforms_own_sales_are_filled_in_and_cannot_be_typed(
    cast: Cast, wave: IncomeSurvey, sell: Sell
) -> None:
    sell(cast.potato_household, on=NOW.date().replace(year=2025))
    entry = form_of(cast, wave)
    client = cast.client("operator")
    shown = client.get(f"/api/v1/income-forms/{entry.uid}").json()
    assert shown["platform_sales"] == "20.00"
    body = {"version": 1, "status": "observed", "method": "recall", "persons": 4, "wage": "9000.00",
            "other_revenue": "100.00", "platform_sales": "99999.00"}  # fmt: skip
    answer = client.put(
        f"/api/v1/income-forms/{entry.uid}", body, content_type="application/json",
        headers={"Idempotency-Key": "form-key-1"},
    ).json()  # fmt: skip
    assert (answer["platform_sales"], answer["operating_revenue"]) == ("20.00", "120.00")
    assert (answer["earned"], answer["stage"]) == ("9120.00", "collected")


def test_net_is_derived_and_gross_never_counts(cast: Cast, wave: IncomeSurvey) -> None:
    amounts = {"operating_expense_fen": 200_000, "depreciation_fen": 50_000,
               "production_tax_fen": 10_000, "property_fen": -20_000}  # fmt: skip
    entry = collect(cast, form_of(cast, wave), amounts=amounts)
    assert entry.operating_net_fen == 240_000
    assert entry.earned_fen == 1_000_000 + 240_000 - 20_000


def test_amounts_out_of_range_are_named_by_field(cast: Cast, wave: IncomeSurvey) -> None:
    with pytest.raises(rules.Invalid) as refused:
        collect(cast, form_of(cast, wave), amounts={"wage_fen": 5, "welfare_wage_fen": 6,
                                                    "transfer_paid_fen": -1})  # fmt: skip
    assert set(refused.value.fields) == {"welfare_wage_fen", "transfer_paid_fen"}


def test_an_outlier_stands_only_with_a_word_why(cast: Cast, wave: IncomeSurvey) -> None:
    costly = {"operating_expense_fen": 5_000_000}
    with pytest.raises(rules.Invalid):
        collect(cast, form_of(cast, wave), amounts=costly)
    entry = collect(cast, form_of(cast, wave), amounts=costly, note="购买种牛")
    assert entry.flags == ["costs"]


def test_the_household_confirms_its_own_form_and_nobody_else_does(
    cast: Cast, wave: IncomeSurvey, post: Post
) -> None:
    entry = collect(cast, form_of(cast, wave))
    path = f"/api/v1/income-forms/{entry.uid}/confirm"
    assert post(cast.client("secretary"), path, {"version": 2}).status_code == 403
    done = post(cast.client("farmer"), path, {"version": 2}).json()
    assert (done["stage"], done["confirmed_by"]) == ("confirmed", "own")


def test_the_enumerator_does_not_check_the_own_form(cast: Cast, wave: IncomeSurvey) -> None:
    entry = form_of(cast, wave)
    mine = collecting.collect_income(
        uid=entry.uid, version=1, said=said(confirmed_by="tap"), actor=cast.actor("secretary"),
        now=NOW,
    )  # fmt: skip
    with pytest.raises(rules.EnumeratorChecks):
        check(cast, mine)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeEntry.objects.filter(pk=mine.pk).update(checked_by_uid=mine.enumerator_uid)


def test_a_wave_is_locked_only_when_everything_is_done(cast: Cast, wave: IncomeSurvey) -> None:
    official = cast.actor("official")
    with pytest.raises(rules.WaveUnfinished, match="还有 3 张"):
        waves.lock_wave(uid=wave.uid, actor=official, now=NOW)
    finish(cast, wave)
    locked = waves.lock_wave(uid=wave.uid, actor=official, now=NOW)
    assert (locked.state, locked.digest) == ("locked", queries.values_digest(locked))


def test_the_database_refuses_any_change_of_a_locked_wave(cast: Cast, wave: IncomeSurvey) -> None:
    finish(cast, wave)
    waves.lock_wave(uid=wave.uid, actor=cast.actor("official"), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        wave.entries.update(wage_fen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeSurvey.objects.filter(pk=wave.pk).update(state="open")
    with pytest.raises(rules.WaveNotOpen):
        collect(cast, form_of(cast, wave))


def test_a_correction_is_a_new_version_and_both_stay(cast: Cast, wave: IncomeSurvey) -> None:
    finish(cast, wave)
    official = cast.actor("official")
    waves.lock_wave(uid=wave.uid, actor=official, now=NOW)
    again = waves.reopen_wave(uid=wave.uid, reason="一户单位填错", actor=official, now=NOW)
    assert (again.number, again.state, again.entries.count()) == (2, "open", 3)
    assert list(IncomeSurvey.objects.standing()) == [wave]


def test_differing_revisits_keep_a_wave_open(cast: Cast, wave: IncomeSurvey) -> None:
    for entry in wave.entries.all():
        checked = check(cast, collect(cast, entry, confirmed_by="tap"))
        collecting.revisit_income(
            uid=checked.uid, earned_fen=1, note="户主说没有工资",
            actor=cast.actor("township_official"), now=NOW,
        )  # fmt: skip
    with pytest.raises(rules.WaveUnfinished, match="3 户复访中有 3 户"):
        waves.lock_wave(uid=wave.uid, actor=cast.actor("official"), now=NOW)


def test_a_stranger_changes_nothing(cast: Cast, wave: IncomeSurvey, post: Post) -> None:
    entry = form_of(cast, wave)
    path = f"/api/v1/income-forms/{entry.uid}"
    body = {"version": 1, "status": "observed", "method": "recall", "persons": 4}
    answer = cast.client("stranger").put(
        path, body, content_type="application/json", headers={"Idempotency-Key": "stranger-1"}
    )
    assert (answer.status_code, form_of(cast, wave).stage) == (404, "waiting")
    locking = f"/api/v1/income-waves/{wave.uid}/lock"
    assert post(cast.client("stranger_official"), locking).status_code == 403
    assert IncomeSurvey.objects.get(pk=wave.pk).state == "open"


def test_a_waves_counts_are_those_of_the_forms_within_reach(cast: Cast, wave: IncomeSurvey) -> None:
    path = "/api/v1/income-waves"
    assert cast.client("secretary").get(path).json()["results"][0]["forms"] == 3
    assert cast.client("farmer").get(path).json()["results"][0]["waiting"] == 1
    assert cast.client("stranger_official").get(path).json()["results"][0]["forms"] == 0
    assert cast.client("stranger").get(path).json()["results"] == []


def test_listing_forms_costs_the_same_for_one_and_for_three(
    cast: Cast, wave: IncomeSurvey, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("secretary")
    with django_assert_max_num_queries(8):
        assert len(client.get("/api/v1/income-forms").json()["results"]) == 3


def test_a_line_is_put_right_and_both_values_are_on_record(cast: Cast, post: Post) -> None:
    client = cast.client("official")
    line = {"county_code": "630121", "year": 2024, "kind": "monitoring", "amount": "7700.00",
            "source": "省文件"}  # fmt: skip
    post(client, "/api/v1/income-lines", line)
    again = post(client, "/api/v1/income-lines", {**line, "amount": "7800.00"}).json()
    assert again["amount"] == "7800.00"
    rows = client.get("/api/v1/income-lines").json()["results"]
    assert [row["amount"] for row in rows] == ["7800.00"]
