"""Reviews: what everybody reads of a listing, and what each reader may see of the rest."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count, OuterRef, QuerySet, Subquery

from backend.common.actor import Actor
from orders.models import Review, ReviewStep


@dataclass(frozen=True, slots=True)
class Rating:
    """Means of the published reviews with one decimal; none where nobody wrote."""

    count: int
    mean: str | None
    taste: str | None
    freshness: str | None
    packing: str | None


def rating_of(listing_uid: UUID) -> Rating:
    found = shown(listing_uid).aggregate(
        count=Count("pk"), taste=Avg("taste"), freshness=Avg("freshness"), packing=Avg("packing")
    )
    marks = [found[name] for name in ("taste", "freshness", "packing")]
    if not found["count"]:
        return Rating(0, None, None, None, None)
    mean = sum(marks) / len(marks)
    return Rating(found["count"], f"{mean:.1f}", *(f"{mark:.1f}" for mark in marks))


def shown(listing_uid: UUID) -> QuerySet[Review]:
    """Of a listing on sale."""
    published = Review.objects.published()
    on_sale = published.filter(listing__uid=listing_uid, listing__status="on_sale")
    return on_sale.select_related("buyer", "photo")


def is_shown_photo(digest: str) -> bool:
    return (
        Review.objects.published().filter(photo__digest=digest, listing__status="on_sale").exists()
    )


def reviews_of(*, actor: Actor, state: str = "", order: str = "") -> QuerySet[Review]:
    """With the reason of the last step."""
    last = ReviewStep.objects.filter(review=OuterRef("pk")).order_by("-id")
    found = Review.objects.visible_to(actor).select_related(
        "line__order", "listing", "station", "photo"
    )
    if state:
        found = found.filter(state=state)
    if order:
        found = found.filter(line__order__number=order)
    return found.annotate(
        reason=Subquery(last.values("reason")[:1]), said=Subquery(last.values("said")[:1])
    )
