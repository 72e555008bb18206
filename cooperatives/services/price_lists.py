"""Price change (ROLES 4): the accountant makes, the manager agrees, township may object."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from cooperatives import queries, rules
from cooperatives.models import PriceDraft, PriceEntry, PriceList, PriceListStop, Product
from cooperatives.rules import pricing
from cooperatives.rules.pricing import Line
from cooperatives.services.moving import person_of

KIND = "price_change"
OBJECT = "price_draft"
OPEN = (PriceDraft.Status.DRAFT, PriceDraft.Status.RETURNED)


@transaction.atomic
def draft_prices(
    *,
    effective_from: datetime | None,
    note: str,
    lines: Sequence[Line],
    actor: Actor,
    now: datetime,
) -> PriceDraft:
    """A new version in the making, for the accountant's own cooperative."""
    cooperative = queries.own_cooperative(actor, on=timezone.localdate(now))
    if cooperative is None or str(cooperative.uid) not in actor.cooperatives:
        raise NotFound("您的身份没有对应的合作社")
    draft = PriceDraft(
        cooperative=cooperative, effective_from=effective_from, note=note.strip()[:200],
        lines=_rows(lines), made_by=person_of(actor=actor),
    )  # fmt: skip
    draft.save()
    audit.record(actor=actor, action="price_draft.make", subject=draft, at=now)
    return draft


@transaction.atomic
def revise_prices(
    *,
    uid: UUID,
    version: int,
    effective_from: datetime | None,
    note: str,
    lines: Sequence[Line],
    actor: Actor,
    now: datetime,
) -> PriceDraft:
    """Only a draft or a returned one, and only from the version that was read."""
    draft = _find(uid, actor)
    if draft.status not in OPEN:
        raise pricing.PriceDraftClosed
    _claim(
        draft, version, effective_from=effective_from, note=note.strip()[:200],
        lines=_rows(lines), updated_at=now,
    )  # fmt: skip
    audit.record(actor=actor, action="price_draft.revise", subject=draft, at=now)
    return draft


@transaction.atomic
def submit_prices(*, uid: UUID, version: int, actor: Actor, now: datetime) -> PriceDraft:
    """Asks the manager. Dates, ceilings and falls are checked now and again when agreed."""
    draft = _find(uid, actor)
    if draft.status not in OPEN:
        raise pricing.PriceDraftClosed
    _check(draft, now)
    try:
        with transaction.atomic():
            _claim(draft, version, status=PriceDraft.Status.SUBMITTED, updated_at=now)
    except IntegrityError as error:
        raise pricing.PriceDatesClash from error
    approvals.open_request(
        kind=KIND,
        object_kind=OBJECT,
        object_uid=str(draft.uid),
        title=f"{draft.cooperative.name}：价格表 {len(draft.lines)} 行",
        content_digest=digest_of(queries.draft_content(draft)),
        area_code=draft.cooperative.area_code,
        scope_ref=str(draft.cooperative.uid),
        amount_fen=0,
        actor=actor,
        now=now,
        default_steps=[["CM"]],
    )
    return draft


@transaction.atomic
def decide_prices(
    *,
    uid: UUID,
    verdict: str,
    comment: str,
    content_digest: str,
    actor: Actor,
    now: datetime,
) -> PriceDraft:
    """The manager's word on exactly what was read; agreed, a new version is published."""
    draft = _find(uid, actor)
    if not actor.may("approve_1", "price_list"):
        raise Forbidden("价格表由合作社理事长审批")
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(draft.uid))
    if request is None:
        raise Conflict("没有待审批的价格表，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=content_digest, actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _publish(draft, actor, now)
    elif decided.state != ApprovalRequest.State.OPEN:
        _claim(draft, draft.version, status=PriceDraft.Status.RETURNED, updated_at=now)
    return draft


@transaction.atomic
def stop_prices(*, uid: UUID, reason: str, actor: Actor, now: datetime) -> PriceList:
    """Township or branch stops a list before it takes effect; it never does."""
    prices = queries.price_lists(actor).filter(uid=uid).first()
    if prices is None:
        raise NotFound("没有找到这份价格表")
    if not actor.may("object", "price_list"):
        raise Forbidden("只有乡镇干部和村党支部书记可以提出异议")
    pricing.check_can_stop(
        fell=bool(queries.falls_of_list(prices)), announced_at=prices.announced_at,
        effective_from=prices.effective_from, now=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            stop = PriceListStop.objects.create(
                price_list=prices, reason=rules.check_reason(reason), by=person_of(actor=actor),
                hat=actor.hat, at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("这份价格表已被叫停") from error
    PriceDraft.objects.filter(price_list=prices).update(
        status=PriceDraft.Status.STOPPED, version=F("version") + 1, updated_at=now
    )
    audit.record(actor=actor, action="price_list.stop", subject=stop, at=now)
    return prices


def _publish(draft: PriceDraft, actor: Actor, now: datetime) -> None:
    begins = _check(draft, now)
    try:
        with transaction.atomic():
            prices = PriceList.objects.create(
                cooperative=draft.cooperative, number=queries.next_number(draft.cooperative),
                effective_from=begins, announced_at=now, made_by=draft.made_by,
            )  # fmt: skip
            _claim(
                draft, draft.version, status=PriceDraft.Status.EFFECTIVE, effective_from=begins,
                price_list=prices, updated_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise pricing.PriceDatesClash from error
    lines = queries.lines_of(draft)
    products = _products(lines)
    PriceEntry.objects.bulk_create(
        PriceEntry(
            price_list=prices, product=products[line.product], grade=line.grade,
            buy_fen_per_jin=line.buy_fen, sell_fen_per_jin=line.sell_fen,
            institution_fen_per_jin=line.institution_fen,
        )
        for line in lines
    )  # fmt: skip
    data: dict[str, object] = {"number": prices.number, "from": begins.isoformat()}
    audit.record(actor=actor, action="price_list.publish", subject=prices, at=now, data=data)


def _check(draft: PriceDraft, now: datetime) -> datetime:
    """When it would take effect; refuses what may not."""
    lines = queries.lines_of(draft)
    begins = pricing.effective_from(
        draft.effective_from, fell=bool(queries.falls_of(draft, at=now)), now=now
    )
    county = draft.cooperative.area_code[:6]
    pricing.check_ceilings(lines, queries.ceilings_on(county, on=timezone.localdate(begins)))
    return begins


def _rows(lines: Sequence[Line]) -> list[dict[str, object]]:
    pricing.check_lines(lines)
    _products(lines)
    return [dict(line._asdict()) for line in lines]


def _products(lines: Sequence[Line]) -> dict[str, Product]:
    found = {str(p.uid): p for p in Product.objects.filter(uid__in={x.product for x in lines})}
    for number, line in enumerate(lines, start=1):
        if line.product not in found:
            raise Invalid(fields={f"lines.{number - 1}": f"第 {number} 行没有这个品种"})
    return found


def _find(uid: UUID, actor: Actor) -> PriceDraft:
    draft = queries.price_drafts(actor).filter(uid=uid).first()
    if draft is None:
        raise NotFound("没有找到这份价格表")
    return draft


def _claim(draft: PriceDraft, version: int, **changes: object) -> None:
    """Only from the version that was read; the row count decides between two at once."""
    still = PriceDraft.objects.filter(pk=draft.pk, version=version, status=draft.status)
    if not still.update(version=F("version") + 1, **changes):
        raise pricing.PriceDraftChanged
    draft.refresh_from_db()
