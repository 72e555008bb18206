"""Whether the month tables say what the ledger says, county by county and month by month."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Substr, TruncMonth

from backend.ledger.models import Account, Entry
from impact.models import AreaMonth, HouseholdMonth, LeftOutMonth, MonthCheck
from impact.rules.periods import Period

SPLITTING = ("split", "split_back")
# Shipping passes through to the courier and is no sale: what a split takes from the held money,
# and what a refund gives back to the buyer, are its sales with the sign turned.
SALES = Q(account__kind__in=(Account.Kind.HELD, Account.Kind.REFUND_DUE, Account.Kind.LOGISTICS))
# What was paid out before a refund came is owed by the household instead of taken from it.
PAID = Q(account__kind=Account.Kind.HOUSEHOLD) | Q(
    account__kind=Account.Kind.CARRY_OVER, account__owner_uid__startswith="household:"
)
Key = tuple[str, date]


def compared(months: Collection[date] | None, *, now: datetime) -> list[MonthCheck]:
    """Both tables, what they leave out, and the ledger, for these months or for all."""
    found: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    tables: dict[str, Any] = {
        "villages": AreaMonth,
        "homes": HouseholdMonth,
        "left_out": LeftOutMonth,
    }
    for name, table in tables.items():
        for county, month, sales, paid in _tables(table.objects.all(), months):
            found[county, month] |= {f"{name}_sales_fen": sales, f"{name}_paid_fen": paid}
    for county, month, sales, paid in _ledger(months):
        found[county, month] |= {"ledger_sales_fen": -(sales or 0), "ledger_paid_fen": paid or 0}
    return [
        MonthCheck(county_code=county, month=month, checked_at=now, **sums)
        for (county, month), sums in sorted(found.items())
    ]


COLUMNS = tuple(f"{whose}_{what}_fen" for whose in ("villages", "homes", "left_out", "ledger")
                for what in ("sales", "paid"))  # fmt: skip


def _tables(rows: QuerySet[Any], months: Collection[date] | None) -> Any:
    chosen = rows if months is None else rows.filter(month__in=months)
    sums = {"sales": Sum("sales_fen"), "paid": Sum("household_fen")}
    named = chosen.order_by().annotate(county=Substr("area_code", 1, 6))
    return named.values_list("county", "month").annotate(**sums)


def _ledger(months: Collection[date] | None) -> Any:
    booked = Entry.objects.filter(SALES | PAID, transfer__kind__in=SPLITTING)
    if months is not None:
        within = Q(pk__in=[])
        for month in months:
            after = Period(month.year, month.month).next_on
            within |= Q(transfer__booked_on__gte=month, transfer__booked_on__lt=after)
        booked = booked.filter(within)
    named = booked.order_by().annotate(month=TruncMonth("transfer__booked_on"))
    sums = {"sales": Sum("amount_fen", filter=SALES), "paid": Sum("amount_fen", filter=PAID)}
    return named.values_list("account__county_code", "month").annotate(**sums)


def agree(check: MonthCheck) -> bool:
    """Both tables hold what the ledger holds, less what is left out."""
    return all(
        getattr(check, f"{table}_{what}_fen") + getattr(check, f"left_out_{what}_fen")
        == getattr(check, f"ledger_{what}_fen")
        for table in ("villages", "homes")
        for what in ("sales", "paid")
    )


def differences(*, now: datetime) -> list[MonthCheck]:
    """Months that do not agree, compared now and from nothing."""
    return [check for check in compared(None, now=now) if not agree(check)]


def ledger_of(county_code: str, period: Period) -> tuple[int, int]:
    """What the ledger held for a county and period when it was last compared: sales, paid."""
    sums = MonthCheck.objects.filter(
        county_code=county_code, month__gte=period.first_on, month__lt=period.next_on
    ).aggregate(sales=Sum("ledger_sales_fen"), paid=Sum("ledger_paid_fen"))
    return sums["sales"] or 0, sums["paid"] or 0
