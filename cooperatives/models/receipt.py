"""Weigh-ins. A receipt is immutable; only a missing price is set, once (migration 0030)."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import StoredPhoto, UidModel
from backend.common.photos import signed_address
from cooperatives.models.cooperative import Cooperative
from cooperatives.models.household import Household
from cooperatives.models.product import Grade, PriceEntry, Product
from stations.models import Station
from stations.models.area import within


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, actor: Actor) -> "ReceiptQuerySet":
        return self.filter(
            within(actor, "area_code")
            | Q(station__uid__in=actor.stations)
            | Q(cooperative__uid__in=actor.cooperatives)
            | Q(household__uid__in=actor.households)
        )

    def standing(self) -> "ReceiptQuerySet":
        """Those that count: not voided by a counter-record."""
        return self.filter(void__isnull=True)

    def unpriced(self) -> "ReceiptQuerySet":
        """待定价: weighed while no price list named these goods."""
        return self.filter(price_entry__isnull=True)


class Receipt(models.Model):
    """One weigh-in. `uid` is made by the client, so a repeated upload is the same receipt."""

    class Mode(models.TextChoices):
        CONSIGNMENT = "consignment", "代卖"
        PURCHASE = "purchase", "收购"

    class Confirmed(models.TextChoices):
        TAP = "tap", "农户当面点按确认"
        SIGNATURE = "signature", "农户签名确认"

    uid = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="receipts")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="receipts")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="receipts")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    gross_g = models.PositiveIntegerField()
    tare_g = models.PositiveIntegerField()
    net_g = models.PositiveIntegerField()
    # Gross and tare of each crate; empty where it was weighed at once.
    crates = models.JSONField(default=list)
    # None while 待定价; price and amount are zero then.
    price_entry = models.ForeignKey(PriceEntry, on_delete=models.PROTECT, null=True)
    price_fen_per_jin = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    # The household's village, frozen.
    area_code = models.CharField(max_length=12)
    weighed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # What the device's clock said, and by how many seconds it ran behind; 0 within five minutes.
    said_at = models.DateTimeField(null=True)
    clock_skew_s = models.IntegerField(default=0)
    # SHA-256 of what was uploaded: the same upload again is the same receipt.
    said_digest = models.CharField(max_length=64, default="")
    device_uid = models.CharField(max_length=64, default="")
    # What the class of goods asked for on that day (ProductClass.Regime).
    certificate_regime = models.CharField(max_length=12, default="")
    read_back = models.CharField(max_length=160, default="")
    confirmed_by = models.CharField(max_length=10, choices=Confirmed.choices, default="")
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=100, default="")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="receipt_net_is_gross_less_tare",
                condition=Q(net_g=F("gross_g") - F("tare_g")) & Q(net_g__gt=0),
            ),
            models.CheckConstraint(
                name="receipt_price",
                condition=Q(price_entry__isnull=False, price_fen_per_jin__gt=0, amount_fen__gt=0)
                | Q(price_entry__isnull=True, price_fen_per_jin=0, amount_fen=0),
            ),
        ]
        indexes = [
            models.Index(fields=["household", "weighed_at"]),
            models.Index(fields=["station", "weighed_at"]),
            models.Index(fields=["area_code", "weighed_at"]),
            models.Index(
                fields=["cooperative"],
                name="receipt_unpriced",
                condition=Q(price_entry__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Reprint(UidModel):
    """A label or slip of a weigh-in that was printed again: two labels of one lot can be told."""

    class Paper(models.TextChoices):
        LABEL = "label", "标签"
        SLIP = "slip", "小票"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="reprints")
    paper = models.CharField(max_length=8, choices=Paper.choices)
    printed_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.paper}"


class ReceiptPhoto(UidModel):
    """A photo that belongs to a weigh-in: private, shown to those who may read the receipt."""

    class Kind(models.TextChoices):
        PRODUCE = "produce", "农产品"
        SIGNATURE = "signature", "签名"
        PAPER = "paper", "证明"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey(StoredPhoto, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "photo", "kind"], name="receipt_photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.kind}"

    @property
    def url(self) -> str:
        """Opens for an hour: only those who may read the receipt are given it."""
        return signed_address(self.photo.digest)

    @property
    def thumb_url(self) -> str:
        return signed_address(self.photo.digest, thumb=True)
