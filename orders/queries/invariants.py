"""What must hold of orders, stock and money, proved from the rows (DESIGN 4)."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, StrIndex, Substr

from backend.ledger import queries as ledger
from backend.ledger.models import Entry, Transfer
from cooperatives.models import Lot
from orders.models import (
    LineSource,
    Order,
    OrderLine,
    PaymentAttempt,
    Refund,
    ShippingChange,
    SourceChange,
    SourceSplit,
)
from orders.queries import payouts, settlement_invariants
from orders.queries.surplus import broken_surpluses
from orders.queries.worth import NET_FEN, NET_G
from orders.rules.payment import AUTOMATIC, CAPTURED_STATES

AT_ONCE = 5_000
# (transfer, what is told of it, the telling), streamed in the order of transfers: five years of a
# county are never in memory at once.
Told = tuple[int, str, Any]
# A split and what a refund takes back of it.
SPLITTING = ("split", "split_back")
# What a split row's columns are called in the ledger.
SPLIT_KINDS = {
    "household_fen": ("household",),
    "cooperative_fen": ("cooperative", "purchase"),
    "station_fen": ("station",),
    "village_fen": ("village",),
    "packaging_fen": ("packaging",),
    "payment_fee_fen": ("payment_fee",),
}


def broken_invariants(*, now: datetime) -> Iterator[str]:
    yield from lines_without_whole_sources()
    yield from splits_without_their_source()
    yield from stock_that_sources_do_not_explain()
    yield from captures_that_differ()
    yield from splits_that_differ()
    yield from refunds_above_the_capture()
    yield from orders_paid_twice()
    yield from money_held_for_no_order()
    yield from money_due_to_no_buyer()
    yield from sources_taken_below_nothing()
    yield from refunds_that_their_parts_do_not_explain()
    yield from exchanges_that_differ()
    yield from settlement_invariants.broken()
    yield from broken_surpluses()
    yield from payouts.broken()


def lines_without_whole_sources() -> Iterator[str]:
    """Invariant 2: sources sum to the line's weight and amount."""
    frozen = Q(sources__substitute=False)
    lines = OrderLine.objects.annotate(
        source_g=Coalesce(Sum("sources__weight_g", filter=frozen), 0),
        source_fen=Coalesce(Sum("sources__share_fen", filter=frozen), 0),
    )
    wrong = lines.exclude(source_g=F("weight_g"), source_fen=F("amount_fen")).order_by("pk")
    for line in wrong.iterator(chunk_size=2_000):
        yield (
            f"order_line {line.pk}: sources {line.source_g} g, {line.source_fen} fen; "
            f"line {line.weight_g} g, {line.amount_fen} fen"
        )


def splits_without_their_source() -> Iterator[str]:
    """Provenance is append-only: a split whose source is gone was tampered with."""
    source = LineSource.objects.filter(pk=OuterRef("source_id"))
    gone = SourceSplit.objects.filter(~Exists(source)).order_by("source_id")
    for source_id in gone.values_list("source_id", flat=True):
        yield f"line_source {source_id}: is gone, its split remains"


def stock_that_sources_do_not_explain() -> Iterator[str]:
    """Invariant 1: what is held and sold of a lot is what its live orders hold and bought."""
    for column, state in (("held_g", "held"), ("sold_g", "sold")):
        taken = (
            LineSource.objects.filter(lot=OuterRef("pk"), line__order__hold__state=state)
            .order_by()
            .values("lot")
            .annotate(total=Sum("weight_g"))
            .values("total")
        )
        back = (
            SourceChange.objects.filter(
                source__lot=OuterRef("pk"), source__line__order__hold__state=state
            )
            .order_by()
            .values("source__lot")
            .annotate(total=Sum("weight_g"))
            .values("total")
        )
        lots = Lot.objects.annotate(
            taken_g=Coalesce(Subquery(taken), 0) + Coalesce(Subquery(back), 0)
        )
        wrong = lots.exclude(taken_g=F(column)).order_by("pk")
        for code, there_g, taken_g in wrong.values_list("code", column, "taken_g"):
            yield f"lot {code}: {column} {there_g}, orders say {taken_g}"


