"""Problems of the demo's township in each state: waiting, late, for verification, struck off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from backend.accounts.models import RoleAssignment, User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.common import photos
from backend.common.actor import system_actor
from backend.demo.chain import Chain
from backend.demo.plan import Plan, local
from backend.demo.store import Store
from programme.models import (
    Escalation,
    Evidence,
    Issue,
    IssueMove,
    IssueTask,
    Rectification,
    Responsibility,
)
from programme.queries.issues import KIND, close_out_content
from programme.rules import LOOK_BACK_DAYS, closing_steps


@dataclass(frozen=True)
class Told:
    """`state` and how many days ago it was opened and falls due; `late` names who was told."""

    state: str
    title: str
    words: str
    task: str
    opened: int
    due: int
    late: Sequence[str] = ()


TOLD = (
    Told(
        "closed_out", "收购价没有上墙", "公示栏里还是上个月的收购价，农户问价要到柜台",
        "张贴当期收购价并每月更换", 60, 40,
    ),
    Told(
        "handed_in", "电子秤检定过期", "电子秤的检定标签已过有效期两个月",
        "送检电子秤，贴新的检定标签", 20, -5,
    ),
    Told(
        "assigned", "收货台照明不足", "傍晚收货看不清读数，灯管坏了两根",
        "更换收货台灯管", 12, -10,
    ),
    Told(
        "assigned", "冷藏柜温度没有记录", "近两周没有温度记录，药材和肉类混放",
        "分区存放，每日记两次温度", 25, 3, ("township",),
    ),
    Told(
        "assigned", "代收包裹超期未清", "货架上有十余件超过七天的包裹，没有联系收件人",
        "逐件联系收件人，退回无人领取的", 40, 12, ("township", "county"),
    ),
    Told("open", "门口台阶缺扶手", "老人取件上下台阶不便，雨雪天容易滑倒", "", 2, 0),
    Told("withdrawn", "重复登记：收购价没有上墙", "与已登记的问题是同一件", "", 58, 0),
)  # fmt: skip
HATS = {"demo-to": "TO", "demo-ps": "PS", "demo-so": "SO", "demo-co": "CO"}


def build_problems(plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
    """Of the demo's station: the secretary answers, township and county decide."""
    laying = Problems(plan, store, chain, users)
    for number, told in enumerate(TOLD):
        laying.lay_out(number, told)


