"""What lies on the shelves: voids that wait, moves, counts with their variance, a day's figures."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from backend.accounts.models import Device
from backend.approvals.models import ApprovalRequest
from backend.common.actor import Actor
from cooperatives.models import (
    DayClose,
    Receipt,
    StationAttachment,
    StockCount,
    StockCountLine,
    StockMove,
    VoidRequest,
)
from stations.models import Handover, Parcel, ServiceRecord, Station


def day_bounds(on: date) -> tuple[datetime, datetime]:
    """Midnight to midnight in Shanghai."""
    begin = make_aware(datetime.combine(on, time.min))
    return begin, begin + timedelta(days=1)


def void_requests(actor: Actor) -> QuerySet[VoidRequest]:
    """Void requests of receipts within reach, with what a decision rests on."""
    within_reach = Receipt.objects.visible_to(actor)
    found = VoidRequest.objects.filter(receipt__in=within_reach.values("pk"))
    return found.select_related(
        "receipt__lot", "receipt__station", "receipt__household", "receipt__product",
        "receipt__cooperative", "asked_by", "void",
    )  # fmt: skip


def void_request(actor: Actor, uid: UUID) -> VoidRequest | None:
    return void_requests(actor).filter(uid=uid).first()


def waiting_void_of(receipt: Receipt) -> ApprovalRequest | None:
    uids = VoidRequest.objects.filter(receipt=receipt).values_list("uid", flat=True)
    waiting = ApprovalRequest.objects.open().filter(object_kind="void_request")
    return waiting.filter(object_uid__in=[str(uid) for uid in uids]).first()


@dataclass(frozen=True, slots=True)
class VoidStanding:
    """How the last wish to void a receipt stands, with the second person's words."""

    state: str
    state_name: str
    reason: str
    asked_at: datetime
    comment: str


def void_standing(receipt: Receipt) -> VoidStanding | None:
    asked = receipt.void_requests.order_by("-asked_at", "-id").first()
    if asked is None:
        return None
    approvals = ApprovalRequest.objects.filter(
        object_kind="void_request", object_uid=str(asked.uid)
    )
    approval = approvals.get()
    word = approval.decisions.order_by("-at").first()
    return VoidStanding(
        approval.state, approval.get_state_display(), asked.reason, asked.asked_at,
        word.comment if word else "",
    )  # fmt: skip


def void_content(request: VoidRequest) -> dict[str, object]:
    """What the second person signs: the receipt's own figures and the reason."""
    receipt = request.receipt
    return {
        "request": str(request.uid),
        "receipt": str(receipt.uid),
        "lot": receipt.lot.code,
        "net_g": receipt.net_g,
        "mode": receipt.mode,
        "amount_fen": receipt.amount_fen,
        "reason": request.reason,
    }


def moves_of_lot(actor: Actor, code: str) -> QuerySet[StockMove]:
    within_reach = Receipt.objects.visible_to(actor).values("pk")
    found = StockMove.objects.filter(lot__code=code, lot__receipt__in=within_reach)
    return found.select_related("by", "lot")


def stock_counts(actor: Actor) -> QuerySet[StockCount]:
    """Counts within reach, with the sum of what was missing and what was too much."""
    book_g = F("lines__received_g") - F("lines__sold_g") - F("lines__rejected_g")
    variance_g = book_g - F("lines__wasted_g") - F("lines__on_hand_g")
    found: QuerySet[StockCount] = StockCount.objects.visible_to(actor)
    return found.select_related("station", "by").annotate(
        lots_count=Count("lines"), received_g=Sum("lines__received_g"), variance_g=Sum(variance_g)
    )


def stock_count(actor: Actor, uid: UUID) -> StockCount | None:
    return stock_counts(actor).filter(uid=uid).first()


def count_lines(count: StockCount) -> QuerySet[StockCountLine]:
    lines = StockCountLine.objects.filter(count=count)
    return lines.select_related("lot__receipt__product", "lot__receipt__household").order_by("id")


