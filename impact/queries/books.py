"""Splits within an actor's reach, and whether the ledger says the same."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum

from backend.common.actor import Actor, AreaRange
from backend.ledger.models import Account, Entry
from cooperatives.models import Receipt
from impact.models import FindingRow, TradeFinding
from orders.models import SourceSplit
from stations.models.area import within


def under_finding(*states: str) -> Exists:
    """Whether a split's source stands behind a finding in one of these states."""
    rows = FindingRow.objects.filter(source=OuterRef("source"), finding__state__in=states)
    return Exists(rows)


def counted(splits: QuerySet[SourceSplit]) -> QuerySet[SourceSplit]:
    """Less those under review for false trade and those found false: no total holds them."""
    states = TradeFinding.State
    return splits.filter(~under_finding(states.UNDER_REVIEW, states.CONFIRMED))


def counted_receipts(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Bought goods of which no sale is doubted for who brought or bought them."""
    kinds = TradeFinding.Kind
    doubted = FindingRow.objects.filter(
        source__lot__receipt=OuterRef("pk"), kind__in=(kinds.LOOP, kinds.HARVEST),
        finding__in=TradeFinding.objects.left_out(),
    )  # fmt: skip
    return receipts.filter(~Exists(doubted))


def splits_of(actor: Actor) -> QuerySet[SourceSplit]:
    """Those that count, by the household's village frozen at sale, or by who sold."""
    return counted(_within_reach(actor))


def _within_reach(actor: Actor) -> QuerySet[SourceSplit]:
    if actor.system:
        return SourceSplit.objects.all()
    reach = within(actor, "area_code")
    if actor.stations:
        reach |= Q(source__station__uid__in=actor.stations)
    if actor.cooperatives:
        reach |= Q(source__cooperative__uid__in=actor.cooperatives)
    return SourceSplit.objects.filter(reach)


def inside(code: str, field: str = "area_code") -> Q:
    """A place and everything in it, as a half-open range of codes."""
    area = AreaRange.of(code)
    return Q(**{f"{field}__gte": area.low, f"{field}__lt": area.high})


def in_year(year: int, field: str) -> Q:
    """Bounds, not a function of the column: the index serves."""
    return Q(**{f"{field}__gte": date(year, 1, 1), f"{field}__lt": date(year + 1, 1, 1)})


def years_of(splits: QuerySet[SourceSplit]) -> tuple[date | None, date | None]:
    """First and newest day of a split."""
    ends = splits.aggregate(first=Min("split_on"), newest=Max("split_on"))
    return ends["first"], ends["newest"]


def ledger_sales(splits: QuerySet[SourceSplit], shown_fen: int) -> int:
    """What the ledger holds for these splits: their transfers, less other places' parts of them.

    Shipping passes through to the courier and is no sale. What a split takes from the held money,
    and what a refund gives back to the buyer, are its sales with the sign turned.
    """
    transfers = splits.values("transfer")
    booked = Entry.objects.filter(
        transfer__in=transfers,
        account__kind__in=(Account.Kind.HELD, Account.Kind.REFUND_DUE, Account.Kind.LOGISTICS),
    ).aggregate(fen=Sum("amount_fen"))
    whole = SourceSplit.objects.filter(transfer__in=transfers).aggregate(fen=Sum("share_fen"))
    return -(booked["fen"] or 0) - ((whole["fen"] or 0) - shown_fen)


def disagreements(splits: QuerySet[SourceSplit] | None = None) -> set[tuple[int, str]]:
    """(transfer, household uid) where the split's parts and the ledger's entries differ."""
    chosen = SourceSplit.objects.all() if splits is None else splits
    transfers = chosen.values("transfer")
    difference: dict[tuple[int, str], int] = defaultdict(int)
    parts = SourceSplit.objects.filter(transfer__in=transfers).order_by()
    for transfer, uid, fen in (
        parts.values_list("transfer", "household__uid")
        .annotate(fen=Sum("household_fen"))
        .iterator()
    ):
        difference[transfer, str(uid)] += fen
    # The kind is read, not filtered: with it SQLite tries every household account per transfer.
    booked = Entry.objects.filter(transfer__in=transfers).order_by()
    fields = ("transfer", "account__kind", "account__owner_uid", "amount_fen")
    for transfer, kind, uid, fen in booked.values_list(*fields).iterator():
        if kind == Account.Kind.HOUSEHOLD:
            difference[transfer, uid] -= fen
        elif kind == Account.Kind.CARRY_OVER and uid.startswith("household:"):
            # Paid out before the refund came: the household owes it instead of having less.
            difference[transfer, uid.removeprefix("household:")] -= fen
    return {key for key, fen in difference.items() if fen}
