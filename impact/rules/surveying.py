"""Income waves in plain Python: who comes when, what a form must hold, how many are asked again."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from math import ceil

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid
from backend.common.money import yuan

# A form's way. Collecting again is allowed until the village has checked it.
MOVES = {
    ("waiting", "collect"): "collected",
    ("collected", "collect"): "collected",
    ("confirmed", "collect"): "collected",
    ("returned", "collect"): "collected",
    ("collected", "confirm"): "confirmed",
    ("confirmed", "check"): "checked",
    ("confirmed", "return"): "returned",
    ("checked", "return"): "returned",
}
STAGE_NAMES = {
    "waiting": "待采集",
    "collected": "待农户确认",
    "confirmed": "待村级核对",
    "returned": "退回重填",
    "checked": "已核对",
}
MOST_FEN = 1_000_000_000
MOST_PERSONS = 30
# Per head against the household's last wave, and costs against revenue.
LEAP = 3
COSTS_OVER_REVENUE_BP = 15_000
FLAG_NAMES = {
    "rose": "人均收入是上一轮的 3 倍以上",
    "fell": "人均收入不到上一轮的三分之一",
    "costs": "经营费用超过经营收入的 1.5 倍",
    "nothing": "全年没有任何劳动、经营和财产收入",
}
# Re-visited households: 95 % sure within 10 points, the least favourable share of one half.
REVISIT_WORTH, REVISIT_MARGIN = 1.959964, 0.10
MAY_DIFFER_BP = 1_000
# A re-visit agrees within a tenth of what was said first.
SAME_WITHIN_BP = 1_000


class WaveNotOpen(IllegalMove):
    code, title = "wave_not_open", "这一轮调查不在采集中"


class WaveUnfinished(Conflict):
    code, title = "wave_unfinished", "还不能锁定这一轮调查"


class EnumeratorChecks(Forbidden):
    code, title = "enumerator_checks", "自己采集的调查表不能由自己核对，请由他人核对"


def next_stage(stage: str, move: str) -> str:
    try:
        return MOVES[stage, move]
    except KeyError:
        raise IllegalMove(f"这张调查表现在是“{STAGE_NAMES[stage]}”，不能进行此操作") from None


def check_amounts(amounts: Mapping[str, int], *, persons: int) -> None:
    """Ranges that no household leaves; each is named with its field."""
    wrong = {}
    if not 1 <= persons <= MOST_PERSONS:
        wrong["persons"] = f"常住人口应在 1 到 {MOST_PERSONS} 人之间，请核对"
    for name, amount in amounts.items():
        if amount < 0 and name != "property_fen":
            wrong[name] = "金额不能小于 0；亏损请填在费用中"
        if abs(amount) > MOST_FEN:
            wrong[name] = f"金额超过 {yuan(MOST_FEN)} 元，请核对单位是否为元"
    if amounts["welfare_wage_fen"] > amounts["wage_fen"]:
        wrong["welfare_wage_fen"] = "公益岗位工资是工资的一部分，不能大于工资"
    if wrong:
        raise Invalid(fields=wrong)


def flags_of(*, earned_fen: int, revenue_fen: int, costs_fen: int, persons: int,
             before_per_head_fen: int | None) -> list[str]:  # fmt: skip
    """Outlier rules a form meets; it may stand, with a word why."""
    found, per_head = [], earned_fen // persons
    if before_per_head_fen and before_per_head_fen > 0:
        if per_head > LEAP * before_per_head_fen:
            found.append("rose")
        if per_head * LEAP < before_per_head_fen:
            found.append("fell")
    if costs_fen * 10_000 > revenue_fen * COSTS_OVER_REVENUE_BP:
        found.append("costs")
    if earned_fen == 0 and revenue_fen == 0:
        found.append("nothing")
    return found


def check_explained(flags: Sequence[str], note: str) -> None:
    if flags and not note.strip():
        why = "；".join(FLAG_NAMES[flag] for flag in flags)
        raise Invalid(fields={"note": f"{why}。请核对金额，确实如此请在备注写明原因"})


def revisits_for(forms: int) -> int:
    """Simple random sample with the finite-population correction."""
    if forms <= 0:
        return 0
    endless = REVISIT_WORTH**2 * 0.25 / REVISIT_MARGIN**2
    return min(forms, ceil(endless / (1 + (endless - 1) / forms)))


def drawn(uids: Sequence[str], count: int, seed: str) -> list[str]:
    """`count` of them by a hash of seed and uid: nobody chooses, everybody can check."""
    key = seed.encode()[:64]
    order = sorted(uids, key=lambda uid: blake2b(uid.encode(), key=key).digest())
    return order[:count]


def agrees(first_fen: int, again_fen: int) -> bool:
    return abs(first_fen - again_fen) * 10_000 <= SAME_WITHIN_BP * max(abs(first_fen), 1)


def check_lockable(*, unfinished: int, to_revisit: int, revisited: int, differing: int) -> None:
    """What still misses, with numbers, before a county may lock a wave."""
    if unfinished:
        raise WaveUnfinished(f"还有 {unfinished} 张调查表没有完成村级核对")
    if to_revisit > revisited:
        raise WaveUnfinished(f"还有 {to_revisit - revisited} 户抽中复访没有完成")
    if revisited and differing * 10_000 > MAY_DIFFER_BP * revisited:
        raise WaveUnfinished(
            f"{revisited} 户复访中有 {differing} 户与原表不一致，超过一成；请退回不一致的村重新采集"
        )
