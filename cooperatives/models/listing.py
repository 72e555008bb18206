"""Listings: packages of one product and grade, sold from a pool of lots."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import EditedModel, StoredPhoto, UidModel
from cooperatives.models.cooperative import Cooperative
from cooperatives.models.lot import Lot
from cooperatives.models.product import Grade, Product
from stations.models import Station
from stations.models.area import within


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, actor: Actor) -> "ListingQuerySet":
        return self.filter(
            within(actor, "area_code")
            | Q(station__uid__in=actor.stations)
            | Q(cooperative__uid__in=actor.cooperatives)
        )

    def on_sale(self) -> "ListingQuerySet":
        return self.filter(status="on_sale")


class Listing(EditedModel):
    """The cooperative's manager releases the first listing of a product and grade (DESIGN 9).

    `sold_g` and the stock of the pool are counted, never typed.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审"
        RETURNED = "returned", "退回"
        ON_SALE = "on_sale", "在售"
        DOWN = "down", "下架"

    class Policy(models.TextChoices):
        FIRST_EXPIRING = "first_expiring", "先到期先售"
        MONITORED_FIRST = "monitored_first", "监测户优先"
        PRO_RATA = "pro_rata", "按比例"

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="listings")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="listings")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings")
    grade = models.CharField(max_length=8, choices=Grade.choices)
    title = models.CharField(max_length=60)
    story = models.CharField(max_length=400, default="")
    package_g = models.PositiveIntegerField()
    price_fen = models.PositiveIntegerField()
    policy = models.CharField(max_length=16, choices=Policy.choices, default=Policy.FIRST_EXPIRING)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    area_code = models.CharField(max_length=12)
    # Chinese, pinyin, initials, aliases and township in one folded text for searching.
    search_text = models.TextField(default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_sale_at = models.DateTimeField(null=True)
    sold_packages = models.PositiveIntegerField(default=0)
    # Only sorts the shelf, minutes late at most; the stock shown and sold is that of the lots.
    sold_out = models.BooleanField(default=False)
    lots = models.ManyToManyField(Lot, through="ListingLot", related_name="listings")

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="listing_sells_something", condition=Q(package_g__gt=0) & Q(price_fen__gt=0)
            ),
            models.UniqueConstraint(
                fields=["station", "product", "grade", "package_g"],
                condition=Q(status__in=["submitted", "on_sale"]),
                name="one_live_listing_per_package",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sold_out", "-on_sale_at", "-id"]),
            models.Index(fields=["status", "sold_out", "price_fen", "id"]),
            models.Index(fields=["area_code"]),
        ]

    def __str__(self) -> str:
        return self.title


class ListingLot(models.Model):
    """A lot in the pool of a listing; a lot is sold by one listing."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="pool")
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="pool")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.listing_id} {self.lot_id}"


class ListingPhoto(models.Model):
    """A photo of a listing; public while the listing is on sale."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey(StoredPhoto, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "position"], name="listing_photo_position"),
            models.UniqueConstraint(fields=["listing", "photo"], name="listing_photo_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.position}"


class ListingReview(UidModel):
    """Each step of a listing's status: who, when, from, to, why."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="reviews")
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.listing_id} {self.to_status}"