def captures_that_differ() -> Iterator[str]:
    """Each captured attempt has one transfer of its amount, and each capture an attempt."""
    captures = Entry.objects.filter(transfer__kind="capture", account__kind="clearing")
    attempts = PaymentAttempt.objects.filter(state__in=CAPTURED_STATES)
    booked = captures.filter(transfer__key=Concat(Value("capture:"), OuterRef("trade_no")))
    told = attempts.annotate(ledger_fen=-Subquery(booked.values("amount_fen")[:1]))
    wrong = told.filter(Q(ledger_fen__isnull=True) | ~Q(ledger_fen=F("amount_fen")))
    for trade_no, attempt_fen, ledger_fen in wrong.values_list(
        "trade_no", "amount_fen", "ledger_fen"
    ):
        yield f"capture {trade_no}: attempt {attempt_fen} fen, ledger {ledger_fen} fen"
    of_nobody = captures.annotate(trade_no=Substr("transfer__key", len("capture:") + 1)).filter(
        ~Exists(attempts.filter(trade_no=OuterRef("trade_no")))
    )
    for trade_no, amount_fen in of_nobody.values_list("trade_no", "amount_fen"):
        yield f"capture {trade_no}: attempt None fen, ledger {-amount_fen} fen"


def splits_that_differ() -> Iterator[str]:
    """The split rows of an order equal its one transfer to the fen, part by part."""
    by_transfer = itemgetter(0)
    streams = merge(_split_keys(), _split_rows(), _booked_splits(), key=by_transfer)
    for _, found in groupby(streams, key=by_transfer):
        told = {name: value for _, name, value in found}
        rows, booked = told.get("rows", {}), told.get("booked", {})
        for column, kinds in SPLIT_KINDS.items() if "key" in told else ():
            ledger_fen = sum(booked.get(kind, 0) for kind in kinds)
            if rows.get(column, 0) != ledger_fen:
                yield f"{told['key']}: {column} {rows.get(column)}, ledger {ledger_fen}"
    yield from _never_split()


def _split_keys() -> Iterator[Told]:
    splits = Transfer.objects.filter(kind__in=SPLITTING).order_by("pk").values_list("pk", "key")
    for pk, key in splits.iterator(chunk_size=AT_ONCE):
        yield pk, "key", key


def _split_rows() -> Iterator[Told]:
    sums = {f"sum_{column}": Sum(column) for column in SPLIT_KINDS}
    rows = SourceSplit.objects.order_by("transfer_id").values_list("transfer_id").annotate(**sums)
    for pk, *totals in rows.iterator(chunk_size=AT_ONCE):
        yield pk, "rows", dict(zip(SPLIT_KINDS, totals, strict=True))


def _booked_splits() -> Iterator[Told]:
    """What the ledger says of them; what is carried over counts for its owner."""
    entries = Entry.objects.filter(transfer__kind__in=SPLITTING).order_by("transfer_id")
    carried = Case(
        When(
            account__kind="carry_over",
            then=Substr("account__owner_uid", 1, StrIndex("account__owner_uid", Value(":")) - 1),
        ),
        default=F("account__kind"),
    )
    sums = entries.annotate(part=carried).values_list("transfer_id", "part")
    found = sums.annotate(total=Sum("amount_fen")).iterator(chunk_size=AT_ONCE)
    for transfer, of_one in groupby(found, key=itemgetter(0)):
        yield transfer, "booked", {part: total for _, part, total in of_one}


def _never_split() -> Iterator[str]:
    """Completed orders with money left in them that nobody got."""
    split = Transfer.objects.filter(kind="split", reference=OuterRef("number"))
    given_back = (
        Refund.objects.filter(attempt__order=OuterRef("pk"))
        .exclude(reason__in=AUTOMATIC)
        .order_by()
        .values("attempt__order")
        .annotate(total=Sum("amount_fen"))
        .values("total")
    )
    unsplit = Order.objects.filter(~Exists(split), status="completed")
    kept = unsplit.annotate(back_fen=Coalesce(Subquery(given_back), 0))
    for number in kept.filter(back_fen__lt=F("total_fen")).values_list("number", flat=True):
        yield f"order {number}: completed and never split"


def refunds_above_the_capture() -> Iterator[str]:
    live = PaymentAttempt.objects.annotate(asked=Coalesce(Sum("refunds__amount_fen"), 0))
    for attempt in live.exclude(asked=F("asked_fen")):
        said = attempt.asked_fen
        yield f"attempt {attempt.out_trade_no}: refunds {attempt.asked} fen, counted {said} fen"
    live = live.filter(asked__gt=0)
    for attempt in live.filter(Q(asked__gt=F("amount_fen")) | ~Q(state__in=CAPTURED_STATES)):
        yield f"attempt {attempt.out_trade_no}: refunds {attempt.asked} of {attempt.amount_fen} fen"
    booked = Transfer.objects.filter(key=Concat(Value("refund:"), OuterRef("out_request_no")))
    done = Refund.objects.filter(~Exists(booked), state="done")
    for number in done.values_list("out_request_no", flat=True):
        yield f"refund {number}: done and not booked"


