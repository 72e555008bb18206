"""Households, prices, receipts and lots as their readers find them."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.common.actor import Actor
from cooperatives.models import (
    Cooperative,
    Lot,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    Receipt,
    ReceiptPhoto,
    Reprint,
    StationAttachment,
)
from cooperatives.models.lot import LotQuerySet
from cooperatives.models.receipt import ReceiptQuerySet
from stations.models import Station


def cooperative_of(station: Station, *, on: date) -> Cooperative | None:
    """The cooperative a station sells through on a day."""
    attached = StationAttachment.objects.filter(station=station, valid_from__lte=on)
    in_force = attached.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    link = in_force.select_related("cooperative").order_by("-valid_from").first()
    return link.cooperative if link else None


def own_cooperative(actor: Actor, *, on: date) -> Cooperative | None:
    """The cooperative of the hat: its own, or the one its station sells through."""
    if actor.cooperatives:
        return Cooperative.objects.filter(uid__in=actor.cooperatives).order_by("id").first()
    station = Station.objects.filter(uid__in=actor.stations).order_by("id").first()
    return cooperative_of(station, on=on) if station else None


def price_list_of(cooperative: Cooperative, *, at: datetime) -> PriceList | None:
    """The list in force at an instant: the latest that had begun."""
    begun = PriceList.objects.standing().filter(cooperative=cooperative, effective_from__lte=at)
    return begun.order_by("-effective_from", "-number").first()


def price_entry(
    cooperative: Cooperative, product: Product, grade: str, *, at: datetime
) -> PriceEntry | None:
    prices = price_list_of(cooperative, at=at)
    return PriceEntry.objects.filter(price_list=prices, product=product, grade=grade).first()


def prices_of(actor: Actor, *, at: datetime, on: date) -> QuerySet[PriceEntry]:
    """Today's prices of the hat's cooperative, by product."""
    cooperative = own_cooperative(actor, on=on)
    prices = price_list_of(cooperative, at=at) if cooperative else None
    entries = PriceEntry.objects.filter(price_list=prices) if prices else PriceEntry.objects.none()
    return entries.select_related("product__product_class", "price_list").order_by(
        "product__name", "product_id", "id"
    )


def products() -> QuerySet[Product]:
    return Product.objects.select_related("product_class")


def product_classes() -> QuerySet[ProductClass]:
    return ProductClass.objects.order_by("name", "id")


def product_by_uid(uid: UUID) -> Product | None:
    return Product.objects.select_related("product_class").filter(uid=uid).first()


def receipts(actor: Actor, *, search: str = "") -> ReceiptQuerySet:
    """Receipts within reach, with what a list shows of them."""
    found = Receipt.objects.visible_to(actor).select_related("household", "product", "lot", "void")
    again = Reprint.objects.filter(receipt=OuterRef("pk")).order_by().values("receipt")
    count = again.annotate(count=Count("pk")).values("count")
    found = found.annotate(reprints_count=Coalesce(Subquery(count), 0))
    term = search.strip()
    if not term:
        return found
    name = Q(household__head_name__contains=term) | Q(product__name__contains=term)
    sound = Q(household__initials__startswith=term.lower()) | Q(lot__code=term.upper())
    return found.filter(name | sound)


def receipt_detail(actor: Actor, uid: UUID) -> Receipt | None:
    """A receipt within reach with its photos loaded: two statements."""
    photos = ReceiptPhoto.objects.select_related("photo").order_by("id")
    found = receipts(actor).prefetch_related(Prefetch("photos", photos))
    return found.filter(uid=uid).first()


def waiting_for_a_price() -> ReceiptQuerySet:
    """待定价, longest waiting first."""
    found = Receipt.objects.unpriced().select_related("household", "cooperative", "lot")
    return found.order_by("weighed_at", "id")


def lots(
    actor: Actor, *, unlisted: bool = False, in_stock: bool = False, on: date | None = None
) -> LotQuerySet:
    """Lots within reach; `unlisted` could be put on sale on a day, `in_stock` lie on the shelf."""
    found = Lot.objects.visible_to(actor).select_related(
        "receipt__household", "receipt__product", "pool__listing"
    )
    if unlisted:
        found = found.filter(pool__isnull=True, available_g__gt=0, expires_on__gte=on)
    if in_stock:
        found = found.filter(Q(available_g__gt=0) | Q(held_g__gt=0))
    return found
