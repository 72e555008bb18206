"""Problems within reach, who may answer for one, and what a signature on a close-out covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.accounts.models import RoleAssignment
from backend.accounts.rules import ROLES
from backend.approvals.models import ApprovalRequest
from backend.common.actor import Actor, AreaRange
from backend.common.errors import NotFound
from programme.models import Escalation, Evidence, Issue, IssueTask, Rectification, Responsibility
from programme.rules import UNASSIGNED_DAYS
from stations.models import Area

STATES = frozenset(Issue.State.values)
# Who can answer for a problem: those who have something to put right.
ANSWERS = ("PS", "SO", "CM", "TO", "CO")
KIND = "close_out"
MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of issues is narrowed to."""

    state: str = ""
    overdue: bool = False
    mine: bool = False
    source_uid: str = ""
    station: str = ""
    escalated: bool = False


def issues_of(actor: Actor, asked: Asked, *, today: date) -> QuerySet[Issue]:
    found = Issue.objects.visible_to(actor).select_related("area__parent", "station", "owner")
    found = found.annotate(
        late=Q(state="assigned", due_on__lt=today),
        told=Exists(Escalation.objects.filter(issue=OuterRef("pk"))),
    )
    if asked.state in STATES:
        found = found.filter(state=asked.state)
    if asked.overdue:
        found = found.filter(state="assigned", due_on__lt=today)
    if asked.escalated:
        found = found.filter(state__in=("open", "assigned", "handed_in"))
        found = found.filter(pk__in=Escalation.objects.values("issue"))
    if asked.mine:
        found = found.filter(pk__in=_answered_by(actor).values("issue"))
    if asked.station:
        found = found.filter(station__uid=asked.station)
    return found.filter(source_uid=asked.source_uid) if asked.source_uid else found


def issue_in_reach(actor: Actor, uid: UUID) -> Issue:
    """Out of scope is not found: another township's link opens nothing."""
    found = Issue.objects.visible_to(actor).select_related("area__parent", "station", "owner")
    issue = found.filter(uid=uid).first()
    if issue is None:
        raise NotFound("没有找到这件问题，或它不在您的范围")
    return issue


def issue_detail(actor: Actor, uid: UUID, *, today: date) -> Issue:
    """With its lists, a constant number of statements."""
    found = issues_of(actor, Asked(), today=today).prefetch_related(
        "responsibilities__person", "tasks__rectifications__by",
        "tasks__rectifications__evidence", "moves__by", "escalations", "look_backs__by",
    )  # fmt: skip
    issue = found.select_related("opened_by", "closed_by").filter(uid=uid).first()
    if issue is None:
        raise NotFound("没有找到这件问题，或它不在您的范围")
    return issue


def _answered_by(actor: Actor) -> QuerySet[Responsibility]:
    now = Responsibility.objects.filter(ended_at__isnull=True)
    return now.filter(hat_uid=actor.assignment_uid) if actor.assignment_uid else now.none()


def responsibility_of(actor: Actor, issue: Issue) -> Responsibility | None:
    return _answered_by(actor).filter(issue=issue).first()


def ever_answered(actor: Actor, issue: Issue) -> bool:
    """Whether this person, under whatever hat, was named for the issue at any time."""
    return Responsibility.objects.filter(issue=issue, person__uid=actor.user_uid).exists()


def task_in_reach(actor: Actor, uid: UUID) -> IssueTask:
    seen = Issue.objects.visible_to(actor)
    task = IssueTask.objects.filter(uid=uid, issue__in=seen).select_related("issue").first()
    if task is None:
        raise NotFound("没有找到这项任务，或它不在您的范围")
    return task


def evidence_in_reach(actor: Actor, uid: UUID) -> Evidence:
    seen = Issue.objects.visible_to(actor)
    found = Evidence.objects.filter(uid=uid, issue__in=seen).first()
    if found is None:
        raise NotFound("没有找到这份佐证，或它不在您的范围")
    return found


def place_in_reach(actor: Actor, code: str) -> Area:
    """A place that the hat's areas hold; another township's code is not found."""
    area = Area.objects.filter(code=code, closed_on__isnull=True).first()
    if area is None or not actor.reaches_area(area.code):
        raise NotFound("没有找到这个地方，或它不在您的范围")
    return area


def hats_for(issue: Issue, *, on: date) -> QuerySet[RoleAssignment]:
    """Hats in force in the issue's township, and the county's own."""
    township = AreaRange.of(issue.area_code[:9])
    here = Q(place_code__gte=township.low, place_code__lt=township.high)
    here |= Q(area_prefix=issue.area_code[:6])
    hats = RoleAssignment.objects.in_force(on).filter(here, role__in=ANSWERS)
    return hats.select_related("user")


