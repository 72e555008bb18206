"""Likely duplicates: the village proposes, township and county agree (ROLES section 3).

A row that was held comes back as a small chunk of its own, so it is written once like any other.
"""

from datetime import datetime

from django.db import transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.exchange import queries
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.rules.rows import Row, judge
from backend.exchange.services import chunks
from backend.exchange.services.kinds import Kind
from backend.exchange.services.moving import actor_behind

OBJECT = "duplicate"
APPROVAL = "duplicate_case"
STEPS = [["TO"], ["CO"]]
VERDICTS = ("same", "different")


@transaction.atomic
def propose(*, uid: str, verdict: str, reason: str, actor: Actor, now: datetime) -> DuplicateCase:
    """The village's word: one household or two, and why."""
    case = find_case(uid, actor)
    if not actor.may("submit", OBJECT):
        raise Forbidden("由村党支部书记提出判定，乡镇和县里审批")
    if verdict not in VERDICTS:
        raise Invalid(fields={"verdict": "请选择“同一户”或“不同户”"})
    if not 2 <= len(reason.strip()) <= 200:
        raise Invalid(fields={"reason": "请写明依据，2 至 200 字"})
    _move(
        case, "open", state=DuplicateCase.State.PROPOSED, proposal=verdict, reason=reason.strip(),
        proposed_by_uid=actor.user_uid,
    )  # fmt: skip
    word = DuplicateCase.State(verdict).label
    approvals.open_request(
        kind=APPROVAL, object_kind=APPROVAL, object_uid=str(case.uid),
        title=f"疑似重复判定为{word}：{case.row_label}", content_digest=digest_of(content_of(case)),
        area_code=case.area_code, scope_ref="", amount_fen=0, actor=actor, now=now,
        default_steps=STEPS,
    )  # fmt: skip
    data = {"verdict": verdict}
    audit.record(actor=actor, action="duplicate.propose", subject=case, at=now, data=data)
    return case


@transaction.atomic
def decide(
    *, uid: str, kind: Kind, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> DuplicateCase:
    case = find_case(uid, actor)
    request = approving.open_request_of(object_kind=APPROVAL, object_uid=str(case.uid))
    if request is None:
        raise Conflict("没有待审批的判定，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _move(case, "proposed", state=case.proposal, decided_at=now)
        _bring_back(case, kind, now)
    elif decided.state != ApprovalRequest.State.OPEN:
        _move(case, "proposed", state=DuplicateCase.State.OPEN, proposal="")
    return case


def content_of(case: DuplicateCase) -> dict[str, str]:
    return {"uid": str(case.uid), "proposal": case.proposal, "reason": case.reason}


def find_case(uid: str, actor: Actor) -> DuplicateCase:
    found = DuplicateCase.objects.visible_to(actor).filter(uid=uid)
    case = found.select_related("batch").first()
    if case is None:
        raise NotFound
    return case


def _bring_back(case: DuplicateCase, kind: Kind, now: datetime) -> None:
    """ "Same" ends the row's other cases; "different" writes it once no case is left open."""
    batch = ImportBatch.objects.select_for_update().get(pk=case.batch_id)
    others = batch.cases.filter(row_number=case.row_number).exclude(pk=case.pk)
    if case.state == DuplicateCase.State.SAME:
        others.filter(state__in=("open", "proposed")).update(state=DuplicateCase.State.CLOSED)
    elif others.exclude(state=DuplicateCase.State.DIFFERENT).exists():
        return
    row = _held_row(batch, case.row_number)
    if row is None:
        return
    same = case.state == DuplicateCase.State.SAME
    fresh = Row(row.number, row.values, decided=case.subject_uid if same else "different")
    kind.desk(actor_behind(batch, now), now).resolve([fresh])
    judge(fresh, kind.columns, only_new=kind.only_new)
    last = batch.chunks.order_by("-number").values_list("number", flat=True)[0]
    chunks.store(batch, last + 1, [fresh])


def _held_row(batch: ImportBatch, number: int) -> Row | None:
    for chunk in queries.chunks_of(batch):
        if chunk.counts.get("held"):
            for row in queries.rows_of(batch, chunk):
                if row.number == number and row.status == "held":
                    return row
    return None


def _move(case: DuplicateCase, was: str, **more: object) -> None:
    if not DuplicateCase.objects.filter(pk=case.pk, state=was).update(**more):
        raise Conflict
    case.refresh_from_db()
