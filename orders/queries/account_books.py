"""What cooperative, station and village collective are owed: their accounts, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from backend.common.actor import Actor
from backend.ledger.models import Entry
from cooperatives.models import Cooperative
from orders.queries.passbooks import SUMMARIES
from orders.rules.period import Period
from stations.models import Area, Station

KINDS = {"cooperative": "合作社", "station": "服务站", "village": "村集体"}


@dataclass(frozen=True, slots=True)
class Owner:
    kind: str
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class BookRow:
    on: date
    summary: str
    reference: str
    amount_fen: int
    balance_fen: int


def owners_of(actor: Actor) -> list[Owner]:
    """The accounts that are this hat's own."""
    own = Cooperative.objects.filter(uid__in=actor.cooperatives).order_by("name")
    found = [Owner("cooperative", str(one.uid), one.name) for one in own]
    stations = Station.objects.filter(uid__in=actor.stations).order_by("name")
    found += [Owner("station", str(one.uid), one.name) for one in stations]
    villages = Area.objects.filter(
        code__in=[one.low for one in actor.ranges], level=Area.Level.VILLAGE
    )
    return found + [Owner("village", one.code, f"{one.name}村集体") for one in villages]


def opening_of(owner: Owner, period: Period) -> int:
    before = _entries(owner).filter(transfer__booked_on__lt=period.from_on)
    return int(before.aggregate(total=Sum("amount_fen"))["total"] or 0)


def book_of(owner: Owner, period: Period) -> Iterator[BookRow]:
    """Oldest first, each with the balance after it; streamed."""
    balance_fen = opening_of(owner, period)
    rows = _entries(owner).filter(transfer__booked_on__range=(period.from_on, period.to_on))
    rows = rows.select_related("transfer").order_by("transfer__booked_on", "id")
    for row in rows.iterator(chunk_size=2_000):
        balance_fen += row.amount_fen
        moved = row.transfer
        said = SUMMARIES.get(moved.kind, "账务调整")
        yield BookRow(
            moved.booked_on, f"冲正：{said}" if moved.reverses_id else said, moved.reference,
            row.amount_fen, balance_fen,
        )  # fmt: skip


def _entries(owner: Owner) -> QuerySet[Entry]:
    return Entry.objects.filter(account__kind=owner.kind, account__owner_uid=owner.uid)
