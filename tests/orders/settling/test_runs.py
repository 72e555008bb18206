"""From sold goods to what is owed: a run through draft, notice and posting, to the fen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from backend.approvals.rules import MakerDecides, NotYourStep
from backend.common.errors import DomainError, Forbidden, Invalid, NotFound
from backend.common.zone import SHANGHAI
from backend.ledger import queries as ledger
from cooperatives.models import Membership
from orders import queries
from orders.models import SettlementLine, SettlementParty, SettlementRun
from orders.rules import settling as rules
from orders.services import settlement_deciding as deciding
from orders.services.agreeing import end_agreement
from orders.services.settlement_posting import post_run
from orders.services.settling import calculate_run, leave_out, take_in
from programme.models import Loan
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import (
    AFTER_NOTICE,
    a_run,
    agree,
    an_agreement,
    approved,
    limits_are,
    on_the_wall,
    owed,
    party,
    posted,
)
from tests.orders.trade import give_back, sell_from

# Two packages at 15.00: 30.00 less 0.18 payment, 2.00 packaging, 1.50, 0.90 and 0.60.
TWO = 2_482
LATER = NOW + timedelta(days=10)


def whole() -> list[str]:
    return [*queries.broken_invariants(now=LATER), *ledger.broken_invariants(now=LATER)]


def test_a_run_moves_what_was_sold_to_what_is_to_be_paid(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = posted(cast)
    assert (run.state, run.payable_fen, run.households) == ("posted", TWO, 1)
    assert owed(cast, "potato_household") == (0, TWO, 0)
    assert (whole(), ledger.verify()["difference_fen"]) == ([], 0)


def test_a_sale_is_settled_once(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    with pytest.raises(rules.NothingToSettle):
        a_run(cast, now=LATER)


def test_the_same_rows_give_the_same_run(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = a_run(cast)
    again = calculate_run(run_uid=run.uid, actor=cast.actor("accountant"), now=NOW)
    assert (again.digest, again.payable_fen) == (run.digest, TWO)


def test_a_cooperative_has_one_open_run(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    a_run(cast)
    with pytest.raises(rules.RunOpen):
        a_run(cast)


def test_the_wall_comes_between_manager_and_secretary(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = on_the_wall(cast, a_run(cast))
    assert (run.state, run.notice_until) == ("notice", NOW + timedelta(days=5))
    with pytest.raises(rules.NoticeRunning, match="公示到 2026-10-03 10:00 期满"):
        agree(cast, run, "secretary", now=NOW + timedelta(days=4))
    assert agree(cast, run, "secretary", now=AFTER_NOTICE).state == "approved"


def test_the_accountant_agrees_to_nothing_of_its_own(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = deciding.submit_run(run_uid=a_run(cast).uid, actor=cast.actor("accountant"), now=NOW)
    with pytest.raises(MakerDecides):
        agree(cast, run, "accountant", now=NOW)
    with pytest.raises(NotYourStep):
        agree(cast, run, "supervisor", now=NOW)


def test_a_run_above_the_limit_waits_for_the_township(cast: Cast) -> None:
    limits_are(cast, township_from_fen=TWO - 1)
    sell_from(cast, "potato_household", 2, number=1)
    run = approved(cast, a_run(cast))
    assert run.state == "notice"
    assert agree(cast, run, "township_official", now=AFTER_NOTICE).state == "approved"


def test_sent_back_and_calculated_anew_takes_what_came_since(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = on_the_wall(cast, a_run(cast))
    agree(cast, run, "secretary", now=NOW, verdict="return", comment="少了一户")
    sell_from(cast, "monitored_household", 2, number=2)
    run = calculate_run(run_uid=run.uid, actor=cast.actor("accountant"), now=NOW)
    assert (run.state, run.payable_fen) == ("calculated", 2 * TWO)


def test_what_is_left_out_stays_out_and_says_why(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    run, accountant = a_run(cast), cast.actor("accountant")
    line = SettlementLine.objects.get(party__household=cast.monitored_household)
    leave_out(line_uid=line.uid, reason="称重待核", actor=accountant, now=NOW)
    run = calculate_run(run_uid=run.uid, actor=accountant, now=NOW)
    assert (run.payable_fen, party(run, cast.monitored_household).payable_fen) == (TWO, 0)
    line = SettlementLine.objects.get(party__household=cast.monitored_household)
    assert (line.state, line.reason) == ("excluded", "称重待核")
    assert take_in(line_uid=line.uid, actor=accountant, now=NOW).payable_fen == 2 * TWO


def test_a_cancelled_run_frees_its_lines(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = a_run(cast)
    deciding.cancel_run(run_uid=run.uid, reason="期间选错", actor=cast.actor("accountant"), now=NOW)
    assert (a_run(cast).number, whole()) == (2, [])


def test_a_refund_after_the_posting_is_worked_off_by_the_next_run(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    give_back(cast, order, 1_000, now=LATER)
    assert owed(cast, "potato_household") == (0, TWO, -827)
    sell_from(cast, "potato_household", 2, number=2, now=LATER)
    run = posted(cast, now=LATER)
    assert run.payable_fen == TWO - 827
    assert (owed(cast, "potato_household"), whole()) == ((0, 2 * TWO - 827, 0), [])


def test_a_debt_is_carried_to_the_run_after(cast: Cast) -> None:
    order = sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    give_back(cast, order, 1_000, now=LATER)
    second = posted(cast, now=LATER)
    assert (second.state, party(second, cast.potato_household).carried_fen) == ("paid", -827)
    sell_from(cast, "potato_household", 2, number=2, now=LATER)
    third = posted(cast, now=LATER)
    row = party(third, cast.potato_household)
    assert (row.brought_fen, row.payable_fen, row.last_fen) == (-827, TWO - 827, 0)
    assert whole() == []


def test_below_the_floor_the_cooperative_pays(cast: Cast) -> None:
    limits_are(cast, floor_fen=500)
    order = sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    give_back(cast, order, 1_000, now=LATER)
    run = posted(cast, now=LATER)
    row = party(run, cast.potato_household)
    assert (row.relief_fen, row.carried_fen) == (327, -500)
    assert owed(cast, "potato_household")[2] == -500
    assert whole() == []


def test_an_advance_is_paid_first_and_worked_off_within_the_cap(cast: Cast) -> None:
    agreement = an_agreement(cast, "potato_household", 2_000)
    sell_from(cast, "potato_household", 2, number=1)
    assert posted(cast).payable_fen == TWO + 2_000
    assert ledger.balance_of("advance", str(agreement.uid)) == -2_000
    sell_from(cast, "potato_household", 2, number=2, now=LATER)
    assert posted(cast, now=LATER).payable_fen == TWO - TWO // 2
    assert ledger.balance_of("advance", str(agreement.uid)) == TWO // 2 - 2_000
    assert (whole(), ledger.verify()["difference_fen"]) == ([], 0)


def test_a_paper_signed_before_breakfast_is_signed_today(cast: Cast) -> None:
    early = datetime(2026, 10, 2, 7, 30, tzinfo=SHANGHAI).astimezone(UTC)
    signed = an_agreement(cast, "potato_household", 2_000, agreed_on=date(2026, 10, 2), now=early)
    ended = end_agreement(
        agreement_uid=signed.uid, reason="不需要了", actor=cast.actor("accountant"), now=early
    )
    assert ended.ended_on == date(2026, 10, 2)


def test_a_loan_is_repaid_by_consent_before_an_advance(cast: Cast) -> None:
    loan = Loan.objects.create(
        household=cast.potato_household, branch=cast.dongxia_branch, amount_fen=500_000,
        area_code=cast.dongxia_village.code, product="530", purpose="种薯", term_months=12,
        disbursed_on="2026-03-01", status="repaying",
    )  # fmt: skip
    an_agreement(cast, "potato_household", 500_000, kind="loan", loan_uid=loan.uid,
                 per_run_fen=700, priority=1)  # fmt: skip
    sell_from(cast, "potato_household", 2, number=1)
    run = posted(cast)
    assert (run.deducted_fen, run.payable_fen) == (700, TWO - 700)
    assert (ledger.balance_of("loan_due", str(loan.uid)), whole()) == (700, [])
    with pytest.raises(Invalid) as refused:
        an_agreement(cast, "potato_household", 1, kind="loan", loan_uid=loan.uid)
    assert "已约定 5000.00 元" in refused.value.fields["amount"]


def test_who_is_no_member_is_settled_and_marked(cast: Cast) -> None:
    Membership.objects.filter(household=cast.potato_household).update(valid_to=NOW.date())
    sell_from(cast, "potato_household", 2, number=1)
    row = party(a_run(cast), cast.potato_household)
    assert (row.member, row.payable_fen) == (False, TWO)


def test_a_run_of_one_station_leaves_the_others(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    assert a_run(cast, station=cast.dongxia_station).payable_fen == TWO
    with pytest.raises(NotFound):
        a_run(cast, station=cast.baoku_station)


def test_a_stranger_settles_nothing(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = a_run(cast)
    with pytest.raises(NotFound):
        post_run(run_uid=run.uid, actor=cast.actor("stranger_manager"), now=NOW)
    with pytest.raises(Forbidden):
        calculate_run(run_uid=run.uid, actor=cast.actor("auditor"), now=NOW)
    assert SettlementRun.objects.get().state == "calculated"


def test_other_lines_than_were_signed_are_not_posted(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = approved(cast, a_run(cast))
    SettlementLine.objects.filter(party__run=run).update(amount_fen=TWO + 1)
    with pytest.raises(rules.RunChanged):
        post_run(run_uid=run.uid, actor=cast.actor("accountant"), now=AFTER_NOTICE)
    assert owed(cast, "potato_household") == (TWO, 0, 0)


@pytest.mark.parametrize("model", [SettlementLine, SettlementParty])
def test_the_database_keeps_a_posted_run(cast: Cast, model: type) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    row = model.objects.get()  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=row.pk)  # type: ignore[attr-defined]


def test_posting_twice_posts_once(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = posted(cast)
    with pytest.raises(DomainError):
        post_run(run_uid=run.uid, actor=cast.actor("accountant"), now=AFTER_NOTICE)
    assert owed(cast, "potato_household") == (0, TWO, 0)
