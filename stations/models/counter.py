"""What a station does beside weighing: services, parcels, hand-overs, each once by its uid."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.common.sealed import SealedField
from stations.models.area import within
from stations.models.station import Station


class ServiceKind(models.TextChoices):
    """DOMAIN section 4."""

    PROXY_PURCHASE = "proxy_purchase", "代买"
    CONSIGNMENT_SALE = "consignment_sale", "代卖"
    PARCEL_IN = "parcel_in", "代收快递"
    PARCEL_OUT = "parcel_out", "代发快递"
    BILL_PAYMENT = "bill_payment", "代缴费"
    INFO_POST = "info_post", "信息发布"
    TRAINING = "training", "培训"
    CONSULT = "consult", "咨询"
    FINANCE = "finance", "便民金融"
    GOVERNMENT = "government", "政务代办"


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def visible_to(self, actor: Actor) -> "ServiceRecordQuerySet":
        """The operator's station; whoever looks after the area."""
        return self.filter(within(actor, "station__area_code") | Q(station__uid__in=actor.stations))


class ServiceRecord(UidModel):
    """Services done, append-only; a void is a counter-record with the figures turned round."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="service_records")
    kind = models.CharField(max_length=20, choices=ServiceKind.choices)
    count = models.IntegerField()
    amount_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)
    # The household it was done for, where one was named: its uid as text.
    household_uid = models.CharField(max_length=36, default="")
    note = models.CharField(max_length=200, default="")
    voids = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="voided_by"
    )
    digest = models.CharField(max_length=64)
    done_at = models.DateTimeField()
    received_at = models.DateTimeField()
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["station", "done_at"])]
        constraints = [
            models.CheckConstraint(
                name="service_record_counts_up_or_voids",
                condition=(
                    Q(voids__isnull=True) & Q(count__gte=1, amount_fen__gte=0, fee_fen__gte=0)
                )
                | (Q(voids__isnull=False) & Q(count__lte=-1, amount_fen__lte=0, fee_fen__lte=0)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def visible_to(self, actor: Actor) -> "ParcelQuerySet":
        """The operator's station, one's own, whoever looks after the area."""
        reach = within(actor, "station__area_code") | Q(station__uid__in=actor.stations)
        return self.filter(reach | Q(household_uid__in=actor.households))


class Parcel(UidModel):
    """One parcel that lies at a station (in) or waits for the courier (out)."""

    class Direction(models.TextChoices):
        IN = "in", "代收"
        OUT = "out", "代发"

    class Status(models.TextChoices):
        WAITING = "waiting", "待取"
        HANDED_OVER = "handed_over", "已取走"
        RETURNED = "returned", "已退回快递"
        ACCEPTED = "accepted", "待揽收"
        COLLECTED = "collected", "已揽收"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="parcels")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    carrier = models.CharField(max_length=20, default="")
    waybill = models.CharField(max_length=30)
    shelf_code = models.CharField(max_length=12, default="")
    pickup_code = models.CharField(max_length=20, default="")
    name_masked = models.CharField(max_length=20, default="")
    # Keyed, so that a name said at the counter can be compared without being stored in plain.
    name_index = models.CharField(max_length=64, default="")
    phone = SealedField(mask="phone")
    phone_tail = models.CharField(max_length=4, default="")
    household_uid = models.CharField(max_length=36, default="")
    fee_fen = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ParcelQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["station", "status", "arrived_at"]),
            models.Index(fields=["station", "phone_tail"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "direction", "waybill"],
                condition=~Q(status="returned"),
                name="parcel_once_per_station",
            ),
            models.CheckConstraint(name="parcel_fee_not_negative", condition=Q(fee_fen__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.waybill}"


class Handover(UidModel):
    """A parcel is handed over once; one that was undone within ten minutes counts no more."""

    class TakenBy(models.TextChoices):
        OWNER = "owner", "本人"
        PROXY = "proxy", "代取"

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="handovers")
    taken_by = models.CharField(max_length=5, choices=TakenBy.choices)
    proxy_name = SealedField(mask="text")
    proxy_masked = models.CharField(max_length=20, default="")
    name_checked = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    handed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(undone_at__isnull=True),
                name="one_handover_per_parcel",
            ),
            models.CheckConstraint(
                name="proxy_is_named", condition=Q(taken_by="owner") | ~Q(proxy_masked="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.taken_by}"
