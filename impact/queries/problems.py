"""What is open and unmended at an instant: rectification items, and what may still become one.

What was opened as a rectification item counts there and no longer where it was found.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from impact.queries.books import inside
from orders.models import (
    PaymentIncident,
    ReconciliationItem,
    RefundClaim,
    SettlementObjection,
)
from programme.models import Issue
from stations.models import Inspection, Station

COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """`before` is how many there were at the earlier instant."""

    key: str
    name: str
    count: int
    before: int


def problems(code: str, at: datetime, before: datetime) -> list[Problem]:
    """Of a place at two instants, one statement a kind; money names no place below the county."""
    then, became = (at, before), _became_items()
    found = [
        Problem("issue", "未销号的整改问题", *_issues(code, then)),
        Problem("inspection", "检查不达标的服务站", *_failing(code, then, became)),
        Problem("claim", "未办结的售后", *_claims(code, then)),
        Problem("objection", "未答复的结算异议", *_objections(code, then)),
    ]
    if len(code) == COUNTY_DIGITS:
        differences = ReconciliationItem.objects.exclude(uid__in=became)
        for key, name, rows in (
            ("incident", "未处理的支付异常", PaymentIncident.objects.all()),
            ("reconciliation", "未处理的对账差异", differences),
        ):
            theirs = rows.filter(merchant__county_code=code)
            found.append(Problem(key, name, *_open(theirs, "opened_at", "resolved_at", then)))
    return found


def _open(
    rows: QuerySet[Any], since: str, until: str, then: tuple[datetime, ...]
) -> tuple[int, ...]:
    """How many were open at each instant."""
    counts = {
        f"at_{i}": Count(
            "pk", distinct=True,
            filter=(Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": at}))
            & Q(**{f"{since}__lte": at}),
        )
        for i, at in enumerate(then)
    }  # fmt: skip
    return tuple(rows.aggregate(**counts).values())


def _issues(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    """Neither struck off by then nor taken back; taken back, it never was a problem."""
    rows = Issue.objects.filter(inside(code)).exclude(state=Issue.State.WITHDRAWN)
    return _open(rows, "opened_at", "closed_at", then)


def _became_items() -> list[UUID]:
    """What an item was opened from; one that was taken back leaves its source open."""
    found_in = (Issue.Source.INSPECTION, Issue.Source.RECONCILIATION)
    items = Issue.objects.filter(source_kind__in=found_in).exclude(state=Issue.State.WITHDRAWN)
    # Kept as text that anybody may type: what is no key names nothing.
    named = items.filter(
        source_uid__regex=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
    ).values_list("source_uid", flat=True)
    return [UUID(uid) for uid in named]


def _failing(code: str, then: tuple[datetime, ...], became: list[UUID]) -> tuple[int, ...]:
    """Stations whose last inspection until then said: below the standard."""
    last = {
        f"at_{i}": Subquery(
            Inspection.objects.filter(
                station=OuterRef("pk"), inspected_on__lte=timezone.localdate(at)
            )
            .order_by("-inspected_on", "-pk")
            .values("pk")[:1]
        )
        for i, at in enumerate(then)
    }
    rated = Station.objects.filter(inside(code), opened_on__isnull=False).annotate(**last)
    below = Inspection.objects.filter(grade=Inspection.Grade.BELOW).exclude(uid__in=became)
    failing = {f"n_{name}": Count("pk", filter=Q(**{f"{name}__in": below})) for name in last}
    return tuple(rated.aggregate(**failing).values())


def _claims(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    rows = RefundClaim.objects.filter(inside(code, "lines__line__station__area_code"))
    return _open(rows, "made_at", "decided_at", then)


def _objections(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    rows = SettlementObjection.objects.filter(inside(code, "household__area_code"))
    return _open(rows, "made_at", "answered_at", then)
