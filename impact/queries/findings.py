"""Findings of false-trade checks within reach, their rows, and what they leave out of a total."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Min, QuerySet, Sum
from django.db.models.functions import Coalesce

from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from backend.common.errors import NotFound
from impact.models import FindingRow, SummaryCursor, TradeFinding
from impact.queries.books import inside

CURSOR = "trades"


@dataclass(frozen=True, slots=True)
class Row:
    """One sale behind a finding. The buyer is named by no more than why the row is here."""

    order: str
    on: date
    village: str
    household: int
    household_uid: UUID
    head_name: str
    card_no: str
    station: str
    product: str
    grade: str
    weight_g: int
    sales_fen: int
    household_fen: int
    lot_code: str
    receipt: UUID
    why: str


def listed(
    actor: Actor, *, state: str = "", kind: str = "", parent: str = ""
) -> QuerySet[TradeFinding]:
    """With the number of sales and what they are worth; refunds are taken off."""
    found = TradeFinding.objects.visible_to(actor).select_related("station__area__parent")
    for field, value in (("state", state), ("kind", kind)):
        found = found.filter(**{field: value}) if value else found
    found = found.filter(inside(parent)) if parent else found
    return found.annotate(
        count=Count("rows", distinct=True),
        sales_fen=Coalesce(Sum("rows__source__splits__share_fen"), 0),
    )


def find(actor: Actor, uid: UUID, *, lock: bool = False) -> TradeFinding:
    seen = TradeFinding.objects.visible_to(actor)
    found = (seen.select_for_update() if lock else seen).filter(uid=uid).first()
    if found is None:
        raise NotFound("没有找到这组交易，或不在您的范围内")
    return found


def rows_of(finding: TradeFinding) -> list[Row]:
    """Oldest first; each sale with what is left of it after refunds."""
    fields = {
        "order": F("source__line__order__number"), "village": F("source__area_code"),
        "home": F("source__household_id"), "household_uid": F("source__household__uid"),
        "head_name": F("source__household_name"), "card_no": F("source__household__card_no"),
        "station": F("source__station__name"), "product": F("source__line__product_name"),
        "grade": F("source__line__grade"), "lot_code": F("source__lot__code"),
        "receipt": F("source__lot__receipt__uid"),
    }  # fmt: skip
    sums = {"weight_g": "weight_g", "sales_fen": "share_fen", "household_fen": "household_fen"}
    rows: Any = (
        FindingRow.objects.filter(finding=finding)
        .values("pk", "why", **fields)
        .annotate(
            on=Min("source__splits__split_on"),
            **{
                name: Coalesce(Sum(f"source__splits__{column}"), 0) for name, column in sums.items()
            },
        )
    )
    return [
        Row(household=row.pop("home"), **{k: v for k, v in row.items() if k != "pk"})
        for row in rows.order_by("on", "pk")
    ]


def amount_fen(finding: TradeFinding) -> int:
    rows = FindingRow.objects.filter(finding=finding)
    return rows.aggregate(fen=Sum("source__splits__share_fen"))["fen"] or 0


def digest(finding: TradeFinding) -> str:
    """What the second person signs: the opinion and its exact rows."""
    rows = finding.rows.order_by("source").values_list("source", flat=True)
    return digest_of(
        {
            "finding": str(finding.uid), "kind": finding.kind, "proposal": finding.proposal,
            "because": finding.proposed_because, "rows": list(rows),
        }
    )  # fmt: skip


def checked_at() -> datetime | None:
    return SummaryCursor.objects.filter(name=CURSOR).values_list("moved_at", flat=True).first()


def county_of(actor: Actor) -> str:
    """The county of the hat's reach."""
    return actor.ranges[0].low[:6] if actor.ranges else settings.COUNTY_CODE
