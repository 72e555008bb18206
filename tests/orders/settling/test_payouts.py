"""From what is settled to what is paid: three ways, each household's outcome on its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.audit.models import AccessEvent
from backend.common.actor import Actor, StepUpRequired
from backend.common.errors import Forbidden, NotFound
from backend.common.sealed import blind_index
from backend.ledger import queries as ledger
from orders import queries
from orders.gateways.sandbox import Fault, flip_transfer
from orders.models import Payout, PayoutRun, SettlementRun
from orders.rules import paying_out as rules
from orders.services import payout_files as files
from orders.services import payout_sending, polling
from orders.services.paying_out import close_payout, decide_payout, prepare_payout
from orders.services.payout_outcomes import PAYOUTS, returned
from tests.cast import Cast
from tests.orders.payments.conftest import Till
from tests.orders.settling.scenes import owed, posted
from tests.orders.trade import sell_from

TWO = 2_482
Ready = Callable[..., PayoutRun]


def an_account(cast: Cast, who: str, number: str, bank: str, changed_at: Any = None) -> None:
    home = cast.places[who]
    home.account, home.account_bank, home.account_changed_at = number, bank, changed_at
    home.account_index = blind_index(number)
    home.save()


def stepped_up(cast: Cast, who: str, now: datetime) -> Actor:
    return replace(cast.actor(who), stepped_up_at=now)


def release(cast: Cast, run: PayoutRun, now: datetime, who: str = "manager") -> PayoutRun:
    return decide_payout(
        run_uid=run.uid, verdict="approve", comment="", content_digest=run.digest,
        actor=stepped_up(cast, who, now), now=now,
    )  # fmt: skip


@pytest.fixture
def settled(cast: Cast, till: Till) -> SettlementRun:
    """Two households with 24.82 each: one at the bank, one with Alipay."""
    an_account(cast, "potato_household", "6210639999000017", "大通农商行")
    an_account(cast, "monitored_household", "15400000002", "支付宝")
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    run = posted(cast)
    till.clock.shift(timedelta(days=6))
    return run


@pytest.fixture
def prepared(cast: Cast, settled: SettlementRun, till: Till) -> Ready:
    def prepare(method: str) -> PayoutRun:
        return prepare_payout(
            settlement_uid=settled.uid, method=method, minutes_no="",
            actor=cast.actor("accountant"), now=till.now,
        )  # fmt: skip

    return prepare


def whole(now: datetime) -> list[str]:
    return [*queries.broken_invariants(now=now), *ledger.broken_invariants(now=now)]


def result_of(run: PayoutRun, outcome: str, *, total: str = "24.82", reason: str = "") -> bytes:
    number = run.payouts.get().out_biz_no
    rows = f"付款编号,金额,结果,原因\n{number},24.82,{outcome},{reason}\n合计,{total},,\n"
    return rows.encode("gbk")


def at_the_bank(cast: Cast, prepared: Ready, till: Till) -> PayoutRun:
    run = release(cast, prepared("bank_file"), till.now)
    accountant = stepped_up(cast, "accountant", till.now)
    files.export_bank_file(run_uid=run.uid, encoding="gbk", actor=accountant, now=till.now)
    return run


def taken_in(cast: Cast, run: PayoutRun, content: bytes, till: Till) -> Any:
    return files.import_result(
        run_uid=run.uid, content=content, actor=cast.actor("accountant"), now=till.now
    )


def test_a_transfer_pays_once_and_is_booked(cast: Cast, prepared: Ready, till: Till) -> None:
    run = release(cast, prepared("alipay"), till.now)
    polling.payments_tick(now=till.now)
    polling.payments_tick(now=till.wait(hours=1))
    payout = run.payouts.get()
    assert (payout.state, payout.amount_fen, payout.tries) == ("paid", TWO, 1)
    assert owed(cast, "monitored_household") == (0, 0, 0)
    assert (PayoutRun.objects.get().state, whole(till.now)) == ("reconciled", [])
    assert (ledger.verify()["paid_out_fen"], ledger.verify()["difference_fen"]) == (TWO, 0)


def test_a_transfer_whose_answer_is_lost_is_asked_about_never_sent_anew(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = release(cast, prepared("alipay"), till.now)
    till.box.switch(Fault.HANG)
    polling.payments_tick(now=till.now)
    assert run.payouts.get().state == "unknown"
    polling.payments_tick(now=till.wait(hours=1))
    assert run.payouts.get().state == "paid"
    with till.box.store.reading() as db:
        assert db.execute("SELECT count(*) FROM transfers").fetchone()[0] == 1


def test_an_account_changed_after_the_approval_gets_nothing(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = release(cast, prepared("alipay"), till.now)
    an_account(cast, "monitored_household", "15400009999", "支付宝", till.now)
    polling.payments_tick(now=till.now)
    payout = run.payouts.get()
    assert (payout.state, "已变更" in payout.failure) == ("failed", True)
    assert owed(cast, "monitored_household") == (0, TWO, 0)
    with pytest.raises(rules.NobodyToPay):
        prepared("alipay")


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


def test_what_failed_is_paid_by_a_run_of_its_own(cast: Cast, prepared: Ready, till: Till) -> None:
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "失败", reason="户名不符"), till)
    again = release(cast, prepared("cash"), till.now)
    attempts = Payout.objects.filter(household=cast.potato_household).order_by("attempt")
    assert [(one.attempt, one.state) for one in attempts] == [(1, "failed"), (2, "approved")]
    mine = again.payouts.get(household=cast.potato_household)
    files.sign_cash(payout_uid=mine.uid, voucher_no="QL-001", actor=cast.actor("accountant"),
                    now=till.now)  # fmt: skip
    assert (owed(cast, "potato_household"), whole(till.now)) == ((0, 0, 0), [])


def test_money_that_comes_back_is_due_again(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "成功"), till)
    settled.refresh_from_db()
    assert settled.state == "partially_paid"
    assert returned(payout=run.payouts.get(), why="账户已销", actor=PAYOUTS, now=till.now)
    settled.refresh_from_db()
    assert (settled.state, owed(cast, "potato_household")) == ("posted", (0, TWO, 0))
    assert (whole(till.now), ledger.verify()["difference_fen"]) == ([], 0)


def test_a_fresh_account_waits_fourteen_days(cast: Cast, prepared: Ready, till: Till) -> None:
    an_account(cast, "potato_household", "6210639999000099", "大通农商行", till.now)
    with pytest.raises(rules.NobodyToPay):
        prepared("bank_file")
    till.wait(days=14)
    assert prepared("bank_file").payees == 1


def test_releasing_asks_for_the_second_factor_and_keeps_the_days_cap(
    cast: Cast, prepared: Ready, till: Till, settings: Any
) -> None:
    run = prepared("bank_file")
    with pytest.raises(StepUpRequired):
        decide_payout(run_uid=run.uid, verdict="approve", comment="", content_digest=run.digest,
                      actor=cast.actor("manager"), now=till.now)  # fmt: skip
    settings.PAYOUT = {"daily_cap_fen": TWO - 1}
    with pytest.raises(rules.AboveDailyCap):
        release(cast, run, till.now)
    assert PayoutRun.objects.get().state == "prepared"


def test_above_the_limit_the_supervisor_is_asked_too(
    cast: Cast, prepared: Ready, till: Till, settings: Any
) -> None:
    settings.PAYOUT = {"supervisor_from_fen": TWO - 1}
    run = release(cast, prepared("cash"), till.now)
    assert run.state == "prepared"
    assert release(cast, run, till.now, "supervisor").state == "approved"


def test_a_second_person_closes(cast: Cast, prepared: Ready, till: Till) -> None:
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "成功"), till)
    with pytest.raises(Forbidden):
        close_payout(run_uid=run.uid, actor=cast.actor("accountant"), now=till.now)
    with pytest.raises(NotFound):
        close_payout(run_uid=run.uid, actor=cast.actor("stranger_manager"), now=till.now)
    closed = close_payout(run_uid=run.uid, actor=cast.actor("supervisor"), now=till.now)
    assert (closed.state, closed.closed_by) == ("closed", User.objects.get(username="supervisor"))


def test_nobody_is_paid_on_two_ways_at_once(cast: Cast, prepared: Ready) -> None:
    prepared("cash")
    with pytest.raises(rules.NobodyToPay):
        prepared("bank_file")


def test_a_household_paid_by_all_ways_ends_the_settlement(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    release(cast, prepared("alipay"), till.now)
    polling.payments_tick(now=till.now)
    run = at_the_bank(cast, prepared, till)
    taken_in(cast, run, result_of(run, "成功"), till)
    settled.refresh_from_db()
    assert settled.state == "paid"
    assert payout_sending.watch_returns(now=till.now) == 0


def test_what_the_provider_never_took_in_goes_to_no_other_account(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = release(cast, prepared("alipay"), till.now)
    # The sender died between its claim and the call.
    run.payouts.update(state="sent", tries=1, sent_at=till.now, next_try_at=till.now)
    an_account(cast, "monitored_household", "15400009999", "支付宝", till.now)
    polling.payments_tick(now=till.wait(hours=1))
    assert run.payouts.get().state == "unknown"
    assert owed(cast, "monitored_household") == (0, TWO, 0)
    polling.payments_tick(now=till.wait(days=1))
    payout = run.payouts.get()
    assert (payout.state, "已变更" in payout.failure) == ("failed", True)


def test_every_transfer_has_its_turn_to_be_asked_whether_it_came_back(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    an_account(cast, "potato_household", "15400000003", "支付宝")
    run = release(cast, prepared("alipay"), till.now)
    polling.payments_tick(now=till.now)
    last = run.payouts.order_by("-done_at", "-pk").first()
    assert last is not None
    flip_transfer(till.box, out_biz_no=last.out_biz_no, status="REFUND", reason="户名不符")
    assert payout_sending.watch_returns(now=till.now, at_once=1) == 0
    assert payout_sending.watch_returns(now=till.wait(hours=1), at_once=1) == 1
    last.refresh_from_db()
    assert (last.state, whole(till.now)) == ("returned", [])


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
