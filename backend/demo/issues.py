"""Problems in every state round the demo's station: made by the services, each on its own day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from backend.accounts.models import RoleAssignment, User
from backend.accounts.queries import actor_for
from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from backend.demo.chain import Place
from backend.demo.plan import Plan, local
from programme import services
from programme.models import Issue
from programme.queries.issues import close_out_content
from programme.rules import Step
from stations.models import Inspection


@dataclass(frozen=True, slots=True)
class Told:
    """Opened so many days ago, due so many days from today; how far it came."""

    title: str
    words: str
    source: str
    opened: int
    due: int
    comes_to: str
    task: str = ""


TOLD = (
    Told("站点灭火器过期", "检查发现两具灭火器已过期", "inspection", 40, -4, "assigned",
         "更换灭火器并张贴检查卡"),
    Told("电子秤校准差三十克", "群众反映称重偏少，校准后仍差三十克", "hand", 12, 9, "assigned",
         "送检电子秤，公布检定结果"),
    Told("包裹积压七天未通知", "五件包裹到站七天没有通知收件人", "hand", 20, 3, "handed_in",
         "逐件通知，公布取件时间"),
    Told("公示栏没有张贴结算名单", "结算名单没有在村公示栏张贴", "organisation_life", 150, -100,
         "closed_out", "补贴公示并拍照留存"),
    Told("服务时间与公告不符", "中午关门一小时，公告没有写明", "hand", 2, 0, "open"),
    Told("重复登记的线索", "与另一件是同一问题", "hand", 30, 0, "withdrawn"),
)  # fmt: skip


class Problems:
    """The village's secretary answers; the township hands out and verifies; the county closes."""

    def __init__(self, plan: Plan, place: Place, users: dict[str, User]) -> None:
        self.plan, self.place, self.users = plan, place, users
        hats = RoleAssignment.objects.filter(user__in=list(users.values()))
        self.hats = {hat.user.username: hat for hat in hats.select_related("user")}

    def lay_out(self) -> None:
        for told in TOLD:
            issue = self._opened(told)
            if told.comes_to == "withdrawn":
                services.withdraw_issue(
                    issue_uid=issue.uid, reason="重复登记，以另一件为准",
                    **self._by("demo-to", told.opened - 1),
                )  # fmt: skip
            elif told.comes_to != "open":
                self._followed(issue, told)
        services.escalate_overdue(now=self.plan.closes_at)

    def _by(self, who: str, ago: int, hour: int = 10) -> dict[str, Any]:
        return {"actor": self._actor(who), "now": self._at(ago, hour)}

    def _actor(self, who: str) -> Actor:
        return actor_for(self.users[who], self.hats[who])

    def _at(self, ago: int, hour: int) -> datetime:
        return local(self.plan.as_of - timedelta(days=ago), hour)

    def _opened(self, told: Told) -> Issue:
        seen = Inspection.objects.filter(station=self.place.row).order_by("-inspected_on").first()
        inspected = told.source == "inspection" and seen
        said = services.IssueSaid(
            title=told.title, words=told.words, station_uid=self.place.row.uid,
            source_kind=told.source if inspected or told.source != "inspection" else "hand",
            source_uid=str(seen.uid) if inspected and seen else "",
        )  # fmt: skip
        return services.open_issue(said=said, **self._by("demo-to", told.opened))

    def _followed(self, issue: Issue, told: Told) -> None:
        due_on = self.plan.as_of + timedelta(days=told.due)
        services.assign_issue(
            issue_uid=issue.uid, lead=self.hats["demo-ps"].uid, due_on=due_on,
            assists=[self.hats["demo-so"].uid], steps=[Step(told.task, due_on)],
            version=issue.version, **self._by("demo-to", told.opened - 1),
        )  # fmt: skip
        if told.comes_to == "assigned":
            return
        ago = max(1, 2 - told.due)
        proof = services.add_evidence(
            issue_uid=issue.uid, name="示意图", content=_drawing(), **self._by("demo-ps", ago, 9)
        )
        services.rectify_task(
            task_uid=issue.tasks.get().uid, words=f"已办：{told.task}", evidence=[proof.uid],
            **self._by("demo-ps", ago, 10),
        )  # fmt: skip
        services.hand_in_issue(
            issue_uid=issue.uid, words="任务已完成，请核验", **self._by("demo-ps", ago, 11)
        )
        if told.comes_to == "closed_out":
            self._closed(issue, ago)

    def _closed(self, issue: Issue, ago: int) -> None:
        issue.refresh_from_db()
        digest = digest_of(close_out_content(issue))
        for who, hour in (("demo-to", 15), ("demo-co", 17)):
            services.decide_close_out(
                issue_uid=issue.uid, verdict="approve", comment="现场核对属实", digest=digest,
                **self._by(who, ago, hour),
            )  # fmt: skip
        services.look_back(
            issue_uid=issue.uid, found="held", words="现场查看，公示按期张贴",
            **self._by("demo-to", ago - 90, 15),
        )  # fmt: skip


def _drawing() -> bytes:
    """A tick on plain ground, named 示意图: no photo of unknown origin."""
    picture = Image.new("RGB", (640, 480), "#eef5ee")
    ImageDraw.Draw(picture).line([(180, 250), (280, 350), (470, 140)], fill="#2e7d32", width=36)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
