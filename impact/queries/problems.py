"""What is open and unmended at an instant: counted from where it is written down today.

Rectification items have no table of their own yet; until they do, these are the open problems.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from impact.queries.books import inside
from orders.models import (
    PaymentIncident,
    ReconciliationItem,
    RefundClaim,
    SettlementObjection,
)
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
    then = (at, before)
    found = [
        Problem("inspection", "检查不达标的服务站", *_failing(code, then)),
        Problem("claim", "未办结的售后", *_claims(code, then)),
        Problem("objection", "未答复的结算异议", *_objections(code, then)),
    ]
    if len(code) == COUNTY_DIGITS:
        for key, name, rows in (
            ("incident", "未处理的支付异常", PaymentIncident.objects.all()),
            ("reconciliation", "未处理的对账差异", ReconciliationItem.objects.all()),
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


def _failing(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    """Stations whose last inspection until then said: below the standard."""
    last = {
        f"at_{i}": Subquery(
            Inspection.objects.filter(
                station=OuterRef("pk"), inspected_on__lte=timezone.localdate(at)
            )
            .order_by("-inspected_on", "-pk")
            .values("grade")[:1]
        )
        for i, at in enumerate(then)
    }
    rated = Station.objects.filter(inside(code), opened_on__isnull=False).annotate(**last)
    below = {f"n_{name}": Count("pk", filter=Q(**{name: Inspection.Grade.BELOW})) for name in last}
    return tuple(rated.aggregate(**below).values())


def _claims(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    rows = RefundClaim.objects.filter(inside(code, "lines__line__station__area_code"))
    return _open(rows, "made_at", "decided_at", then)


def _objections(code: str, then: tuple[datetime, ...]) -> tuple[int, ...]:
    rows = SettlementObjection.objects.filter(inside(code, "household__area_code"))
    return _open(rows, "made_at", "answered_at", then)
