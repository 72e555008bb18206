"""A listing's status: found within reach, moved once, each step with a row of its own."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, NotFound
from cooperatives import rules
from cooperatives.models import Listing, ListingReview


def find_listing(*, uid: UUID, actor: Actor) -> Listing:
    found = Listing.objects.visible_to(actor).select_related(
        "product", "station__area__parent", "cooperative"
    )
    listing = found.filter(uid=uid).first()
    if listing is None:
        raise NotFound("没有找到这个商品")
    return listing


def move(*, listing: Listing, step: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """One step of the status: only from the version that was read, with a review row."""
    before, after = listing.status, rules.next_status(listing.status, step)
    change: dict[str, object] = {"status": after, "version": F("version") + 1, "updated_at": now}
    if after == Listing.Status.ON_SALE:
        change["on_sale_at"] = now
    still = Listing.objects.filter(pk=listing.pk, status=before, version=listing.version)
    try:
        with transaction.atomic():
            moved = still.update(**change)
    except IntegrityError as error:
        raise rules.ListingExists from error
    if not moved:
        raise Conflict
    ListingReview.objects.create(
        listing=listing,
        from_status=before,
        to_status=after,
        by=person_of(actor=actor),
        reason=reason,
        at=now,
    )
    data = {"from": before, "to": after}
    audit.record(actor=actor, action=f"listing.{step}", subject=listing, at=now, data=data)
    listing.refresh_from_db()


def person_of(*, actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("请先登录")
    return person
