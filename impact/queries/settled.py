"""How much of a month's sales reached the households in time: by the end of the month after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, Min, OuterRef, Q, Sum
from django.utils import timezone

from impact.models import SettledMonth
from impact.queries.books import counted, inside
from impact.queries.figures import months_in
from impact.rules.periods import Period
from orders.models import Payout, SettlementLine, SettlementRun, SourceSplit

POSTED = (
    SettlementRun.State.POSTED, SettlementRun.State.PARTIALLY_PAID, SettlementRun.State.PAID,
    SettlementRun.State.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """Of the period's months that are due; `months` is how many."""

    due_fen: int = 0
    timely_fen: int = 0
    months: int = 0

    @property
    def rate_bp(self) -> int | None:
        """Ten-thousandths, rounded down: nothing short of all is all."""
        return 10_000 * self.timely_fen // self.due_fen if self.due_fen else None


def paid_by(month: date) -> datetime:
    """The first instant after the month that follows: 1 March for January."""
    after = Period(month.year, month.month).before(-2).first_on
    return datetime.combine(after, time(), timezone.get_default_timezone())


def settled_months(*, now: datetime) -> Iterator[SettledMonth]:
    """Every month that is due, village by village; one statement a month."""
    first = SourceSplit.objects.aggregate(day=Min("split_on"))["day"]
    month = Period(first.year, first.month) if first else None
    while month is not None and paid_by(month.first_on) <= now:
        yield from _villages(month)
        month = month.before(-1)


def _villages(month: Period) -> Iterator[SettledMonth]:
    """Consignment sales that stand; bought goods were owed at the scale and are no part of it."""
    until = paid_by(month.first_on)
    sold = counted(SourceSplit.objects.filter(
        split_on__gte=month.first_on, split_on__lt=month.next_on, refund__isnull=True,
        household_fen__gt=0,
    ))  # fmt: skip
    line = SettlementLine.objects.filter(split=OuterRef("pk"), state=SettlementLine.State.INCLUDED)
    paid = line.filter(party__payouts__state=Payout.State.PAID, party__payouts__done_at__lt=until)
    # What deductions and carry-overs took up was settled with the posting itself.
    offset = line.filter(
        party__payable_fen=0, party__run__state__in=POSTED, party__run__posted_at__lt=until
    )
    timely = Q(Exists(paid)) | Q(Exists(offset))
    rows = (
        sold.order_by("area_code")
        .values_list("area_code")
        .annotate(due=Sum("household_fen"), timely=Sum("household_fen", filter=timely, default=0))
    )
    for code, due, timely_fen in rows:
        yield SettledMonth(area_code=code, month=month.first_on, due_fen=due, timely_fen=timely_fen)


def settled_in(code: str, period: Period) -> Settled:
    found = SettledMonth.objects.filter(inside(code), months_in(period))
    rows = found.order_by().values_list("month").annotate(Sum("due_fen"), Sum("timely_fen"))
    months = list(rows)
    return Settled(
        sum(due for _, due, _ in months), sum(timely for *_, timely in months), len(months)
    )
