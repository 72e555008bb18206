"""Verification and close-out by two others, looking back, and telling the next office."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.approvals import rules as approvals_rules
from backend.approvals import services as approvals
from backend.audit import services as audit
from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict, Forbidden, Invalid
from programme import rules
from programme.models import Escalation, Issue, LookBack
from programme.queries import issues
from programme.services.directing import IssueSaid, open_issue
from programme.services.moving import move_issue, person_of

TELLER = system_actor("deadlines")


@transaction.atomic
def hand_in_issue(*, issue_uid: UUID, words: str, actor: Actor, now: datetime) -> Issue:
    """The lead says that all is done; the exact lists are signed from here on."""
    issue = issues.issue_in_reach(actor, issue_uid)
    answers = issues.responsibility_of(actor, issue)
    if answers is None or answers.part != "lead":
        raise rules.NotResponsible("报请销号由牵头责任人办理")
    rules.next_state(issue.state, "hand_in")
    missing = issues.unfinished_tasks(issue)
    if missing:
        raise rules.EvidenceMissing(
            f"第 {'、'.join(map(str, missing))} 项任务还没有附佐证的整改记录"
        )
    last = issues.last_rectified_at(issue)
    if issue.handed_in_at and last and last <= issue.handed_in_at:
        raise rules.EvidenceMissing("退回后还没有补充整改记录，请先补充再报请")
    said = rules.check_text(words, field="words")
    person = person_of(actor)
    issue = move_issue(
        issue, "hand_in", words=said, person=person, actor=actor, now=now, handed_in_by=person,
        handed_in_at=now,
    )  # fmt: skip
    approvals.open_request(
        kind=issues.KIND, object_kind="issue", object_uid=str(issue.uid),
        title=f"销号：{issue.title}",
        content_digest=approvals_rules.digest_of(issues.close_out_content(issue)),
        area_code=issue.area_code, scope_ref="", amount_fen=0, actor=actor, now=now,
        default_steps=rules.closing_steps(issue.area_code),
    )  # fmt: skip
    return issue


@transaction.atomic
def decide_close_out(
    *, issue_uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> Issue:
    """First the verification, then the close-out; whoever answers for the issue does neither."""
    issue = issues.issue_in_reach(actor, issue_uid)
    if issues.ever_answered(actor, issue):
        raise rules.OwnerCloses
    if verdict not in ("approve", "return"):
        raise Invalid(fields={"verdict": "请选择同意或退回整改"})
    request = issues.open_close_out(issue)
    if request is None:
        raise rules.IssueMoved
    content = approvals_rules.digest_of(issues.close_out_content(issue))
    if digest != content:
        raise approvals_rules.ContentChanged
    request = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=content,
        actor=actor, now=now,
    )  # fmt: skip
    person = person_of(actor)
    if request.state == "returned":
        return move_issue(
            issue, "return", words=comment.strip(), person=person, actor=actor, now=now
        )
    if request.state == "approved":
        return move_issue(
            issue, "close_out", words=comment.strip(), person=person, actor=actor, now=now,
            closed_by=person, closed_at=now,
            look_back_on=localdate(now) + timedelta(days=rules.LOOK_BACK_DAYS),
        )  # fmt: skip
    return move_issue(issue, "verify", words=comment.strip(), person=person, actor=actor, now=now)


@transaction.atomic
def look_back(*, issue_uid: UUID, found: str, words: str, actor: Actor, now: datetime) -> LookBack:
    """回头看. What relapsed opens a new issue; the one struck off stays what it was."""
    issue = issues.issue_in_reach(actor, issue_uid)
    if not actor.reaches_area(issue.area_code):
        raise Forbidden("回头看由问题所在的乡镇或县级办理")
    if issue.state != "closed_out" or issue.owner is None:
        raise rules.IssueMoved("销号以后才能回头看")
    if issues.ever_answered(actor, issue):
        raise rules.OwnerCloses("责任人不能回头看自己的问题，请由他人办理")
    verdict, said = rules.check_found(found), rules.check_text(words, field="words")
    try:
        with transaction.atomic():
            seen = LookBack.objects.create(
                issue=issue, number=issue.look_backs.count() + 1, found=verdict, words=said,
                owner=issue.owner, by=person_of(actor), at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("刚刚已有人登记了这一轮回头看，请刷新") from error
    if verdict == "relapsed":
        again = IssueSaid(
            title=f"反弹：{issue.title}"[:60], words=said, area_code=issue.area_code,
            station_uid=issue.station.uid if issue.station else None, source_kind="look_back",
            source_uid=str(issue.uid),
        )  # fmt: skip
        open_issue(said=again, actor=actor, now=now)
    audit.record(actor=actor, action="issue.look_back", subject=seen, at=now)
    return seen


@transaction.atomic
def escalate_overdue(*, now: datetime, limit: int = 500) -> int:
    """Once per level and deadline (UNIQUE); run as often as one likes."""
    today = localdate(now)
    told = 0
    for issue in issues.late(today=today)[:limit]:
        due_on = issue.due_on or localdate(issue.opened_at) + timedelta(days=rules.UNASSIGNED_DAYS)
        level = rules.escalation_of(due_on, today=today) if issue.due_on else "county"
        if not level:
            continue
        row, made = Escalation.objects.get_or_create(
            issue=issue, level=level, due_on=due_on, defaults={"at": now}
        )
        if made:
            audit.record(
                actor=TELLER, action="issue.escalate", subject=row, at=now, data={"level": level}
            )
            told += 1
    return told
