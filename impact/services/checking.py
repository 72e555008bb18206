"""A sheet reviewed, locked upward through the areas, returned, or opened again with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import MakerDecides
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from impact.models import ScoreEntry, ScoreEvidence, ScoreSheet
from impact.queries import sheets
from impact.rules import scoring
from impact.services.filling_in import OBJECT, compute, remark, term_of_sheet

LEFT_OUT = ("id", "uid", "sheet")
COPIED = [f.name for f in ScoreEntry._meta.concrete_fields if f.name not in LEFT_OUT]


@transaction.atomic
def decide_sheet(
    *, uid: UUID, step: str, verdict: str, words: str, remarks: Mapping[str, str], digest: str,
    actor: Actor, now: datetime,
) -> ScoreSheet:  # fmt: skip
    """`step` is review or lock; who wrote on the sheet does neither. A return says why."""
    sheet = sheets.sheet_in_reach(actor, uid)
    returned = verdict == "return"
    state = scoring.next_state(sheet.state, "return" if returned else step)
    if actor.user_uid in sheets.fillers_of(sheet):
        raise MakerDecides("填报人不能审核、审定自己填的考核表，请由他人办理")
    _check_step(sheet, step)
    if step == "lock" and not returned:
        _check_below(sheet)
    _sign(sheet, verdict, words, digest, actor, now)
    by = _signed(state, actor, now)
    _say(sheet, "return" if returned else step, words, remarks, actor, now)
    same = ScoreSheet.objects.filter(pk=sheet.pk, state=sheet.state, version=sheet.version)
    if not same.update(state=state, version=F("version") + 1, **by):
        raise Conflict
    data = {"verdict": verdict, "digest": sheet.digest}
    audit.record(actor=actor, action=f"score_sheet.{step}", subject=sheet, at=now, data=data)
    return sheets.sheet_in_reach(actor, uid)


def _signed(state: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """Who said it; a returned sheet has no reviewer any more."""
    if state == "locked":
        return {
            "locked_by_uid": actor.user_uid, "locked_by_name": actor.name, "locked_at": now,
        }  # fmt: skip
    reviewed = state == "reviewed"
    return {
        "reviewed_by_uid": actor.user_uid if reviewed else "",
        "reviewed_by_name": actor.name if reviewed else "",
        "reviewed_on": localdate(now) if reviewed else None,
    }


def _check_step(sheet: ScoreSheet, step: str) -> None:
    """A village's or township's sheet is locked only behind its review; a county's at once."""
    reviewed_first = len(scoring.STEPS[sheet.level]) > 1
    waits = "review" if sheet.state == "submitted" and reviewed_first else "lock"
    if step != waits:
        words = (
            "这张考核表还没有经乡镇审核" if waits == "review" else "这张考核表已审核，等待县级审定"
        )
        raise Conflict(words)


def _check_below(sheet: ScoreSheet) -> None:
    found = sheets.below(sheet, term_of_sheet(sheet))
    if found.missing:
        some = "、".join(found.missing[:5]) + ("等" if len(found.missing) > 5 else "")
        raise scoring.BelowNotLocked(
            f"下一级已锁定 {found.locked}/{found.expected}，还差：{some}。请先锁定下一级"
        )


def _sign(
    sheet: ScoreSheet, verdict: str, words: str, digest: str, actor: Actor, now: datetime
) -> None:
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(sheet.uid))
    if request is None:
        raise Conflict("没有待办的审批，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=words, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.REJECTED:
        raise Invalid(fields={"verdict": "考核表只能同意或退回修改"})


def _say(
    sheet: ScoreSheet, step: str, words: str, remarks: Mapping[str, str], actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """The opinion on the whole, then on single lines."""
    remark(sheet, step, words.strip(), actor, now)
    lines = {one.indicator.code: one.indicator_id for one in sheet.entries.all()}
    unknown = sorted(set(remarks) - set(lines))
    if unknown:
        raise Invalid(fields={f"remarks.{code}": f"这张表没有 {code} 这一项" for code in unknown})
    for code, said in remarks.items():
        if said.strip():
            remark(sheet, step, said.strip(), actor, now, line=lines[code])


@transaction.atomic
def reopen_sheet(*, uid: UUID, reason: str, actor: Actor, now: datetime) -> ScoreSheet:
    """A new version beside the locked one; from the top down, as they were locked from below."""
    sheet = sheets.sheet_in_reach(actor, uid)
    if sheet.state != "locked":
        raise Conflict("只有已锁定的考核表才需要重新开启")
    if len(reason.strip()) < 2:
        raise Invalid(fields={"reason": "请写明为什么要更正已锁定的考核表，至少 2 个字"})
    if ScoreSheet.objects.filter(replaces=sheet).exists():
        raise Conflict("这张考核表已有更正版本，请在更正版本上继续")
    if sheets.lock_above(sheet):
        raise scoring.AboveLocked
    again = _copy(sheet, reason.strip(), actor, now)
    compute(again, now=now)
    remark(again, "reopen", reason.strip(), actor, now)
    data = {"reason": reason.strip(), "replaces": str(sheet.uid), "digest": sheet.digest}
    audit.record(actor=actor, action="score_sheet.reopen", subject=again, at=now, data=data)
    return sheets.sheet_in_reach(actor, again.uid)


def _copy(sheet: ScoreSheet, reason: str, actor: Actor, now: datetime) -> ScoreSheet:
    """Lines and evidence as they were; the numbers a formula gives are computed anew."""
    try:
        with transaction.atomic():
            again = ScoreSheet.objects.create(
                set=sheet.set, area=sheet.area, area_code=sheet.area_code, level=sheet.level,
                period=sheet.period, first_on=sheet.first_on, next_on=sheet.next_on,
                number=sheet.number + 1, begun_by_uid=actor.user_uid, begun_at=now,
                replaces=sheet, reason=reason,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("这张考核表已有更正版本，请在更正版本上继续") from error
    for old in sheet.entries.all():
        entry = ScoreEntry.objects.create(
            sheet=again, **{name: getattr(old, name) for name in COPIED}
        )
        ScoreEvidence.objects.bulk_create(
            ScoreEvidence(
                entry=entry, kind=one.kind, text=one.text, file=one.file, sha256=one.sha256,
                by_uid=one.by_uid, by_name=one.by_name, at=one.at,
            )
            for one in old.evidence.all()
        )  # fmt: skip
    return again
