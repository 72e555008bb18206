"""A year's surplus shared out by law (DOMAIN section 6): at least 60 % by what members traded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.common.errors import Conflict, DomainError, IllegalMove, Invalid
from backend.common.money import share_bp, split

WHOLE_BP, FEWEST_PATRONAGE_BP = 10_000, 6_000
NOTICE = timedelta(days=7)
MOVES: dict[str, dict[str, str]] = {
    "draft": {"submit": "submitted", "cancel": "cancelled"},
    "submitted": {"approve": "notice", "refuse": "returned"},
    "notice": {"resolve": "resolved"},
    "resolved": {"post": "posted"},
    "posted": {},
    "paid": {},
    "returned": {},
    "cancelled": {},
}


class PatronageBelowFloor(DomainError):
    code, title, status = "patronage_below_floor", "按交易量（额）返还不得低于可分配盈余的 60%", 422


class NothingToDistribute(DomainError):
    code, title, status = "nothing_to_distribute", "没有可分配盈余，不能分配", 422


class NobodyToReceive(DomainError):
    code, title, status = "nobody_to_receive", "没有交易额，也没有成员账户余额，无法分配", 422


class YearTaken(Conflict):
    code, title = "surplus_year_taken", "该年度已有盈余分配方案，请先取消或打开原方案"


class NoticeNotOver(Conflict):
    code, title = "notice_not_over", "公示满 7 天后才能登记成员大会决议"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the cooperative's books and its proposal say; amounts in fen, rates in basis points.

    `subsidy_fen` are state subsidies and donations held, averaged over the members of the last day.
    """

    surplus_fen: int
    loss_fen: int
    reserve_bp: int
    patronage_bp: int
    subsidy_fen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One member of the year: what it traded as a member, what its account holds at the end."""

    number: str
    patronage: int
    capital_fen: int
    reserve_fen: int
    present: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    subsidy_fen: int
    refund_fen: int
    by_account_fen: int
    reserve_added_fen: int

    @property
    def total_fen(self) -> int:
        return self.refund_fen + self.by_account_fen


@dataclass(frozen=True, slots=True)
class Distribution:
    """`shares` stand in the order of the members; their parts sum to the wholes."""

    reserve_fen: int
    distributable_fen: int
    refund_fen: int
    by_account_fen: int
    shares: list[Share]
    warning: str = ""


def distribute(plan: Plan, members: Sequence[Standing]) -> Distribution:
    """Losses first, then the reserve; then by patronage, and the rest by member account.

    Largest remainder in fen, ties by member number. Without any patronage all goes by account.
    """
    check_plan(plan)
    left_fen = plan.surplus_fen - plan.loss_fen
    reserve_fen = share_bp(left_fen, plan.reserve_bp)
    distributable_fen = left_fen - reserve_fen
    numbers = [one.number for one in members]
    traded = [max(one.patronage, 0) for one in members]
    subsidies = _averaged(plan.subsidy_fen, members)
    held = [
        one.capital_fen + one.reserve_fen + subsidy
        for one, subsidy in zip(members, subsidies, strict=True)
    ]
    refund_fen = _refund_of(distributable_fen, plan, traded=sum(traded), held=sum(held))
    by_account_fen = distributable_fen - refund_fen
    parts = zip(
        subsidies, split(refund_fen, traded, numbers), split(by_account_fen, held, numbers),
        split(reserve_fen, traded if sum(traded) else held, numbers), strict=True,
    )  # fmt: skip
    return Distribution(
        reserve_fen, distributable_fen, refund_fen, by_account_fen, [Share(*row) for row in parts],
        warning="" if sum(traded) else "本年度没有社员交易额，全部按成员账户分配",
    )  # fmt: skip


def check_plan(plan: Plan) -> None:
    if plan.patronage_bp < FEWEST_PATRONAGE_BP:
        raise PatronageBelowFloor
    if plan.patronage_bp > WHOLE_BP or not 0 <= plan.reserve_bp < WHOLE_BP:
        raise Invalid(fields={"patronage_percent": "比例在 0 至 100% 之间"})
    if min(plan.loss_fen, plan.subsidy_fen) < 0:
        raise Invalid(fields={"loss": "亏损和补助不能是负数"})
    if plan.surplus_fen <= plan.loss_fen:
        raise NothingToDistribute


def _averaged(subsidy_fen: int, members: Sequence[Standing]) -> list[int]:
    present = [int(one.present) for one in members]
    if not any(present):
        raise NobodyToReceive
    return split(subsidy_fen, present, [one.number for one in members])


def _refund_of(distributable_fen: int, plan: Plan, *, traded: int, held: int) -> int:
    """Rounded up: a fen rounded away would leave less than the law's 60 %."""
    if not traded and not held:
        raise NobodyToReceive
    if not traded:
        return 0
    if not held:
        return distributable_fen
    return -(-distributable_fen * plan.patronage_bp // WHOLE_BP)


def state_when_paid(*, paid: int, due: int) -> str:
    """Of a posted distribution: it ends when every member has its share."""
    return "paid" if paid >= due else "posted"


def next_state(state: str, move: str) -> str:
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove("盈余分配方案的状态已变，请刷新后再办") from None


def check_resolution(
    *, notice_from: date, held_on: date, today: date, entitled: int, attending: int, in_favour: int
) -> None:
    """An assembly of two thirds, and more than half of all votes (Cooperatives Law, Art. 30)."""
    if held_on < notice_from + NOTICE:
        raise NoticeNotOver
    if held_on > today:
        raise Invalid(fields={"held_on": "大会日期不能晚于今天"})
    if not 0 < in_favour <= attending <= entitled:
        raise Invalid(fields={"in_favour": "赞成人数不超过出席人数，出席人数不超过应到人数"})
    if attending * 3 < entitled * 2:
        raise Invalid(fields={"attending": "出席不足应到人数的三分之二，决议无效"})
    if in_favour * 2 <= entitled:
        raise Invalid(fields={"in_favour": "赞成不足表决权总数的一半，决议不通过"})
