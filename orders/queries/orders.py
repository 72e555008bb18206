"""Orders as their buyer, the packing station and the cooperative may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from backend.common.actor import Actor
from backend.ledger import queries as ledger
from backend.ledger.rules import AccountName
from cooperatives.rules import mask_name
from orders.models import (
    Adjustment,
    Hold,
    LineSource,
    Order,
    OrderLine,
    OrderStep,
    PaymentAttempt,
    Refund,
    RefundClaim,
    Shipment,
)
from orders.queries.claims import LineLeft, claimable, claims_of
from orders.queries.payments import MoneyPart, PaymentView, money_parts, payment_of
from orders.rules.status import may
from stations.models import Area

# Those who work with the goods read whole names.
NAMES_FULL = frozenset({"SO", "CM", "CA", "CS"})
# The buyer may say so before the courier does.
RECEIVABLE = frozenset({"shipped", "delivered"})


@dataclass(frozen=True, slots=True)
class Can:
    """What the reader may do next with the order."""

    pay: bool
    cancel: bool
    confirm_receipt: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order with everything its page shows, cut to the reader's reach."""

    order: Order
    hold: Hold | None
    lines: list[OrderLine]
    shipments: list[Shipment]
    steps: list[OrderStep]
    payment: PaymentView | None
    money_parts: list[MoneyPart] | None
    villages: dict[str, str]
    can: Can
    names_full: bool
    own: bool
    refunds: list[Refund]
    claims: list[RefundClaim]
    adjustments: list[Adjustment]
    claimable: list[LineLeft]
    placed_together: list[Order]
    attempts: list[PaymentAttempt]
    now: datetime

    def household_name(self, source: LineSource) -> str:
        """Buyers read a masked name unless the household consented to be named."""
        if self.names_full or source.household.named_in_public:
            return source.household_name
        return mask_name(source.household_name)


def weights_per_lot(*, order_id: int) -> dict[int, int]:
    """Grams of the order in each lot: what its hold holds, what its sale sells."""
    takes, _ = sale_of(order_id=order_id, accounts=())
    return takes


