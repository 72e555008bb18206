"""What a settlement run may say and become, in plain Python (DESIGN 5, ROLES 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid
from backend.common.zone import SHANGHAI

NOTICE_LASTS = timedelta(days=5)
MOVES: dict[str, dict[str, str]] = {
    "draft": {"calculate": "calculated", "cancel": "cancelled"},
    "calculated": {"calculate": "calculated", "submit": "checking", "cancel": "cancelled"},
    "returned": {"calculate": "calculated", "cancel": "cancelled"},
    "checking": {"publish": "notice", "return": "returned", "reject": "cancelled"},
    "notice": {"approve": "approved", "return": "returned", "reject": "cancelled"},
    "approved": {"post": "posted", "return": "returned"},
    "posted": {"pay_part": "partially_paid", "pay": "paid"},
    "partially_paid": {"pay_part": "partially_paid", "pay": "paid", "unpay": "posted"},
    "paid": {"close": "closed", "pay_part": "partially_paid", "unpay": "posted"},
}
EDITABLE = ("draft", "calculated", "returned")
OPEN = (*EDITABLE, "checking", "notice", "approved")
# While households may say that a line is wrong.
OBJECTABLE = ("checking", "notice")
POSTED = ("posted", "partially_paid", "paid", "closed")


class RunMoved(Conflict):
    code, title = "settlement_moved", "结算单状态已变化，请刷新后查看"


class RunOpen(Conflict):
    code, title = "settlement_open", "这个合作社还有一张未过账的结算单，请先办完或作废"


class RunChanged(Conflict):
    code, title = "settlement_changed", "结算单的明细与签字时不一致，不能过账，请退回重新计算"


class NoticeRunning(Forbidden):
    code, title = "notice_running", "公示期未满，期满后才能确认"


class NothingToSettle(Invalid):
    code, title = "nothing_to_settle", "这段时间没有可以结算的明细"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds where nobody published others; frozen on the run when it is calculated."""

    cap_bp: int = 5_000
    floor_fen: int = 50_000
    township_from_fen: int = 5_000_000
    township_variance_bp: int = 300

    def __post_init__(self) -> None:
        if not 0 <= self.cap_bp <= 5_000:
            raise Invalid(fields={"cap_bp": "扣款不能超过本次收入的 50%"})


@dataclass(frozen=True, slots=True)
class Claim:
    """What may be taken by agreement: lower priority numbers first, up to `room_fen`."""

    key: int
    priority: int
    room_fen: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """gross + brought + relief - deducted + advance = payable + carried (to the fen)."""

    payable_fen: int
    carried_fen: int
    relief_fen: int
    deductions: Mapping[int, int] = field(default_factory=dict)

    @property
    def deducted_fen(self) -> int:
        return sum(self.deductions.values())


def settle_household(
    *, gross_fen: int, brought_fen: int, advance_fen: int, claims: Iterable[Claim], terms: Terms
) -> Outcome:
    """One household in one run.

    What it still owes from earlier (`brought_fen`, never above zero) comes off first. Deductions
    stay within the cap of what this run brought. Whoever still owes more than the floor afterwards
    owes the floor: the cooperative bears the rest (`relief_fen`), so a debt cannot grow for ever.
    """
    if brought_fen > 0 or advance_fen < 0:
        raise ValueError("what is brought forward is owed, an advance is given")
    left = gross_fen + brought_fen
    if left < 0:
        relief = max(-left - terms.floor_fen, 0)
        return Outcome(advance_fen, left + relief, relief)
    room = min(left, max(gross_fen, 0) * terms.cap_bp // 10_000)
    taken: dict[int, int] = {}
    for claim in sorted(claims, key=lambda one: (one.priority, one.key)):
        part = min(max(claim.room_fen, 0), room)
        if part:
            taken[claim.key] = part
            room -= part
    return Outcome(left - sum(taken.values()) + advance_fen, 0, 0, taken)


def next_state(state: str, move: str) -> str:
    """The state after a move; a move that the table does not know is refused."""
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove("结算单当前状态不能这样办理") from None


def steps_of(*, amount_fen: int, variance_bp: int, terms: Terms) -> list[list[str]]:
    """Who agrees: the manager checks, the village secretary confirms the notice, a big run or a
    wide variance of weights asks the township."""
    steps = [["CM"], ["PS"]]
    if amount_fen > terms.township_from_fen or variance_bp > terms.township_variance_bp:
        steps.append(["TO"])
    return steps


def check_notice_over(*, verdict: str, until: datetime | None, now: datetime) -> None:
    """A run under notice may be sent back at once, but not confirmed before the days are over."""
    if verdict == "approve" and until is not None and now < until:
        raise NoticeRunning(
            f"公示到 {until.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 期满，此前只能退回"
        )


def variance_bp_of(*, received_g: int, missing_g: int) -> int:
    """Basis points of the weight received that counting did not find, rounded up."""
    return -(-abs(missing_g) * 10_000 // received_g) if received_g else 0


def check_period(to_on: date, *, today: date) -> None:
    if to_on > today:
        raise Invalid(fields={"to_on": f"结算期最晚到今天（{today}），之后的销售还没有发生"})


def check_reason(reason: str, field_name: str = "reason") -> str:
    said = reason.strip()
    if not 2 <= len(said) <= 200:
        raise Invalid(fields={field_name: "请写明原因，2 至 200 个字"})
    return said


def payment_move(*, paid: int, payable: int) -> str:
    """Which move of the run follows from how many households have their money."""
    if paid == 0:
        return "unpay"
    return "pay" if paid == payable else "pay_part"


def check_lines(count: int, most: int = 200_000) -> None:
    if count == 0:
        raise NothingToSettle
    if count > most:
        raise Invalid(fields={"to_on": f"共有 {count} 条明细，请按服务站或较短期间分开结算"})