class Problems:
    def __init__(self, plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
        self.plan, self.store, self.users = plan, store, users
        self.place, self.area = chain.demo, chain.demo.village.area
        hats = RoleAssignment.objects.filter(user__username__in=HATS)
        self.hats = {hat.user.username: hat for hat in hats.select_related("user").order_by("pk")}

    def lay_out(self, number: int, told: Told) -> None:
        self.number, self.told, self.moves = number, told, 0
        by = "demo-so" if told.state == "open" else "demo-to"
        issue = self.store.add(Issue(
            uid=self._uid("problem"), title=told.title, words=told.words, area=self.area,
            area_code=self.area.code, station=self.place.row, source_kind="hand",
            state=told.state, opened_by=self.users[by], opened_at=self._at(told.opened),
        ))  # fmt: skip
        self._move(issue, "open", by, "open", "open", told.opened)
        if told.state == "withdrawn":
            self._move(issue, "withdraw", by, "open", "withdrawn", told.opened, "已另有一件")
        elif told.state != "open":
            self._hand_out(issue)

    def _hand_out(self, issue: Issue) -> None:
        told, lead, hat = self.told, self.users["demo-ps"], self.hats["demo-ps"]
        issue.owner, issue.due_on, issue.version = lead, self._at(told.due).date(), 2
        self.store.add(Responsibility(
            uid=self._uid("responsibility"), issue=issue, person=lead, hat_uid=str(hat.uid),
            hat="PS", unit=hat.scope_name, part="lead", named_by=self.users["demo-to"],
            named_at=self._at(told.opened - 1),
        ))  # fmt: skip
        task = self.store.add(IssueTask(
            uid=self._uid("task"), issue=issue, number=1, words=told.task, due_on=issue.due_on,
        ))  # fmt: skip
        said = f"期限 {issue.due_on}，新增任务 1 项"
        self._move(issue, "assign", "demo-to", "open", "assigned", told.opened - 1, said)
        for days, level in zip((1, 7), told.late, strict=False):
            self.store.add(Escalation(
                uid=self._uid(f"escalation {level}"), issue=issue, level=level,
                due_on=issue.due_on, at=self._at(told.due - days),
            ))  # fmt: skip
        if told.state in ("handed_in", "closed_out"):
            self._rectify(issue, task)

    def _rectify(self, issue: Issue, task: IssueTask) -> None:
        lead, days = self.users["demo-ps"], self.told.opened - 8
        done = self.store.add(Rectification(
            uid=self._uid("rectification"), task=task, words="已按任务办好，现场照片附后", by=lead,
            at=self._at(days),
        ))  # fmt: skip
        raw = _drawing(self.number)
        photo = photos.store(raw=raw, actor=system_actor("demo"), now=self._at(days))
        self.store.add(Evidence(
            uid=self._uid("proof"), issue=issue, rectification=done, kind="photo",
            name="整改后（示意图）", sha256=photo.digest, by=lead, at=self._at(days),
        ))  # fmt: skip
        issue.handed_in_by, issue.handed_in_at = lead, self._at(days - 1)
        issue.version += 1
        self._move(issue, "hand_in", "demo-ps", "assigned", "handed_in", days - 1, "任务已全部办好")
        closed = self.told.state == "closed_out"
        if closed:
            issue.closed_by, issue.closed_at = self.users["demo-co"], self._at(days - 3)
            issue.look_back_on = issue.closed_at.date() + timedelta(days=LOOK_BACK_DAYS)
            issue.version += 2
            self._move(issue, "verify", "demo-to", "handed_in", "handed_in", days - 2)
            self._move(issue, "close_out", "demo-co", "handed_in", "closed_out", days - 3)
        self.store.flush()
        self._request(issue, days, closed=closed)

    def _request(self, issue: Issue, days: int, *, closed: bool) -> None:
        """Written after its issue: the digest is of what the database holds."""
        made = self._at(days - 1)
        request = self.store.add(ApprovalRequest(
            uid=self._uid("close-out"), kind=KIND, object_kind="issue", object_uid=str(issue.uid),
            maker=self.users["demo-ps"], title=f"销号：{issue.title}",
            digest=digest_of(close_out_content(issue)), steps=closing_steps(issue.area_code),
            area_code=issue.area_code, state="approved" if closed else "open",
            step=1 if closed else 0, opened_at=made, due_at=made + DUE_AFTER,
            closed_at=issue.closed_at, version=3 if closed else 1,
        ))  # fmt: skip
        for step, who in enumerate(("demo-to", "demo-co") if closed else ()):
            self.store.add(ApprovalDecision(
                uid=self._uid(f"close-out {step}"), request=request, step=step,
                actor=self.users[who], hat=HATS[who], verdict="approve", digest=request.digest,
                at=self._at(days - 2 - step), maker_id=request.maker_id,
            ))  # fmt: skip

    def _move(
        self, issue: Issue, move: str, who: str, before: str, after: str, days: int,
        words: str = "",
    ) -> None:  # fmt: skip
        self.moves += 1
        self.store.add(IssueMove(
            uid=self._uid(f"move {self.moves}"), issue=issue, move=move, from_state=before,
            to_state=after, words=words, by=self.users[who], hat=HATS[who], at=self._at(days),
        ))  # fmt: skip

    def _at(self, days: int) -> datetime:
        """So many days before the county's last one; a negative number lies ahead."""
        return local(self.plan.as_of - timedelta(days=days), 10)

    def _uid(self, noun: str) -> UUID:
        return self.plan.uid(f"problem {noun}", self.number)


def _drawing(number: int) -> bytes:
    """A tick on plain ground, its place telling one from the other; no photo of a real counter."""
    picture = Image.new("RGB", (320, 240), "#e7f3ea")
    left = 60 + 10 * number
    tick = [(left, 120), (left + 50, 170), (left + 150, 70)]
    ImageDraw.Draw(picture).line(tick, fill="#1d6b3b", width=16)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
