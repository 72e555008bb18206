"""Two at once, on the engine that is configured: one wins, and the books say so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from backend.approvals.models import ApprovalRequest
from backend.common.errors import DomainError
from backend.ledger.models import Transfer
from orders import queries
from orders.models import SettlementLine
from orders.services.paying_out import prepare_payout
from orders.services.payout_outcomes import arrived
from orders.services.settlement_deciding import submit_run
from orders.services.settlement_posting import post_run
from orders.services.settling import leave_out
from tests.cast import NOW, Cast
from tests.orders.settling.paying import release
from tests.orders.settling.scenes import a_run, agree, approved, on_the_wall, posted
from tests.orders.trade import sell_from

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=6)


def winners(times: int, work: Callable[[], object]) -> int:
    def run(_: int) -> bool:
        try:
            work()
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(run, range(times)))


def test_of_two_accountants_one_posts(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run, accountant = approved(cast, a_run(cast)), cast.actor("accountant")
    assert winners(2, lambda: post_run(run_uid=run.uid, actor=accountant, now=LATER)) == 1
    assert Transfer.objects.filter(kind="settle").count() == 1
    assert list(queries.broken_invariants(now=LATER)) == []


def test_of_two_words_of_one_secretary_one_counts(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = on_the_wall(cast, a_run(cast))
    assert winners(2, lambda: agree(cast, run, "secretary", now=LATER)) == 1
    run.refresh_from_db()
    assert (run.state, run.steps.filter(to_state="approved").count()) == ("approved", 1)


def test_of_two_drafts_at_once_one_stays(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    assert winners(2, lambda: a_run(cast)) == 1
    assert cast.cooperative.runs.count() == 1


def beside(work: Callable[[], object], other: Callable[[], object]) -> None:
    """`other` begins while the transaction of `work` is still open, and ends after it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            work()
            begun = pool.submit(winners, 1, other)
            wait([begun], timeout=0.7)
        assert begun.result() == 1


def test_the_last_two_outcomes_at_once_end_the_payout(cast: Cast) -> None:
    for number, who in enumerate(("potato_household", "monitored_household",
                                  "objecting_household"), start=1):  # fmt: skip
        sell_from(cast, who, 2, number=number)
    settlement = posted(cast)
    run = prepare_payout(settlement_uid=settlement.uid, method="cash", minutes_no="",
                         actor=cast.actor("accountant"), now=LATER)  # fmt: skip
    release(cast, run, LATER)
    first, second, third = (
        partial(arrived, payout=one, voucher_no="QL-1", actor=cast.actor("accountant"), now=LATER)
        for one in run.payouts.select_related("run__cooperative", "household")
    )
    first()
    beside(second, third)
    run.refresh_from_db()
    settlement.refresh_from_db()
    assert (run.state, settlement.state) == ("reconciled", "paid")


def test_a_line_left_out_beside_the_submission_is_not_signed(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    run, accountant = a_run(cast), cast.actor("accountant")
    line = SettlementLine.objects.filter(party__run=run).first()
    assert line is not None
    beside(
        partial(leave_out, line_uid=line.uid, reason="等凭证", actor=accountant, now=NOW),
        partial(submit_run, run_uid=run.uid, actor=accountant, now=NOW),
    )
    run.refresh_from_db()
    assert ApprovalRequest.objects.get(object_uid=str(run.uid)).digest == run.digest
