"""A year's surplus from draft to ledger: made by CA, agreed by CM and CS, notice, assembly, posted.

The lines are frozen when the plan is drawn up; who agrees signs their digest. Posting books the
ledger and the member accounts in one transaction, once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.queries import open_request_of
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common import files
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.ledger import services as ledger
from backend.ledger.rules import Booking, Leg
from cooperatives.models import (
    Cooperative,
    MemberAccountEntry,
    SurplusDistribution,
    SurplusShare,
)
from cooperatives.queries import payee_of
from cooperatives.rules import surplus as rules
from cooperatives.services.tracing import person_of
from orders.queries import surplus as queries

KIND = "surplus"
STEPS = [["CM"], ["CS"]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the assembly said, with the minutes that prove it."""

    held_on: date
    entitled: int
    attending: int
    in_favour: int
    minutes: bytes


@transaction.atomic
def draw_up(
    *, cooperative: Cooperative, year: int, plan: rules.Plan, subsidies_as_booked: bool,
    actor: Actor, now: datetime,
) -> SurplusDistribution:  # fmt: skip
    if str(cooperative.uid) not in actor.cooperatives:
        raise NotFound("没有找到这个合作社")
    period = queries.year_of(year, today=localdate(now))
    drawn = queries.drawn_up(
        cooperative=cooperative, year=period, plan=plan, subsidies_as_booked=subsidies_as_booked
    )
    made = SurplusDistribution(
        cooperative=cooperative, year=year, surplus_fen=drawn.plan.surplus_fen,
        loss_fen=drawn.plan.loss_fen, reserve_bp=drawn.plan.reserve_bp,
        patronage_bp=drawn.plan.patronage_bp, subsidy_fen=drawn.plan.subsidy_fen,
        reserve_fen=drawn.result.reserve_fen, distributable_fen=drawn.result.distributable_fen,
        refund_fen=drawn.result.refund_fen, by_account_fen=drawn.result.by_account_fen,
        non_member_fen=drawn.non_member_fen, warning=drawn.result.warning,
        made_by=person_of(actor), made_at=now,
    )  # fmt: skip
    shares = [_share(made, line) for line in drawn.lines]
    made.digest = _digest(made, shares)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise rules.YearTaken from error
    SurplusShare.objects.bulk_create(shares, batch_size=500)
    _record(made, "draw_up", actor, now)
    return made


@transaction.atomic
def submit(*, uid: UUID, actor: Actor, now: datetime) -> SurplusDistribution:
    made = _own(uid, actor)
    _move(made, "submit")
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(made.uid),
        title=f"{made.cooperative.name} {made.year} 年度盈余分配", content_digest=made.digest,
        area_code=made.cooperative.area_code, scope_ref=str(made.cooperative.uid),
        amount_fen=made.distributable_fen, actor=actor, now=now, default_steps=STEPS,
    )  # fmt: skip
    _record(made, "submit", actor, now)
    return made


@transaction.atomic
def cancel(*, uid: UUID, actor: Actor, now: datetime) -> SurplusDistribution:
    """A draft that nobody has been asked about yet."""
    made = _own(uid, actor)
    _move(made, "cancel")
    _record(made, "cancel", actor, now)
    return made


