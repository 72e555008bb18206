"""评价: written by who received the goods, looked at by the office, answered by the station."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.accounts.queries import holders_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from backend.common.models import StoredPhoto
from backend.messaging.services import Notice, tell_on_screen
from orders.models import Order, OrderLine, Review, ReviewStep
from orders.rules import reviewing as rules

WAITING = "/reviews?state=waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a buyer says of one line."""

    position: int
    taste: int
    freshness: int
    packing: int
    text: str = ""
    photo_hash: str = ""

    @property
    def marks(self) -> dict[str, int]:
        return {"taste": self.taste, "freshness": self.freshness, "packing": self.packing}


@transaction.atomic
def write_review(*, order_number: str, said: Said, actor: Actor, now: datetime) -> Review:
    """Once per line of a received order. What holds numbers, links or a photo waits for a look."""
    rules.check_marks(said.marks)
    text = rules.check_text(said.text, "text", needed=False)
    line = _line(order_number, said.position, actor)
    photo = _photo(said.photo_hash, actor)
    waits = rules.needs_a_look(text, photo=photo is not None)
    Review.objects.bulk_create(
        [
            Review(
                line=line, listing_id=line.listing_id, station_id=line.station_id,
                buyer_id=line.order.buyer_id, text=text, photo=photo, made_at=now, **said.marks,
                state=Review.State.WAITING if waits else Review.State.PUBLISHED,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    review = Review.objects.get(line=line)
    if review.steps.exists():
        # The line had its review already: the same words again are the same deed.
        if (review.text, review.taste) != (text, said.taste):
            raise rules.AlreadyReviewed
        return review
    _step(review, "", review.state, actor, now)
    audit.record(actor=actor, action="review.write", subject=review, at=now)
    if waits:
        _tell_office(review, now)
    return review


@transaction.atomic
def moderate_review(
    *, uid: UUID, move: str, reason: str, said: str, actor: Actor, now: datetime
) -> Review:
    """Shown, or not shown for a reason that the buyer reads. Nothing is deleted."""
    if move not in {"publish", "hide"}:
        raise Invalid(fields={"move": "请选择公开或不公开"})
    reason = rules.check_reason(move, reason)
    review = _reached(uid, actor)
    if str(review.buyer.uid) == actor.user_uid:
        raise rules.OwnReview
    before = review.state
    after = rules.next_state(before, move)
    # The row count decides where rows cannot be locked.
    if not Review.objects.filter(pk=review.pk, state=before).update(state=after):
        raise rules.ReviewMoved
    review.state = after
    _step(review, before, after, actor, now, reason, rules.check_text(said, "said", needed=False))
    audit.record(
        actor=actor, action=f"review.{move}", subject=review, at=now, data={"reason": reason}
    )
    _tell_author(review, move, reason, now)
    return review


@transaction.atomic
def reply_to_review(*, uid: UUID, text: str, actor: Actor, now: datetime) -> Review:
    """The station answers once, in words that everybody may read."""
    text = rules.check_reply(text)
    review = _reached(uid, actor)
    open_ones = Review.objects.filter(pk=review.pk, replied_at__isnull=True)
    if not open_ones.update(reply=text, replied_at=now, replied_by_uid=actor.user_uid):
        if review.reply == text:
            return review
        raise rules.AlreadyAnswered
    review.reply, review.replied_at = text, now
    audit.record(actor=actor, action="review.reply", subject=review, at=now)
    return review


def _tell_office(review: Review, now: datetime) -> None:
    """Whoever of the township looks first decides; the county where it has nobody for it."""
    code, today = review.station.area_code, localdate(now)
    office = holders_of(("TO",), area_code=code, scope_ref="", on=today)
    people = office if office.exists() else holders_of(
        ("CO",), area_code=code, scope_ref="", on=today
    )  # fmt: skip
    text = f"{review.station.name}的一条买家评价等待审核后公开"
    told = people.exclude(pk=review.buyer_id).order_by("pk").values_list("uid", flat=True)
    _tell(review, "waiting", told, text, WAITING, now)


def _tell_author(review: Review, move: str, reason: str, now: datetime) -> None:
    why = f"没有公开：{rules.HIDE_REASONS[reason]}" if reason else "已公开"
    order = review.line.order.number
    text = f"您对“{review.line.title}”的评价{why}"
    # Shown and hidden may alternate: each decision is told, and each once.
    event = f"{move}{review.steps.count()}"
    _tell(review, event, [review.buyer.uid], text, f"/shop/orders/{order}/review", now)


def _tell(
    review: Review, event: str, people: Iterable[UUID], text: str, path: str, now: datetime
) -> None:
    tell_on_screen(
        notices=[
            Notice(
                key=f"review_{event}:{review.uid}:{uid}", user_uid=str(uid), template="review",
                text=text, path=path,
            )
            for uid in people
        ],
        now=now,
    )  # fmt: skip


def _line(number: str, position: int, actor: Actor) -> OrderLine:
    mine = Order.objects.visible_to(actor).filter(buyer__uid=actor.user_uid)
    order = mine.filter(number=number).first()
    if order is None:
        raise NotFound
    line = order.lines.select_related("order").filter(position=position).first()
    if line is None:
        raise NotFound
    if order.status not in rules.RECEIVED:
        raise rules.NotReceivedYet
    return line


def _photo(digest: str, actor: Actor) -> StoredPhoto | None:
    """The buyer's own upload: a hash alone opens nobody else's photo."""
    if not digest:
        return None
    photo = StoredPhoto.objects.filter(digest=digest, by_uid=actor.user_uid).first()
    if photo is None:
        raise Invalid(fields={"photo_hash": "照片还没有传上来，请重新拍一张"})
    return photo


def _reached(uid: UUID, actor: Actor) -> Review:
    reached = Review.objects.visible_to(actor).select_for_update(of=("self",))
    review = reached.filter(uid=uid).first()
    if review is None:
        raise NotFound
    return review


def _step(
    review: Review, before: str, after: str, actor: Actor, now: datetime, reason: str = "",
    said: str = "",
) -> None:  # fmt: skip
    ReviewStep.objects.create(
        review=review, from_state=before, to_state=after, reason=reason, said=said,
        actor_uid=actor.user_uid, hat=actor.hat, at=now,
    )  # fmt: skip
