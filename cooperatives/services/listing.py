"""Putting produce on sale and stocking it (DESIGN section 9, Listing)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.common.models import StoredPhoto
from cooperatives import queries, rules
from cooperatives.models import (
    Cooperative,
    Listing,
    ListingLot,
    ListingPhoto,
    Lot,
    Product,
)
from cooperatives.services.moving import find_listing, move, person_of
from cooperatives.services.papers import check_papers
from cooperatives.services.releasing import ask_release
from stations import queries as places
from stations.models import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an operator wants to sell."""

    product: Product
    grade: str
    title: str
    story: str
    package_g: int
    price_fen: int
    policy: str
    photos: Sequence[str]
    # The version of the returned listing that was read; None where nobody read one.
    version: int | None


@transaction.atomic
def submit_listing(
    *,
    product_uid: UUID,
    grade: str,
    title: str,
    story: str,
    package_g: int,
    price_fen: int,
    lot_codes: Sequence[str],
    actor: Actor,
    now: datetime,
    policy: str = Listing.Policy.FIRST_EXPIRING,
    photos: Sequence[str] = (),
    version: int | None = None,
) -> Listing:
    """Lists packages from a pool of lots; goods like these that were returned are sent in again.

    On sale at once, or "submitted" where the cooperative's manager must release it first.
    """
    station, cooperative = _counter(actor, now)
    product = queries.product_by_uid(product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    offer = Offer(
        product=product, grade=grade, title=title.strip(), story=story.strip(),
        package_g=package_g, price_fen=price_fen, policy=policy, photos=photos, version=version,
    )  # fmt: skip
    listing = _store(offer, station, cooperative, actor)
    _hang(listing, offer.photos)
    _stock(listing, lot_codes, now)
    if _must_be_released(listing, now):
        move(listing=listing, step="submit", actor=actor, now=now)
        ask_release(listing=listing, actor=actor, now=now)
    else:
        move(listing=listing, step="publish", actor=actor, now=now)
    return listing


@transaction.atomic
def add_stock(
    *, listing_uid: UUID, lot_codes: Sequence[str], actor: Actor, now: datetime
) -> Listing:
    """More lots for a live listing; at its price they are on sale at once."""
    listing = find_listing(uid=listing_uid, actor=actor)
    if str(listing.station.uid) not in actor.stations:
        raise Forbidden("只有本站运营员可以补货")
    # Claimed by its version: a take-down at the same moment must not leave lots behind.
    claimed = Listing.objects.filter(pk=listing.pk, version=listing.version)
    if not claimed.update(version=F("version") + 1, sold_out=False):
        raise Conflict
    listing.version += 1
    if listing.status not in {Listing.Status.ON_SALE, Listing.Status.SUBMITTED}:
        raise rules.ListingNotOnSale("只有在售或待审的商品可以补货")
    _stock(listing, lot_codes, now)
    data: dict[str, object] = {"lots": list(lot_codes)}
    audit.record(actor=actor, action="listing.add_stock", subject=listing, at=now, data=data)
    return listing


def _counter(actor: Actor, now: datetime) -> tuple[Station, Cooperative]:
    station = places.station_of(actor)
    if station is None:
        raise NotFound("您的身份没有绑定服务站")
    if station.status != Station.Status.OPERATING:
        raise rules.StationNotOperating
    cooperative = queries.cooperative_of(station, on=timezone.localdate(now))
    if cooperative is None:
        raise rules.StationHasNoCooperative
    return station, cooperative


def _store(offer: Offer, station: Station, cooperative: Cooperative, actor: Actor) -> Listing:
    """A new draft, or the returned one of the same goods with its new words and price."""
    product, person = offer.product, person_of(actor=actor)
    words: dict[str, Any] = {
        "cooperative": cooperative, "title": offer.title, "story": offer.story,
        "price_fen": offer.price_fen, "policy": offer.policy, "made_by": person,
    }  # fmt: skip
    returned = queries.matching_returned(station, product, offer.grade, offer.package_g)
    listing = returned or Listing(
        station=station, product=product, grade=offer.grade, package_g=offer.package_g,
        area_code=station.area_code,
    )  # fmt: skip
    read = listing.version if offer.version is None else offer.version
    for name, value in words.items():
        setattr(listing, name, value)
    listing.search_text = words["search_text"] = search_text_of(listing=listing)
    if returned is None:
        listing.save(force_insert=True)
        return listing
    # Only these columns, and only from the version that was read: what others changed stays.
    still = Listing.objects.filter(pk=listing.pk, version=read, status=Listing.Status.RETURNED)
    if not still.update(version=F("version") + 1, **words):
        raise rules.ListingChanged(f"商品现为第 {listing.version} 版，您打开的是第 {read} 版")
    listing.refresh_from_db()
    return listing


def _hang(listing: Listing, digests: Sequence[str]) -> None:
    """The photos of this offer, in the order given; those of the offer before come off."""
    chosen = list(dict.fromkeys(digests))
    stored = {row.digest: row for row in StoredPhoto.objects.filter(digest__in=chosen)}
    if missing := [digest for digest in chosen if digest not in stored]:
        raise Invalid(fields={"photos": f"有 {len(missing)} 张照片还没有上传，请重新上传"})
    ListingPhoto.objects.filter(listing=listing).delete()
    ListingPhoto.objects.bulk_create(
        ListingPhoto(listing=listing, photo=stored[digest], position=position)
        for position, digest in enumerate(chosen)
    )


def search_text_of(*, listing: Listing) -> str:
    """Names, other names, sounds and the township, for one text search."""
    product = listing.product
    area = listing.station.area
    township = area.parent or area
    places_words = [township.name, township.pinyin, township.initials, area.name]
    return rules.search_text(
        [
            listing.title,
            product.name,
            *product.aliases,
            product.pinyin,
            product.initials,
            listing.get_grade_display(),
            *places_words,
        ]
    )


def _stock(listing: Listing, lot_codes: Sequence[str], now: datetime) -> None:
    """Adds lots to the pool. UNIQUE(lot): a lot is sold by one listing."""
    codes = list(dict.fromkeys(rules.clean_code(code) for code in lot_codes))
    if not codes:
        raise Invalid(fields={"lots": "请至少选择一个批次"})
    lots = _own_lots(listing, codes)
    today = timezone.localdate(now)
    found = [lots[code] for code in codes if code in lots]
    check_papers(listing=listing, lots=found, on=today)
    for code in codes:
        _check_lot(listing, lots.get(code), code)
        if lots[code].expires_on < today:
            raise Invalid(fields={"lots": f"批次 {code} 已过保质期，不能上架"})
    try:
        with transaction.atomic():
            ListingLot.objects.bulk_create(
                ListingLot(listing=listing, lot=lots[code], added_at=now) for code in codes
            )
    except IntegrityError as error:
        raise rules.LotAlreadyListed from error


def _own_lots(listing: Listing, codes: Sequence[str]) -> dict[str, Lot]:
    found = Lot.objects.filter(code__in=codes, receipt__station=listing.station)
    return {lot.code: lot for lot in found.select_related("receipt", "certificate")}


def _check_lot(listing: Listing, lot: Lot | None, code: str) -> None:
    if lot is None:
        raise Invalid(fields={"lots": f"本站没有批次 {code}，请核对标签"})
    receipt = lot.receipt
    same_goods = (receipt.product_id, receipt.grade) == (listing.product_id, listing.grade)
    if not same_goods or receipt.cooperative_id != listing.cooperative_id:
        raise rules.LotDoesNotMatch(f"批次 {code} 与商品的品种、等级或合作社不一致")
    if receipt.price_entry_id is None:
        raise rules.LotNotPriced(f"批次 {code} 还没有定价，合作社定价后才能上架")
    if lot.available_g <= 0:
        raise Invalid(fields={"lots": f"批次 {code} 已没有可售库存"})


def _must_be_released(listing: Listing, now: datetime) -> bool:
    """The first of its product and grade, or dearer than the list of today (DESIGN 9)."""
    if not queries.released_before(listing.cooperative, listing.product, listing.grade):
        return True
    entry = queries.price_entry(listing.cooperative, listing.product, listing.grade, at=now)
    return entry is None or rules.above_price_list(
        listing.price_fen, listing.package_g, entry.sell_fen_per_jin
    )