@transaction.atomic
def decide(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> SurplusDistribution:
    """The last word opens the public notice of seven days; a refusal ends this plan."""
    made = _own(uid, actor)
    request = open_request_of(object_kind=KIND, object_uid=str(made.uid))
    if request is None:
        raise Conflict("没有待审批的盈余分配，请刷新后查看")
    if digest != digest_now(made):
        raise Conflict("方案内容与提交时不符，不能审批；请联系系统管理员")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _move(made, "approve", notice_from=localdate(now))
    elif decided.state != ApprovalRequest.State.OPEN:
        _move(made, "refuse", refusal=comment.strip()[:400])
    return made


@transaction.atomic
def resolve(*, uid: UUID, said: Resolution, actor: Actor, now: datetime) -> SurplusDistribution:
    """The assembly agreed after the notice; without its minutes nothing is posted."""
    made = _own(uid, actor)
    if made.notice_from is None:
        raise rules.NoticeNotOver
    rules.check_resolution(
        notice_from=made.notice_from, held_on=said.held_on, today=localdate(now),
        entitled=said.entitled, attending=said.attending, in_favour=said.in_favour,
    )  # fmt: skip
    suffix = files.document_suffix(said.minutes)
    if suffix is None:
        raise Invalid(fields={"minutes": "会议记录请上传 PDF 或照片（JPG、PNG），不超过 10 MB"})
    _move(
        made, "resolve", resolved_on=said.held_on, entitled=said.entitled,
        attending=said.attending, in_favour=said.in_favour,
        minutes=files.keep(said.minutes, suffix=suffix),
        minutes_sha256=sha256(said.minutes).hexdigest(),
    )  # fmt: skip
    _record(made, "resolve", actor, now)
    return made


@transaction.atomic
def post(*, uid: UUID, actor: Actor, now: datetime) -> SurplusDistribution:
    """Ready to be paid out to every household; the accounts get this year's reserve. Once."""
    made = _own(uid, actor)
    if str(made.made_by.uid) == actor.user_uid:
        raise Forbidden("盈余分配由经办人以外的人入账")
    if made.digest != digest_now(made):
        raise Conflict("方案内容与审批时不符，不能入账；请联系系统管理员")
    _move(made, "post", posted_at=now)
    shares = list(queries.shares_of(made).select_related("household__merged_into"))
    legs = [Leg("surplus", str(made.cooperative.uid), -made.distributable_fen)]
    legs += [
        Leg("settled", str(payee_of(one.household).uid), one.total_fen)
        for one in shares
        if one.total_fen
    ]
    ledger.post_working_off(
        bookings=[Booking(f"surplus:{made.uid}", "surplus", str(made.uid), tuple(legs))],
        county_code=settings.COUNTY_CODE, actor=actor, now=now,
    )  # fmt: skip
    _book_accounts(made, shares, actor, now)
    _record(made, "post", actor, now)
    return made


@transaction.atomic
def open_minutes(*, uid: UUID, actor: Actor, now: datetime) -> str:
    """An address for ten minutes."""
    made = queries.distribution_in_reach(actor, uid)
    if not made.minutes:
        raise Conflict("还没有上传会议记录")
    audit.record(actor=actor, action="surplus.minutes", subject=made, at=now)
    suffix = made.minutes[made.minutes.index(".") :]
    return files.link(
        made.minutes, shown_as=f"成员大会会议记录-{made.year}{suffix}", user_uid=actor.user_uid
    )


def digest_now(made: SurplusDistribution) -> str:
    """Of the rows as they stand: equal to what was signed, or somebody changed them."""
    return _digest(made, list(queries.shares_of(made)))


def _digest(made: SurplusDistribution, shares: list[SurplusShare]) -> str:
    lines: list[list[Any]] = [
        [one.number, str(one.household.uid), one.patronage_fen, one.capital_fen, one.reserve_fen,
         one.subsidy_fen, one.refund_fen, one.by_account_fen, one.reserve_added_fen]
        for one in shares
    ]  # fmt: skip
    return digest_of(queries.content_of(made, sorted(lines)))


def _share(made: SurplusDistribution, line: queries.Line) -> SurplusShare:
    return SurplusShare(
        distribution=made, membership=line.membership, household=line.membership.household,
        number=line.standing.number, patronage_fen=line.standing.patronage,
        capital_fen=line.standing.capital_fen, reserve_fen=line.standing.reserve_fen,
        subsidy_fen=line.share.subsidy_fen, refund_fen=line.share.refund_fen,
        by_account_fen=line.share.by_account_fen, reserve_added_fen=line.share.reserve_added_fen,
    )  # fmt: skip


def _book_accounts(
    made: SurplusDistribution, shares: list[SurplusShare], actor: Actor, now: datetime
) -> None:
    """This year's reserve by what members traded; subsidies averaged anew."""
    moves = [(one, "reserve", one.reserve_added_fen) for one in shares]
    moves += [(one, "subsidy", change) for one, change in queries.subsidy_changes(shares)]
    person = person_of(actor)
    MemberAccountEntry.objects.bulk_create(
        [
            MemberAccountEntry(
                membership=one.membership, kind=kind, amount_fen=amount_fen,
                booked_on=localdate(now), reason=f"{made.year} 年度盈余分配", made_by=person,
                voucher_no=f"YY{made.year}-{one.number}"[:40], made_at=now,
            )
            for one, kind, amount_fen in moves
            if amount_fen
        ],
        batch_size=500,
    )  # fmt: skip


def _own(uid: UUID, actor: Actor) -> SurplusDistribution:
    """Of the hat's own cooperative, locked."""
    mine = SurplusDistribution.objects.filter(cooperative__uid__in=actor.cooperatives)
    made = mine.select_related("cooperative", "made_by").select_for_update(of=("self",))
    found = made.filter(uid=uid).first()
    if found is None:
        raise NotFound("没有找到这个盈余分配方案")
    return found


def _move(made: SurplusDistribution, move: str, **more: Any) -> None:
    """From the state that was read, in one UPDATE: of two at once one wins."""
    state = rules.next_state(made.state, move)
    same = SurplusDistribution.objects.filter(pk=made.pk, state=made.state)
    if not same.update(state=state, **more):
        raise Conflict
    made.refresh_from_db()


def _record(made: SurplusDistribution, deed: str, actor: Actor, now: datetime) -> None:
    data = {"year": made.year, "digest": made.digest, "amount_fen": made.distributable_fen}
    audit.record(actor=actor, action=f"surplus.{deed}", subject=made, at=now, data=data)