def orders_paid_twice() -> Iterator[str]:
    """One captured attempt pays an order; every other one has its refund."""
    given_back = Refund.objects.filter(attempt=OuterRef("pk"), reason__in=AUTOMATIC)
    paying = PaymentAttempt.objects.filter(~Exists(given_back), state__in=CAPTURED_STATES)
    for row in paying.values("order").annotate(count=Count("pk")).filter(count__gt=1).order_by():
        yield f"order {row['order']}: {row['count']} attempts took money without a refund"
    paid = Order.objects.exclude(status__in=["placed", "expired", "cancelled"])
    unpaid = paid.filter(~Exists(paying.filter(order=OuterRef("pk"))))
    for number in unpaid.values_list("number", flat=True):
        yield f"order {number}: is paid and no attempt took the money"


def money_held_for_no_order() -> Iterator[str]:
    """Held money is what each order between payment and completion has not given back."""
    waiting = Order.objects.filter(status__in=["paid", "packed", "shipped", "delivered"])
    back = Sum("attempts__refunds__amount_fen", filter=~Q(attempts__refunds__reason__in=AUTOMATIC))
    left = waiting.annotate(left_fen=F("total_fen") - Coalesce(back, 0))
    owed = {str(uid): total for uid, total in left.values_list("uid", "left_fen")}
    yield from _differences("held", "order", owed)


def money_due_to_no_buyer() -> Iterator[str]:
    """What is due back is exactly the refunds that are not done."""
    open_refunds = Refund.objects.exclude(state=Refund.State.DONE).order_by()
    sums = open_refunds.values_list("attempt__uid").annotate(Sum("amount_fen"))
    owed = {str(uid): total for uid, total in sums}
    yield from _differences("refund_due", "payment_attempt", owed)


def _differences(kind: str, owner: str, owed: dict[str, int]) -> Iterator[str]:
    booked = ledger.balances(kind=kind)
    for uid in sorted(owed.keys() | booked.keys()):
        if owed.get(uid, 0) != booked.get(uid, 0):
            said, there = owed.get(uid, 0), booked.get(uid, 0)
            yield f"{owner} {uid}: {said} fen by the documents, ledger {kind} {there} fen"


def sources_taken_below_nothing() -> Iterator[str]:
    """No source gives back more than it had."""
    sources = LineSource.objects.annotate(net_g=NET_G, net_fen=NET_FEN)
    for source in sources.filter(Q(net_g__lt=0) | Q(net_fen__lt=0)).order_by("pk"):
        yield f"line_source {source.pk}: {source.net_g} g, {source.net_fen} fen are left"


def refunds_that_their_parts_do_not_explain() -> Iterator[str]:
    """A refund of a part is the sum of what it takes from sources and shipping."""
    whole = (*AUTOMATIC, "cancelled")
    goods = _sum_of(SourceChange, "share_fen")
    shipping = _sum_of(ShippingChange, "shipping_fen")
    rows = Refund.objects.exclude(reason__in=whole).annotate(parts_fen=-(goods + shipping))
    wrong = rows.exclude(parts_fen=F("amount_fen")).order_by("pk")
    for number, amount, parts in wrong.values_list("out_request_no", "amount_fen", "parts_fen"):
        yield f"refund {number}: {amount} fen, its parts {parts} fen"


def _sum_of(model: type[SourceChange] | type[ShippingChange], column: str) -> Any:
    rows = model._default_manager.filter(refund=OuterRef("pk")).order_by().values("refund")
    return Coalesce(Subquery(rows.annotate(total=Sum(column)).values("total")), 0)


def exchanges_that_differ() -> Iterator[str]:
    """What one lot lost in an exchange another one took over, gram and fen."""
    changes = SourceChange.objects.filter(replaced_by__isnull=False)
    wrong = changes.exclude(
        replaced_by__weight_g=-F("weight_g"), replaced_by__share_fen=-F("share_fen")
    )
    for pk in wrong.order_by("pk").values_list("source_id", flat=True):
        yield f"line_source {pk}: its substitute has another weight or share"
