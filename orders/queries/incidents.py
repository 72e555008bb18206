"""Incidents of payments as the accountant sees them, and whose they are at first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet
from django.utils.timezone import localdate

from backend.accounts.models import RoleAssignment
from backend.common.actor import Actor
from orders.models import OrderLine, PaymentAttempt, PaymentIncident, Refund
from orders.rules.incident import STUCK_AFTER

OPEN_REFUNDS = ("requested", "unknown", "failed")


@dataclass(frozen=True, slots=True)
class Waiting:
    """For the health page: how many wait, and whether one is past its day."""

    count: int
    oldest: datetime | None
    overdue: int


def incidents_of(*, actor: Actor, state: str = "") -> QuerySet[PaymentIncident]:
    found = PaymentIncident.objects.visible_to(actor).select_related(
        "merchant", "attempt__order", "refund"
    )
    if state == "open":
        return found.filter(resolved_at__isnull=True)
    return found.filter(resolved_at__isnull=False) if state == "resolved" else found


def first_owner(attempt: PaymentAttempt | None, *, on: date) -> tuple[str, str]:
    """The accountant of the order's first cooperative; without one the county's officials see it
    as nobody's."""
    if attempt is None:
        return "", ""
    lines = OrderLine.objects.filter(order=attempt.order_id).order_by("position")
    cooperative = lines.values_list("cooperative__uid", flat=True).first()
    hats = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        role="CA", scope_ref=str(cooperative), valid_from__lte=on, user__is_active=True,
    )  # fmt: skip
    hat = hats.select_related("user").order_by("pk").first()
    return (str(hat.user.uid), hat.user.name) if hat else ("", "")


def stuck_refunds(*, now: datetime, limit: int = 200) -> QuerySet[Refund]:
    """Refunds without an outcome for a day that nobody has been told of."""
    told = PaymentIncident.objects.filter(refund__isnull=False).values("refund")
    old = Refund.objects.filter(state__in=OPEN_REFUNDS, requested_at__lte=now - STUCK_AFTER)
    due = old.exclude(pk__in=told).select_related("attempt__merchant", "attempt__order")
    return due.order_by("pk")[:limit]


def waiting(*, now: datetime) -> Waiting:
    open_ones = PaymentIncident.objects.filter(resolved_at__isnull=True)
    late = open_ones.filter(due_on__lt=localdate(now)).count()
    oldest = open_ones.aggregate(oldest=Min("opened_at"))["oldest"]
    return Waiting(open_ones.count(), oldest, late)
