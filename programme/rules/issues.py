"""From problem to close-out: which move leads where, who may not close, when others are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid
from backend.common.personal import PERSONAL_NUMBER

LOOK_BACK_DAYS = 90
# An issue that nobody was named for goes to the county after so many days.
UNASSIGNED_DAYS = 5
# Days past the deadline, and who is told; the highest reached counts.
ESCALATES: tuple[tuple[int, str], ...] = ((7, "county"), (1, "township"))
MOST_STEPS = 12
MOVES = {
    "assign": {"open": "assigned", "assigned": "assigned"},
    "extend": {"assigned": "assigned"},
    "hand_in": {"assigned": "handed_in"},
    "verify": {"handed_in": "handed_in"},
    "return": {"handed_in": "assigned"},
    "close_out": {"handed_in": "closed_out"},
    "withdraw": {"open": "withdrawn"},
}


class IssueMoved(IllegalMove):
    code, title = "issue_moved", "这件问题的状态已经变了，请刷新后再办"


class OwnerCloses(Forbidden):
    code, title = "owner_closes", "责任人不能核验或销号自己的问题，请由他人办理"


class NotResponsible(Forbidden):
    code, title = "not_responsible", "整改由这件问题的责任人办理"


class EvidenceMissing(Conflict):
    code, title = "evidence_missing", "还有任务没有整改记录或佐证，不能报请销号"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the task list."""

    words: str
    due_on: date


def next_state(state: str, move: str) -> str:
    after = MOVES[move].get(state)
    if after is None:
        raise IssueMoved
    return after


def check_text(text: str, *, field: str, most: int = 400) -> str:
    """Four letters at least, and no number of a person."""
    words = text.strip()
    if not 4 <= len(words) <= most:
        raise Invalid(fields={field: f"请写清楚，4 至 {most} 字"})
    if PERSONAL_NUMBER.search(words):
        raise Invalid(fields={field: "文字里不要写身份证号、手机号或银行卡号，请删去后再提交"})
    return words


def check_steps(steps: Sequence[Step], *, today: date, due_on: date) -> None:
    """The deadline lies ahead, and no step of the road map behind the deadline."""
    check_deadline(due_on, today=today)
    if not 1 <= len(steps) <= MOST_STEPS:
        raise Invalid(fields={"tasks": f"请列出 1 至 {MOST_STEPS} 项整改任务"})
    for number, step in enumerate(steps, start=1):
        check_text(step.words, field="tasks", most=200)
        if not today <= step.due_on <= due_on:
            raise Invalid(
                fields={"tasks": f"第 {number} 项任务的期限应在今天和总期限 {due_on} 之间"}
            )


def check_deadline(due_on: date, *, today: date, after: date | None = None) -> None:
    if due_on < today:
        raise Invalid(fields={"due_on": "期限不能早于今天"})
    if due_on > today + timedelta(days=366):
        raise Invalid(fields={"due_on": "期限不能超过一年，请分段交办"})
    if after and due_on <= after:
        raise Invalid(fields={"due_on": f"延期后的期限应晚于 {after}"})


def check_found(found: str) -> str:
    if found not in ("held", "relapsed"):
        raise Invalid(fields={"found": "请选择整改保持或问题反弹"})
    return found


def closing_steps(area_code: str) -> list[list[str]]:
    """The township verifies, the county strikes off; a county's own issue is checked by two."""
    return [["CO"], ["CO"]] if len(area_code) <= 6 else [["TO", "CO"], ["CO"]]


def escalation_of(due_on: date, *, today: date) -> str:
    """Who is told today; empty while the deadline stands."""
    late = (today - due_on).days
    return next((level for days, level in ESCALATES if late >= days), "")
