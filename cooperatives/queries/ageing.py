"""Stock on the shelves and how old it is, by station, product and grade (SCREENS C1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.utils.timezone import localdate

from backend.common.actor import Actor
from cooperatives.models import Grade, Lot

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One product and grade at one station; `unlisted_g` is in no listing's pool."""

    station_uid: str
    station_name: str
    product_uid: str
    product_name: str
    grade: str
    grade_name: str
    lots_count: int
    available_g: int
    held_g: int
    unlisted_g: int
    unpriced_g: int
    soon_g: int
    expired_g: int
    oldest_on: date
    first_expiry_on: date


def stock_of(actor: Actor, *, on: date) -> Sequence[StockRow]:
    """What lies there now within reach; one statement, dearest ageing first."""
    left = Q(available_g__gt=0) | Q(held_g__gt=0)
    available = Sum("available_g")
    rows = (
        Lot.objects.visible_to(actor)
        .filter(left)
        .values(
            "receipt__grade",
            station_uid=F("receipt__station__uid"),
            station_name=F("receipt__station__name"),
            product_uid=F("receipt__product__uid"),
            product_name=F("receipt__product__name"),
        )
        .annotate(
            lots_count=Count("pk"),
            in_stock_g=available,
            on_hold_g=Sum("held_g"),
            unlisted_g=Sum("available_g", filter=Q(pool__isnull=True)),
            unpriced_g=Sum("available_g", filter=Q(receipt__price_entry__isnull=True)),
            soon_g=Sum("available_g", filter=Q(expires_on__gte=on, expires_on__lte=on + SOON)),
            expired_g=Sum("available_g", filter=Q(expires_on__lt=on)),
            oldest_at=Min("receipt__weighed_at"),
            first_expiry_on=Min("expires_on"),
        )
        .order_by("first_expiry_on", "station_name", "product_name", "receipt__grade")
    )
    return [_row(row) for row in rows]


def _row(row: Mapping[str, Any]) -> StockRow:
    grade, oldest = str(row["receipt__grade"]), row["oldest_at"]
    return StockRow(
        station_uid=str(row["station_uid"]), station_name=str(row["station_name"]),
        product_uid=str(row["product_uid"]), product_name=str(row["product_name"]),
        grade=grade, grade_name=str(Grade(grade).label), lots_count=_int(row["lots_count"]),
        available_g=_int(row["in_stock_g"]), held_g=_int(row["on_hold_g"]),
        unlisted_g=_int(row["unlisted_g"]), unpriced_g=_int(row["unpriced_g"]),
        soon_g=_int(row["soon_g"]), expired_g=_int(row["expired_g"]),
        oldest_on=localdate(oldest), first_expiry_on=row["first_expiry_on"],
    )  # fmt: skip


def _int(value: int | None) -> int:
    return int(value or 0)
