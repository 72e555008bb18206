"""How much of a month's sales reached the households by the end of the month after."""

from datetime import UTC, date, datetime, timedelta

from impact.models import SettledMonth
from impact.queries.settled import Settled, settled_in, settled_months
from impact.rules.periods import Period
from impact.services.deriving import rebuild_settled
from orders.models import SettlementRun
from orders.services import polling
from tests.cast import Cast
from tests.orders.payments.conftest import Till, clock, made_keys, till
from tests.orders.settling.conftest import prepared, settled
from tests.orders.settling.paying import TWO, Ready, release

__all__ = ["clock", "made_keys", "prepared", "settled", "till"]
SEPTEMBER = Period(2026, 9)
# In Shanghai, as the periods are.
NOVEMBER = datetime(2026, 10, 31, 16, tzinfo=UTC)


def paid(cast: Cast, prepared: Ready, till: Till) -> None:
    release(cast, prepared("alipay"), till.now)
    polling.payments_tick(now=till.now)
    polling.payments_tick(now=till.wait(hours=1))


def test_a_month_is_due_when_the_next_one_is_over(settled: SettlementRun) -> None:
    assert list(settled_months(now=NOVEMBER - timedelta(seconds=1))) == []
    (village,) = settled_months(now=NOVEMBER)
    assert (village.month, village.due_fen, village.timely_fen) == (date(2026, 9, 1), 2 * TWO, 0)


def test_what_is_paid_before_the_end_is_timely(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    paid(cast, prepared, till)
    rebuild_settled(now=NOVEMBER)
    assert settled_in("630121", SEPTEMBER) == Settled(2 * TWO, TWO, 1)
    assert settled_in("630121", SEPTEMBER).rate_bp == 5_000


def test_what_is_paid_later_is_not(
    cast: Cast, settled: SettlementRun, prepared: Ready, till: Till
) -> None:
    till.wait(days=28)
    paid(cast, prepared, till)
    assert till.now > NOVEMBER
    assert [row.timely_fen for row in settled_months(now=till.now)] == [0]


def test_made_anew_the_rows_are_the_same(settled: SettlementRun) -> None:
    rebuild_settled(now=NOVEMBER)
    rebuild_settled(now=NOVEMBER)
    assert SettledMonth.objects.count() == 1


def test_nothing_short_of_all_is_all() -> None:
    assert Settled(10_000_000, 9_999_999, 1).rate_bp == 9_999
    assert (Settled(3, 3, 1).rate_bp, Settled().rate_bp) == (10_000, None)
