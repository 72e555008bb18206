"""Parcels and services as their readers find them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, Sum

from backend.common.actor import Actor
from backend.common.search import fold
from stations.models import Handover, Parcel, ServiceRecord
from stations.models.counter import ParcelQuerySet, ServiceRecordQuerySet
from stations.rules import OVERDUE_DAYS


def parcel_by_uid(uid: UUID) -> Parcel | None:
    """Any station's parcel of this client uid: the key is unique over all of them."""
    return Parcel.objects.select_related("station").filter(uid=uid).first()


def parcels(
    actor: Actor,
    *,
    now: datetime,
    status: str = "",
    direction: str = "",
    search: str = "",
    overdue: str = "",
) -> ParcelQuerySet:
    """Parcels within reach with their hand-overs: two statements."""
    found = Parcel.objects.visible_to(actor).select_related("station")
    if status:
        found = found.filter(status=status)
    if direction:
        found = found.filter(direction=direction)
    if overdue.isdigit() and int(overdue) in OVERDUE_DAYS:
        found = found.filter(status="waiting", arrived_at__lte=now - timedelta(days=int(overdue)))
    term = fold(search)
    if term:
        found = found.filter(_parcel_match(term))
    latest = Handover.objects.order_by("-id")
    return found.prefetch_related(Prefetch("handovers", latest, to_attr="all_handovers"))


def _parcel_match(term: str) -> Q:
    code = term.upper()
    match = Q(waybill__endswith=code) | Q(pickup_code=code) | Q(shelf_code=code)
    return match | Q(phone_tail=term) if len(term) == 4 and term.isdigit() else match


def waiting_between(since: datetime, until: datetime) -> ParcelQuerySet:
    """Parcels that arrived within a span and still wait, for the reminders."""
    waiting = Parcel.objects.filter(status="waiting", arrived_at__gt=since, arrived_at__lte=until)
    return waiting.select_related("station").order_by("id")


def parcel_summary(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Per station in reach: waiting, overdue, handed over within the last day. No personal row."""
    late = {
        f"overdue_{days}": Count(
            "id", filter=Q(status="waiting", arrived_at__lte=now - timedelta(days=days))
        )
        for days in OVERDUE_DAYS
    }
    rows = Parcel.objects.visible_to(actor).values(
        station_uid=F("station__uid"), station_name=F("station__name")
    )
    counted = rows.annotate(
        waiting=Count("id", filter=Q(status="waiting")),
        to_collect=Count("id", filter=Q(status="accepted")),
        taken_today=Count(
            "id", filter=Q(status="handed_over", ended_at__gt=now - timedelta(days=1))
        ),
        **late,
    )
    return [dict(row) for row in counted.order_by("station__area_code")]


def service_records(actor: Actor, *, kind: str = "") -> ServiceRecordQuerySet:
    """Records within reach, with the counter-record of each."""
    found = ServiceRecord.objects.visible_to(actor).select_related("station", "voided_by", "voids")
    return found.filter(kind=kind) if kind else found


def service_summary(actor: Actor, *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Counts, amounts and fees per kind; voided ones cancel out."""
    within = ServiceRecord.objects.visible_to(actor).filter(done_at__gte=since, done_at__lt=until)
    rows = within.values("kind").annotate(
        times=Sum("count"), amount_fen=Sum("amount_fen"), fee_fen=Sum("fee_fen")
    )
    return [dict(row) for row in rows.order_by("kind")]


def broken_counter() -> Iterator[str]:
    """A parcel's status and its hand-overs must agree."""
    standing = Count("handovers", filter=Q(handovers__undone_at__isnull=True))
    counted = Parcel.objects.annotate(standing=standing)
    wrong = counted.exclude(Q(status="handed_over", standing=1) | ~Q(status="handed_over"))
    for pk in wrong.values_list("pk", flat=True)[:20]:
        yield f"parcel {pk}: handed over without a standing hand-over"
    for parcel in counted.filter(standing__gte=1).exclude(status="handed_over")[:20]:
        yield f"parcel {parcel.pk}: a standing hand-over, yet not handed over"
    voids = ServiceRecord.objects.filter(voids__isnull=False)
    for record in voids.exclude(count=-1 * F("voids__count"))[:20]:
        yield f"service_record {record.pk}: does not undo its record"