def sale_of(
    *, order_id: int, accounts: Sequence[AccountName]
) -> tuple[dict[int, int], dict[AccountName, int | None]]:
    """The weights per lot, and the ids of the accounts a payment is booked to, in one statement."""
    ids = {f"account_{n}": ledger.account_id(*name) for n, name in enumerate(accounts)}
    mine = LineSource.objects.filter(line__order=order_id).order_by()
    rows: list[Any] = list(mine.values("lot").annotate(taken_g=Sum("weight_g"), **ids))
    known: dict[AccountName, int | None] = {
        name: rows[0][f"account_{n}"] for n, name in enumerate(accounts) if rows
    }
    return {row["lot"]: row["taken_g"] for row in rows}, known


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the list of orders may be narrowed to; empty fields narrow nothing."""

    # One, or several with commas between.
    status: str = ""
    number: str = ""
    product: str = ""
    household: str = ""
    station: str = ""
    since: date | None = None
    until: date | None = None


def _filtered(orders: QuerySet[Order], wanted: OrderFilter, actor: Actor) -> QuerySet[Order]:
    """Product and household are looked for in the lines that this reader may read."""
    if wanted.status:
        orders = orders.filter(status__in=wanted.status.split(","))
    if wanted.number:
        orders = orders.filter(number__icontains=wanted.number)
    lines = _lines_within(actor)
    if wanted.product:
        orders = orders.filter(pk__in=_with(lines, product_name__icontains=wanted.product))
    if wanted.station:
        orders = orders.filter(pk__in=_with(lines, station__name__icontains=wanted.station))
    if wanted.household and actor.role in NAMES_FULL:
        named = _with(lines, sources__household_name__icontains=wanted.household)
        orders = orders.filter(pk__in=named)
    if wanted.since:
        orders = orders.filter(placed_at__gte=make_aware(datetime.combine(wanted.since, time.min)))
    if wanted.until:
        after = wanted.until + timedelta(days=1)
        orders = orders.filter(placed_at__lt=make_aware(datetime.combine(after, time.min)))
    return orders


def _with(lines: QuerySet[OrderLine], **narrowed: str) -> QuerySet[OrderLine, int]:
    return lines.filter(**narrowed).values_list("order_id", flat=True)


def orders_of(*, actor: Actor, wanted: OrderFilter | None = None) -> QuerySet[Order]:
    """Newest first, with lines and stations; three statements for a page."""
    orders: QuerySet[Order] = Order.objects.visible_to(actor)
    if wanted is not None:
        orders = _filtered(orders, wanted, actor)
    lines = _lines_within(actor).select_related("listing__product", "station")
    return orders.prefetch_related(Prefetch("lines", queryset=lines.order_by("position")))


def order_view(*, number: str, actor: Actor, now: datetime) -> OrderView | None:
    """Absent and out of reach look alike."""
    order = (
        Order.objects.visible_to(actor)
        .select_related("hold", "buyer")
        .filter(number=number)
        .first()
    )
    if order is None:
        return None
    lines, shipments = _lines_of(order, actor), list(_shipments_of(order, actor))
    payment = payment_of(order)
    return OrderView(
        order=order,
        hold=order.hold if order.status == Order.Status.PLACED else None,
        lines=lines,
        shipments=shipments,
        steps=list(order.steps.order_by("id")),
        payment=payment,
        money_parts=money_parts(order) or None,
        villages=_villages(lines),
        can=_can(
            order,
            actor,
            now,
            packed=any(s.status != "waiting" for s in shipments),
            doubtful=payment is not None and payment.state == "mismatch",
        ),
        names_full=actor.role in NAMES_FULL,
        own=actor.role == "BY" and str(order.buyer.uid) == actor.user_uid,
        refunds=list(Refund.objects.filter(attempt__order=order).order_by("id")),
        claims=list(claims_of(actor=actor, order=number).order_by("id")),
        adjustments=_adjustments(lines),
        claimable=_claimable(order, actor),
        placed_together=_placed_together(order, actor),
        attempts=_attempts(order, actor),
        now=now,
    )


def _adjustments(lines: Sequence[OrderLine]) -> list[Adjustment]:
    """With the lot it was about and what it gave back."""
    found = Adjustment.objects.filter(line__in=[line.pk for line in lines])
    return list(
        found.select_related("line", "source__lot")
        .annotate(back_fen=-Sum("changes__share_fen", filter=Q(changes__refund__isnull=False)))
        .order_by("id")
    )


def _attempts(order: Order, actor: Actor) -> list[PaymentAttempt]:
    """Every try to pay, for those who answer for the money; a buyer reads the one that counts."""
    if actor.role not in {"CM", "CA", "CS", "AU"}:
        return []
    return list(PaymentAttempt.objects.filter(order=order).order_by("id"))


def _placed_together(order: Order, actor: Actor) -> list[Order]:
    """The other orders of the same cart, for the buyer who must pay them too."""
    if actor.role != "BY":
        return []
    key = order.client_key.partition("#")[0]
    same = Order.objects.filter(buyer=order.buyer_id).exclude(pk=order.pk)
    mine = same.filter(Q(client_key=key) | Q(client_key__startswith=f"{key}#"))
    return list(mine.order_by("id"))


def _claimable(order: Order, actor: Actor) -> list[LineLeft]:
    """Only where this reader may ask for money back."""
    own = actor.role == "BY" and str(order.buyer.uid) == actor.user_uid
    if order.paid_at is None or order.status == Order.Status.CANCELLED:
        return []
    return claimable(order=order, actor=actor) if own or actor.role == "CA" else []


def _lines_within(actor: Actor) -> QuerySet[OrderLine]:
    """A buyer's and an auditor's order is whole; a station reads its own lines of it."""
    lines = OrderLine.objects.all()
    if actor.stations or actor.cooperatives:
        return lines.filter(
            Q(station__uid__in=actor.stations) | Q(cooperative__uid__in=actor.cooperatives)
        )
    return lines


def _lines_of(order: Order, actor: Actor) -> list[OrderLine]:
    sources = LineSource.objects.select_related(
        "lot", "household", "station", "cooperative"
    ).order_by("id")
    lines = _lines_within(actor).filter(order=order).select_related("listing__product", "station")
    return list(lines.order_by("position").prefetch_related(Prefetch("sources", queryset=sources)))


def _shipments_of(order: Order, actor: Actor) -> QuerySet[Shipment]:
    shipments = order.shipments.select_related("station").order_by("id")
    if actor.stations or actor.cooperatives:
        return shipments.filter(
            station__in=_lines_within(actor).filter(order=order).values("station")
        )
    return shipments


def _villages(lines: Sequence[OrderLine]) -> dict[str, str]:
    codes = {source.area_code for line in lines for source in line.sources.all()}
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))


def _can(order: Order, actor: Actor, now: datetime, *, packed: bool, doubtful: bool) -> Can:
    """Nobody is led into paying twice while a payment that does not fit is looked into."""
    own = actor.role == "BY" and str(order.buyer.uid) == actor.user_uid
    return Can(
        pay=own and not doubtful and may(order.status, "pay") and now < order.hold.expires_at,
        cancel=own and may(order.status, "cancel") and not packed,
        confirm_receipt=own and order.status in RECEIVABLE,
    )
