"""Opening a problem and naming who answers for it, until when and by which steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid, NotFound
from programme import rules
from programme.models import Issue, IssueMove, IssueTask, Responsibility
from programme.queries import issues
from programme.services.moving import move_issue, person_of
from stations.models import Area, Station


@dataclass(frozen=True, slots=True)
class IssueSaid:
    """What the form says; a prefilled link fills the source, the person the rest."""

    title: str
    words: str
    area_code: str = ""
    station_uid: UUID | None = None
    source_kind: str = "hand"
    source_uid: str = ""


@transaction.atomic
def open_issue(*, said: IssueSaid, actor: Actor, now: datetime) -> Issue:
    """In a place of one's own; an operator in its station's."""
    area, station = _where(said, actor)
    person = person_of(actor)
    issue = Issue.objects.create(
        title=rules.check_text(said.title, field="title", most=60),
        words=rules.check_text(said.words, field="words"),
        area=area, area_code=area.code, station=station, source_kind=said.source_kind,
        source_uid=said.source_uid, opened_by=person, opened_at=now,
    )  # fmt: skip
    IssueMove.objects.create(
        issue=issue, move="open", from_state="open", to_state="open", by=person, hat=actor.hat,
        at=now,
    )  # fmt: skip
    data: dict[str, object] = {"source": said.source_kind, "source_uid": said.source_uid}
    audit.record(actor=actor, action="issue.open", subject=issue, at=now, data=data)
    return issue


def _where(said: IssueSaid, actor: Actor) -> tuple[Area, Station | None]:
    if actor.role == "SO":
        own = Station.objects.filter(uid__in=actor.stations).select_related("area").first()
        if own is None:
            raise NotFound("您的身份没有对应的服务站")
        return own.area, own
    if said.station_uid is None:
        if not said.area_code:
            raise Invalid(fields={"area_code": "请从列表中选择地点"})
        return issues.place_in_reach(actor, said.area_code), None
    station = Station.objects.visible_to(actor).filter(uid=said.station_uid).first()
    if station is None:
        raise NotFound("没有找到这个服务站，或它不在您的范围")
    return issues.place_in_reach(actor, station.area_code), station


@transaction.atomic
def assign_issue(
    *, issue_uid: UUID, lead: UUID, assists: Sequence[UUID], due_on: date,
    steps: Sequence[rules.Step], version: int, actor: Actor, now: datetime,
) -> Issue:  # fmt: skip
    """责任清单 and 任务清单. Named anew, the earlier people's rows end and new steps are added."""
    issue = _directed(issue_uid, actor)
    if issue.version != version:
        raise rules.IssueMoved("别人刚刚改过这件问题，请刷新后再交办")
    rules.check_steps(steps, today=localdate(now), due_on=due_on)
    person = person_of(actor)
    owner = _name(issue, lead, list(assists), person=person, now=now)
    first = (issue.tasks.aggregate(last=Max("number"))["last"] or 0) + 1
    IssueTask.objects.bulk_create(
        IssueTask(issue=issue, number=number, words=step.words.strip(), due_on=step.due_on)
        for number, step in enumerate(steps, start=first)
    )
    return move_issue(
        issue, "assign", words=f"期限 {due_on}，新增任务 {len(steps)} 项", person=person,
        actor=actor, now=now, owner=owner, due_on=due_on,
    )  # fmt: skip


def _directed(issue_uid: UUID, actor: Actor) -> Issue:
    """In the office's own area, not merely visible."""
    issue = issues.issue_in_reach(actor, issue_uid)
    if not actor.reaches_area(issue.area_code):
        raise Forbidden("交办由问题所在的乡镇或县级办理")
    return issue


def _name(issue: Issue, lead: UUID, assists: list[UUID], *, person: User, now: datetime) -> User:
    hats = issues.hats_for(issue, on=localdate(now)).filter(uid__in=[lead, *assists])
    candidates = {hat.uid: hat for hat in hats}
    if lead not in candidates:
        raise Invalid(fields={"lead": "请从列表中选择牵头责任人，他要在本乡镇或县里任职"})
    missing = [uid for uid in assists if uid not in candidates]
    if missing:
        raise Invalid(fields={"assists": "配合的人要在本乡镇或县里任职，请从列表中选择"})
    if person.pk == candidates[lead].user_id:
        raise Invalid(fields={"lead": "交办人不能把问题交给自己，请由他人交办或换人牵头"})
    Responsibility.objects.filter(issue=issue, ended_at__isnull=True).update(ended_at=now)
    try:
        with transaction.atomic():
            for uid in dict.fromkeys([lead, *assists]):
                hat = candidates[uid]
                Responsibility.objects.create(
                    issue=issue, person=hat.user, hat_uid=str(hat.uid), hat=hat.role,
                    unit=hat.scope_name, part="lead" if uid == lead else "assist",
                    named_by=person, named_at=now,
                )  # fmt: skip
    except IntegrityError as error:
        raise Invalid(fields={"assists": "同一个人只能列一次"}) from error
    return candidates[lead].user


@transaction.atomic
def extend_issue(
    *, issue_uid: UUID, due_on: date, reason: str, actor: Actor, now: datetime
) -> Issue:  # fmt: skip
    """A later day with a reason; the passed one stays in the trail."""
    issue = _directed(issue_uid, actor)
    if issues.ever_answered(actor, issue):
        raise rules.OwnerCloses("责任人不能给自己延期，请由他人办理")
    said = rules.check_text(reason, field="reason")
    rules.next_state(issue.state, "extend")
    rules.check_deadline(due_on, today=localdate(now), after=issue.due_on)
    return move_issue(
        issue, "extend", words=f"{issue.due_on} 延至 {due_on}：{said}"[:400],
        person=person_of(actor), actor=actor, now=now, due_on=due_on,
    )  # fmt: skip


@transaction.atomic
def withdraw_issue(*, issue_uid: UUID, reason: str, actor: Actor, now: datetime) -> Issue:
    """Opened by mistake: before anybody answers for it, by its opener or the office."""
    issue = issues.issue_in_reach(actor, issue_uid)
    directs = actor.may("execute", "issue") and actor.reaches_area(issue.area_code)
    if not directs and str(issue.opened_by.uid) != actor.user_uid:
        raise Forbidden("撤回由登记人、乡镇或县级办理")
    said = rules.check_text(reason, field="reason")
    return move_issue(issue, "withdraw", words=said, person=person_of(actor), actor=actor, now=now)
