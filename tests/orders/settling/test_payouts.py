"""From what is settled to what is paid: three ways, each household's outcome on its own."""

from datetime import date

import pytest

from backend.accounts.models import User
from backend.common.actor import StepUpRequired
from backend.common.errors import Forbidden, NotFound
from backend.ledger import queries as ledger
from backend.messaging.models import Message
from orders.gateways.sandbox import Fault, flip_transfer
from orders.models import Payout, PayoutRun, SettlementRun
from orders.queries.statements import household_statement
from orders.rules import paying_out as rules
from orders.services import payout_files as files
from orders.services import payout_sending, polling
from orders.services.paying_out import close_payout, decide_payout
from orders.services.payout_outcomes import PAYOUTS, returned
from tests.cast import Cast
from tests.orders.payments.conftest import Till
from tests.orders.settling.paying import (
    TWO,
    Ready,
    an_account,
    at_the_bank,
    release,
    result_of,
    taken_in,
    whole,
)
from tests.orders.settling.scenes import limits_are, owed


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
    cast: Cast, prepared: Ready, till: Till
) -> None:
    run = prepared("bank_file")
    with pytest.raises(StepUpRequired):
        decide_payout(run_uid=run.uid, verdict="approve", comment="", content_digest=run.digest,
                      actor=cast.actor("manager"), now=till.now)  # fmt: skip
    limits_are(cast, daily_cap_fen=TWO - 1)
    with pytest.raises(rules.AboveDailyCap):
        release(cast, run, till.now)
    assert PayoutRun.objects.get().state == "prepared"


def test_a_run_never_holds_more_than_a_day_may_pay(cast: Cast, prepared: Ready) -> None:
    limits_are(cast, daily_cap_fen=TWO)
    first, second = prepared("cash"), prepared("cash")
    assert (first.total_fen, second.total_fen) == (TWO, TWO)
    with pytest.raises(rules.NobodyToPay):
        prepared("cash")


def test_what_one_household_is_due_above_the_days_cap_names_the_cap(
    cast: Cast, prepared: Ready
) -> None:
    limits_are(cast, daily_cap_fen=TWO - 1)
    with pytest.raises(rules.AboveDailyCap, match=r"24\.81"):
        prepared("cash")


def test_above_the_limit_the_supervisor_is_asked_too(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    limits_are(cast, supervisor_from_fen=TWO - 1)
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


def test_the_household_is_told_once_and_reads_it_on_its_statement(
    cast: Cast, prepared: Ready, till: Till
) -> None:
    release(cast, prepared("alipay"), till.now)
    polling.payments_tick(now=till.now)
    polling.payments_tick(now=till.wait(hours=1))
    message = Message.objects.get(template="payout_paid")
    assert message.text.open() == (
        "【乡站】东峡种植专业合作社付给您家结算款 24.82 元，付到支付宝 ****0002。"
        "有疑问请到服务站查账。"
    )
    assert message.recipient_uid == str(cast.places["monitored_household"].uid)
    paid = household_statement(
        cast.monitored_household, from_on=date(2026, 9, 1), to_on=date(2026, 12, 31)
    ).payouts
    assert [(one.amount_fen, one.state_name) for one in paid] == [(TWO, "已付")]
