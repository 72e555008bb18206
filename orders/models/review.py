"""评价: what a buyer says of goods it bought and received; the station may answer once."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import StoredPhoto, UidModel
from cooperatives.models import Listing
from orders.models.order import OrderLine
from stations.models import Station
from stations.models.area import within

OFFICES = frozenset({"CO", "TO", "AU"})
MARKS = ("taste", "freshness", "packing")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> "ReviewQuerySet":
        """The buyer's own; the office's of the place. The sellers read what is published: words
        that wait may hold a telephone number."""
        if actor.system:
            return self.all()
        sellers = Q(station__uid__in=actor.stations)
        sellers |= Q(listing__cooperative__uid__in=actor.cooperatives)
        reach = sellers & Q(state=Review.State.PUBLISHED)
        if actor.role == "BY":
            reach |= Q(buyer__uid=actor.user_uid)
        if actor.role in OFFICES:
            reach |= within(actor, "station__area_code")
        return self.filter(reach)

    def published(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.PUBLISHED)


class Review(UidModel):
    """One per line of an order. Nothing is deleted: what is hidden says why (ReviewStep)."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待审核"
        PUBLISHED = "published", "已公开"
        HIDDEN = "hidden", "未公开"

    line = models.OneToOneField(OrderLine, on_delete=models.PROTECT, related_name="review")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taste = models.PositiveSmallIntegerField()
    freshness = models.PositiveSmallIntegerField()
    packing = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300, default="")
    photo = models.ForeignKey(StoredPhoto, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    made_at = models.DateTimeField()
    reply = models.CharField(max_length=300, default="")
    replied_at = models.DateTimeField(null=True)
    replied_by_uid = models.CharField(max_length=64, default="")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_marks_one_to_five",
                condition=Q(taste__range=(1, 5), freshness__range=(1, 5), packing__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="reply_has_its_time",
                condition=Q(replied_at__isnull=True, reply="")
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing", "-id"], name="shown_reviews", condition=Q(state="published")
            ),
            models.Index(fields=["station", "state", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"


class ReviewStep(models.Model):
    """Who showed or hid a review, and why. Append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=10, default="")
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, default="")
    said = models.CharField(max_length=200, default="")
    actor_uid = models.CharField(max_length=64)
    hat = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hidden_review_says_why", condition=~Q(to_state="hidden") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.to_state}"
