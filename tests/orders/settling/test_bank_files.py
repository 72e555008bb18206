"""The bank's file out and its result in: all rows or none, and never against what is known."""

import pytest

from backend.audit.models import AccessEvent
from backend.common.actor import StepUpRequired
from backend.ledger import queries as ledger
from orders.models import SettlementRun
from orders.rules import paying_out as rules
from orders.services import payout_files as files
from tests.cast import Cast
from tests.orders.payments.conftest import Till
from tests.orders.settling.paying import (
    TWO,
    Ready,
    an_account,
    at_the_bank,
    release,
    result_of,
    stepped_up,
    taken_in,
    whole,
)
from tests.orders.settling.scenes import owed


def test_the_bank_file_carries_accounts_and_leaves_traces(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = release(cast, prepared("bank_file"), till.now)
    with pytest.raises(StepUpRequired):
        files.export_bank_file(
            run_uid=run.uid, encoding="gbk", actor=cast.actor("accountant"), now=till.now
        )
    accountant = stepped_up(cast, "accountant", till.now)
    content = files.export_bank_file(
        run_uid=run.uid, encoding="gbk", actor=accountant, now=till.now
    ).decode("gbk")
    assert content.splitlines()[1].split(",")[1:5] == [
        "马有福", "6210639999000017", "大通农商行", "24.82",
    ]  # fmt: skip
    assert AccessEvent.objects.filter(purpose="银行代发文件").count() == 1


def test_the_same_result_file_twice_counts_once(cast: Cast, prepared: Ready, till: Till) -> None:
    run = at_the_bank(cast, prepared, till)
    first = taken_in(cast, run, result_of(run, "成功"), till)
    again = taken_in(cast, run, result_of(run, "成功"), till)
    assert (first.uid, first.paid) == (again.uid, 1)
    assert (owed(cast, "potato_household"), whole(till.now)) == ((0, 0, 0), [])
    assert ledger.balance_of("bank", str(cast.cooperative.uid)) == TWO


@pytest.mark.parametrize(("old", "new"), [("合计,24.82", "合计,99.00"), ("A1,24.82", "A1,24.83")])
def test_a_result_file_with_a_wrong_sum_changes_nothing(
    cast: Cast, prepared: Ready, till: Till, old: str, new: str
) -> None:
    run = at_the_bank(cast, prepared, till)
    wrong = result_of(run, "成功").decode("gbk").replace(old, new).encode("gbk")
    with pytest.raises(rules.WrongResultFile):
        taken_in(cast, run, wrong, till)
    assert (run.payouts.get().state, run.results.count()) == ("sent", 0)


def test_one_changed_account_keeps_no_other_household_from_the_bank(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    an_account(cast, "monitored_household", "6210639999000025", "大通农商行")
    run = release(cast, prepared("bank_file"), till.now)
    an_account(cast, "potato_household", "6210639999000099", "大通农商行", till.now)
    accountant = stepped_up(cast, "accountant", till.now)
    content = files.export_bank_file(
        run_uid=run.uid, encoding="utf-8-sig", actor=accountant, now=till.now
    ).decode()
    assert ("6210639999000025" in content, "6210639999000099" in content) == (True, False)
    states = dict(run.payouts.values_list("household", "state"))
    assert states == {cast.potato_household.pk: "failed", cast.monitored_household.pk: "sent"}
    assert prepared("cash").payees == 1


def test_a_result_that_contradicts_the_one_before_is_for_people(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "失败", reason="户名不符"), till)
    with pytest.raises(rules.WrongResultFile):
        taken_in(cast, run, result_of(run, "成功"), till)
    assert run.payouts.get().state == "failed"


def test_a_failure_after_the_money_arrived_is_for_people(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "成功"), till)
    with pytest.raises(rules.WrongResultFile):
        taken_in(cast, run, result_of(run, "失败", reason="户名不符"), till)
    taken_in(cast, run, result_of(run, "退票", reason="户名不符"), till)
    assert run.payouts.get().state == "returned"
