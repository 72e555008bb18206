"""The second person's word on a listing: release it, return it, or take it down."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import ContentChanged
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid
from cooperatives import queries
from cooperatives.models import Listing, ListingLot
from cooperatives.services.moving import find_listing, move

KIND = "listing"


def ask_release(*, listing: Listing, actor: Actor, now: datetime) -> None:
    """Opens the request that the cooperative's manager decides."""
    approvals.open_request(
        kind=KIND,
        object_kind=KIND,
        object_uid=str(listing.uid),
        title=f"{listing.station.name}：{listing.title}",
        content_digest=queries.listing_digest(listing),
        area_code=listing.area_code,
        scope_ref=str(listing.cooperative.uid),
        amount_fen=listing.price_fen,
        actor=actor,
        now=now,
        default_steps=[["CM"]],
    )


@transaction.atomic
def release_listing(
    *, listing_uid: UUID, content_digest: str, actor: Actor, now: datetime
) -> Listing:
    """The manager's word on exactly what was read puts it on sale.

    The maker and other roles are refused, and so is a digest of other content.
    """
    listing = find_listing(uid=listing_uid, actor=actor)
    request = _decide(listing, "approve", "", content_digest, actor, now)
    if request.state == ApprovalRequest.State.APPROVED:
        move(listing=listing, step="release", actor=actor, now=now)
    return listing


@transaction.atomic
def return_listing(*, listing_uid: UUID, reason: str, actor: Actor, now: datetime) -> Listing:
    """Back to the station with a reason; its lots are free again."""
    listing = find_listing(uid=listing_uid, actor=actor)
    reason = _reason(reason)
    _decide(listing, "return", reason, queries.listing_digest(listing), actor, now)
    _free_lots(listing)
    move(listing=listing, step="return", reason=reason, actor=actor, now=now)
    return listing


@transaction.atomic
def take_down(*, listing_uid: UUID, reason: str, actor: Actor, now: datetime) -> Listing:
    """Off sale at once by its station, its cooperative's manager, county or township.

    What buyers have ordered stays theirs: only the unsold weight is free again.
    """
    listing = find_listing(uid=listing_uid, actor=actor)
    if not _may_take_down(listing, actor):
        raise Forbidden("只有本站运营员、合作社理事长、乡镇或县级干部可以下架")
    reason = _reason(reason)
    approvals.void_open(object_kind=KIND, object_uid=str(listing.uid), now=now)
    _free_lots(listing)
    move(listing=listing, step="take_down", reason=reason, actor=actor, now=now)
    return listing


def _decide(
    listing: Listing,
    verdict: str,
    comment: str,
    content_digest: str,
    actor: Actor,
    now: datetime,
) -> ApprovalRequest:
    if not actor.may("approve_1", KIND):
        raise Forbidden("上架由合作社理事长审批")
    request = approving.open_request_of(object_kind=KIND, object_uid=str(listing.uid))
    if request is None:
        raise Conflict("没有待审批的上架申请，请刷新后查看")
    if content_digest != queries.listing_digest(listing):
        raise ContentChanged
    return approvals.decide(
        request_uid=str(request.uid),
        verdict=verdict,
        comment=comment,
        content_digest=content_digest,
        actor=actor,
        now=now,
    )


def _may_take_down(listing: Listing, actor: Actor) -> bool:
    mine = str(listing.station.uid) in actor.stations and actor.may("submit", KIND)
    managed = str(listing.cooperative.uid) in actor.cooperatives and actor.may("approve_1", KIND)
    return mine or managed or actor.may("execute", KIND)


def _reason(text: str) -> str:
    reason = text.strip()
    if not 2 <= len(reason) <= 200:
        raise Invalid(fields={"reason": "请写明原因，2 至 200 字"})
    return reason


def _free_lots(listing: Listing) -> None:
    ListingLot.objects.filter(listing=listing).delete()
