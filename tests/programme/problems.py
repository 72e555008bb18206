"""Scenes of problems: one opened, one handed out, one rectified with a proof."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from backend.approvals.rules import digest_of
from programme import services
from programme.models import Issue
from programme.queries import issues
from programme.rules import Step
from tests.cast import NOW, Cast

DUE = date(2026, 10, 28)


def picture(colour: str = "green") -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def opened(cast: Cast, who: str = "township_official", **more: Any) -> Issue:
    said = services.IssueSaid(
        title="站点灭火器过期", words="检查发现两具灭火器已过期",
        station_uid=cast.dongxia_station.uid, **more,
    )  # fmt: skip
    return services.open_issue(said=said, actor=cast.actor(who), now=NOW)


def handed_out(
    cast: Cast, *, lead: str = "secretary", assists: tuple[str, ...] = ("operator", "manager"),
    due_on: date = DUE, by: str = "township_official",
) -> Issue:  # fmt: skip
    issue = opened(cast)
    return services.assign_issue(
        issue_uid=issue.uid, lead=cast.hats[lead].uid, due_on=due_on,
        assists=[cast.hats[one].uid for one in assists],
        steps=[Step("更换灭火器并张贴检查卡", due_on)], version=issue.version,
        actor=cast.actor(by), now=NOW,
    )  # fmt: skip


def proof_of(cast: Cast, issue: Issue, who: str = "secretary", colour: str = "green") -> UUID:
    return services.add_evidence(
        issue_uid=issue.uid,
        name="新灭火器",
        content=picture(colour),
        actor=cast.actor(who),
        now=NOW,
    ).uid


def rectified(cast: Cast, **more: Any) -> Issue:
    issue = handed_out(cast, **more)
    services.rectify_task(
        task_uid=issue.tasks.get().uid, words="已更换两具灭火器", evidence=[proof_of(cast, issue)],
        actor=cast.actor("secretary"), now=NOW,
    )  # fmt: skip
    return issue


def handed_in(cast: Cast, **more: Any) -> Issue:
    issue = rectified(cast, **more)
    return services.hand_in_issue(
        issue_uid=issue.uid, words="任务已完成，请核验", actor=cast.actor("secretary"), now=NOW
    )


def digest(issue: Issue) -> str:
    return digest_of(issues.close_out_content(issue))


def decide(cast: Cast, issue: Issue, who: str, verdict: str = "approve", comment: str = "") -> Any:
    return services.decide_close_out(
        issue_uid=issue.uid, verdict=verdict, comment=comment, digest=digest(issue),
        actor=cast.actor(who), now=NOW + timedelta(hours=1),
    )  # fmt: skip


def closed(cast: Cast) -> Issue:
    issue = handed_in(cast)
    decide(cast, issue, "township_official")
    return decide(cast, issue, "official")