@dataclass(frozen=True, slots=True)
class Variance:
    """Of the last count of each lot within a time: missing against received."""

    received_g: int
    missing_g: int
    surplus_g: int

    @property
    def basis_points(self) -> int:
        """Missing and surplus together, of what was received; a run above 300 asks the township."""
        return (
            (self.missing_g + self.surplus_g) * 10_000 // self.received_g if self.received_g else 0
        )


def stock_variance(cooperative_id: int, *, begin: datetime, end: datetime) -> Variance:
    """A cooperative's variance for the settlement guard (ROLES 4): the last count of each lot."""
    lines = StockCountLine.objects.filter(
        count__cooperative=cooperative_id, count__counted_at__gte=begin, count__counted_at__lt=end
    ).select_related("lot")
    last = {line.lot_id: line for line in lines.order_by("count__counted_at", "id")}
    return Variance(
        received_g=sum(line.received_g for line in last.values()),
        missing_g=sum(max(line.variance_g, 0) for line in last.values()),
        surplus_g=sum(max(-line.variance_g, 0) for line in last.values()),
    )


def station_of_cooperative(actor: Actor, uid: UUID, *, on: date) -> Station | None:
    attached = StationAttachment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        cooperative__uid__in=actor.cooperatives, station__uid=uid, valid_from__lte=on,
    )  # fmt: skip
    link = attached.select_related("station").first()
    return link.station if link else None


def unsent_on_devices(station: Station) -> int:
    """What the station's live devices last said of their queues."""
    live = Device.objects.filter(
        kind=Device.Kind.STATION, scope_ref=str(station.uid), revoked_at__isnull=True
    )
    return int(live.aggregate(total=Sum("unsent_count"))["total"] or 0)


def day_figures(station: Station, *, on: date) -> dict[str, int]:
    """What a station's day came to, voided receipts left out; five statements."""
    begin, end = day_bounds(on)
    day = Receipt.objects.standing().filter(
        station=station, weighed_at__gte=begin, weighed_at__lt=end
    )
    bought, consigned = Q(mode=Receipt.Mode.PURCHASE), Q(mode=Receipt.Mode.CONSIGNMENT)
    sums = day.aggregate(
        lots_count=Count("pk"),
        net_g=Sum("net_g"),
        unpriced_count=Count("pk", filter=Q(price_entry__isnull=True)),
        owed_fen=Sum("amount_fen", filter=bought),
        consigned_fen=Sum("amount_fen", filter=consigned),
    )
    moved = StockMove.objects.filter(
        lot__receipt__station=station, at__gte=begin, at__lt=end
    ).aggregate(
        rejected_g=Sum("weight_g", filter=Q(kind="reject")),
        wasted_g=Sum("weight_g", filter=Q(kind="waste")),
    )
    done = sums | moved | _counter_figures(station, begin, end)
    return {name: value or 0 for name, value in done.items()}


def _counter_figures(station: Station, begin: datetime, end: datetime) -> dict[str, int | None]:
    """What the counter did besides produce: parcels that came, parcels handed out, services."""
    came = Parcel.objects.filter(
        station=station, direction="in", arrived_at__gte=begin, arrived_at__lt=end
    )
    handed = Handover.objects.filter(
        parcel__station=station, undone_at__isnull=True, handed_at__gte=begin, handed_at__lt=end
    )
    served = ServiceRecord.objects.filter(station=station, done_at__gte=begin, done_at__lt=end)
    return {
        "parcels_in": came.count(),
        "parcels_out": handed.count(),
        "services_count": served.aggregate(total=Sum("count"))["total"],
    }


def day_closes(actor: Actor) -> QuerySet[DayClose]:
    found: QuerySet[DayClose] = DayClose.objects.visible_to(actor)
    return found.select_related("station", "by", "signature")
