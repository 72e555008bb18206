"""Listings as a station and its cooperative see them."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from cooperatives.models import Cooperative, Listing, ListingPhoto, ListingReview, Product
from cooperatives.models.listing import ListingQuerySet
from cooperatives.queries.pool import sellable
from stations.models import Station

STATES = frozenset(Listing.Status.values)


def listings(actor: Actor, *, on: date, status: str = "") -> ListingQuerySet:
    """Listings within reach with `sellable_lots` and `all_reviews` loaded: five statements."""
    found = Listing.objects.visible_to(actor).select_related("product", "station", "cooperative")
    if status in STATES:
        found = found.filter(status=status)
    pool = sellable(on=on).select_related("lot").order_by("lot__expires_on", "lot_id")
    return found.prefetch_related(
        Prefetch("pool", queryset=pool, to_attr="sellable_lots"),
        Prefetch(
            "photos",
            queryset=ListingPhoto.objects.select_related("photo").order_by("position"),
            to_attr="all_photos",
        ),
        Prefetch("reviews", queryset=ListingReview.objects.order_by("-id"), to_attr="all_reviews"),
    )


def listing_detail(actor: Actor, uid: UUID, *, on: date) -> Listing | None:
    return listings(actor, on=on).filter(uid=uid).first()


def released_before(cooperative: Cooperative, product: Product, grade: str) -> bool:
    """Whether a manager of this cooperative has released this product and grade once."""
    once = Listing.objects.filter(cooperative=cooperative, product=product, grade=grade)
    return once.filter(on_sale_at__isnull=False).exists()


def matching_returned(
    station: Station, product: Product, grade: str, package_g: int
) -> Listing | None:
    """A listing of the same goods that came back for changes: it is sent in again."""
    back = Listing.objects.filter(
        station=station, product=product, grade=grade, package_g=package_g, status="returned"
    )
    return back.order_by("-id").first()


def digest_content(listing: Listing) -> dict[str, object]:
    """What a manager signs: everything a buyer reads, not the stock, which may grow meanwhile."""
    return {
        "uid": str(listing.uid),
        "product": str(listing.product.uid),
        "grade": listing.grade,
        "title": listing.title,
        "story": listing.story,
        "package_g": listing.package_g,
        "price_fen": listing.price_fen,
        "policy": listing.policy,
        "photos": [row.photo.digest for row in photos_of(listing)],
    }


def listing_digest(listing: Listing) -> str:
    """Names exactly what a manager reads; the release gives it back."""
    return digest_of(digest_content(listing))


def photos_of(listing: Listing) -> list[ListingPhoto]:
    """In their order; loaded already where `listings` read them."""
    loaded: list[ListingPhoto] | None = getattr(listing, "all_photos", None)
    if loaded is not None:
        return loaded
    return list(listing.photos.select_related("photo").order_by("position"))


def is_public_photo(digest: str) -> bool:
    """A photo of a listing that buyers can see now."""
    return ListingPhoto.objects.filter(photo__digest=digest, listing__status="on_sale").exists()