def people_for(issue: Issue, *, search: str, on: date) -> list[RoleAssignment]:
    """Twenty of them by name or unit."""
    hats = hats_for(issue, on=on)
    if search:
        hats = hats.filter(Q(user__name__icontains=search) | Q(scope_name__icontains=search))
    return list(hats.order_by("role", "scope_name", "pk")[:MOST_PEOPLE])


def late(*, today: date) -> QuerySet[Issue]:
    """Past their deadline, or waiting too long for somebody to answer; level by level."""
    waited = today - timedelta(days=UNASSIGNED_DAYS)
    late = Q(state="assigned", due_on__lt=today) | Q(state="open", opened_at__date__lt=waited)
    done = Escalation.objects.filter(issue=OuterRef("pk"), level="county")
    done = done.filter(Q(due_on=OuterRef("due_on")) | Q(issue__due_on__isnull=True))
    return Issue.objects.filter(late).exclude(Exists(done)).order_by("due_on", "pk")


def unfinished_tasks(issue: Issue) -> list[int]:
    """Numbers of the tasks without a rectification that names evidence."""
    proved = Rectification.objects.filter(task=OuterRef("pk"), evidence__isnull=False)
    waiting = issue.tasks.annotate(proved=Exists(proved)).filter(proved=False)
    return list(waiting.values_list("number", flat=True))


def last_rectified_at(issue: Issue) -> datetime | None:
    newest = Rectification.objects.filter(task__issue=issue).order_by("-at").first()
    return newest.at if newest else None


def close_out_content(issue: Issue) -> dict[str, Any]:
    """Exactly what is signed: the lists, and every proof by its digest."""
    tasks = issue.tasks.prefetch_related("rectifications__evidence")
    return {
        "issue": str(issue.uid),
        "words": [issue.title, issue.words],
        "owner": str(issue.owner.uid) if issue.owner else "",
        "due_on": str(issue.due_on),
        "tasks": [
            {
                "number": task.number,
                "words": task.words,
                "done": [
                    [str(one.uid), one.words, [proof.sha256 for proof in one.evidence.all()]]
                    for one in task.rectifications.all()
                ],
            }
            for task in tasks
        ],
    }


def open_close_out(issue: Issue) -> ApprovalRequest | None:
    waiting = ApprovalRequest.objects.open().filter(kind=KIND, object_uid=str(issue.uid))
    return waiting.select_related("maker").first()


def verbs_of(actor: Actor, issue: Issue) -> list[str]:
    """What this hat may do now; the services ask again."""
    answers = responsibility_of(actor, issue)
    directs = actor.may("execute", "issue") and actor.reaches_area(issue.area_code)
    mine = ever_answered(actor, issue)
    verbs = []
    if directs and issue.state in ("open", "assigned"):
        verbs += ["assign"] if issue.state == "open" else ["assign", "extend"]
    if issue.state == "open" and (directs or str(issue.opened_by.uid) == actor.user_uid):
        verbs.append("withdraw")
    if answers and issue.state == "assigned":
        verbs += ["rectify", "hand_in"] if answers.part == "lead" else ["rectify"]
    if issue.state == "handed_in" and not mine:
        request = open_close_out(issue)
        if request and actor.role in request.steps[request.step]:
            verbs.append("decide")
    if issue.state == "closed_out" and directs and not mine:
        verbs.append("look_back")
    return verbs


def step_name(request: ApprovalRequest | None) -> str:
    if request is None:
        return ""
    who = "或".join(ROLES[role] for role in request.steps[request.step])
    return f"{'核验' if request.step == 0 else '销号'}（{who}）"


def broken(*, now: datetime) -> Iterator[str]:
    """Close-outs nobody else agreed to, and issues whose owner does not lead them."""
    agreed = ApprovalRequest.objects.filter(kind=KIND, state="approved")
    closed = Issue.objects.filter(state="closed_out")
    for issue in closed.exclude(uid__in=[one.object_uid for one in agreed]):
        yield f"issue {issue.pk}: struck off without two people's word"
    lead = Responsibility.objects.filter(
        issue=OuterRef("pk"), part="lead", ended_at__isnull=True, person=OuterRef("owner")
    )
    owned = Issue.objects.filter(owner__isnull=False).annotate(led=Exists(lead))
    for pk in owned.filter(led=False).values_list("pk", flat=True):
        yield f"issue {pk}: its owner does not lead it"
    foreign = Evidence.objects.filter(rectification__isnull=False)
    for pk in foreign.exclude(rectification__task__issue=F("issue")).values_list("pk", flat=True):
        yield f"evidence {pk}: proves another issue"
