"""What is taken back from whom when money is given back, in plain Python (DESIGN invariant 8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.common.errors import Conflict, DomainError, Forbidden, Invalid
from backend.common.money import split, yuan
from orders.rules.waterfall import Parts

# Fresh goods are looked at on arrival: quality within 48 hours, no return without a reason.
WEEK = timedelta(days=7)
QUALITY_WITHIN = {"perishable": timedelta(hours=48), "seven_day": WEEK, "confirmed": WEEK}
NOT_RETURNED = {
    "perishable": "鲜活易腐商品不适用七天无理由退货；有质量问题请在 48 小时内申请",
    "confirmed": "下单时已确认这种商品不宜退货，不适用七天无理由；有质量问题请在 7 天内申请",
}
RETURN_DAYS = 7
CLAIM_NAMES = {"return": "七天无理由退货", "quality": "质量问题", "goodwill": "协商退款"}
_HASH = re.compile(r"[0-9a-f]{64}")


class NotReturnable(DomainError):
    code, title = "not_returnable", "这类商品不适用七天无理由退货"


class ClaimTooLate(DomainError):
    code, title = "claim_too_late", "已超过售后期限"


class ClaimTooEarly(DomainError):
    code, title = "claim_too_early", "商品还没有送达，暂时不能申请售后"


class ClaimOpen(Conflict):
    code, title = "claim_open", "这笔订单已有一份售后申请在处理，请等待结果"


class ClaimMoved(Conflict):
    code, title = "claim_moved", "售后申请的状态刚刚有变化，请刷新后再试"


class NotYourClaim(Forbidden):
    code, title = "not_your_claim", "只有申请人可以撤回"


class NothingLeft(DomainError):
    code, title = "nothing_left", "包裹里不会再有任何货品，请整单退款，不要按缺重处理"


class NotShort(Invalid):
    code, title = "not_short", "实际重量没有少于应发重量"


@dataclass(frozen=True, slots=True)
class Worth:
    """What is left of a source: grams and fen after all its changes."""

    source_id: int
    weight_g: int
    share_fen: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a refund takes from a source; never below zero, never more than is left."""

    source_id: int
    weight_g: int
    share_fen: int


def take(amount_fen: int, sources: Sequence[Worth]) -> list[Taken]:
    """An amount taken back from sources by what each is still worth; sums to the amount."""
    left_fen = sum(source.share_fen for source in sources)
    if not 0 < amount_fen <= left_fen:
        raise Invalid(fields={"amount": f"最多可退 ¥{yuan(left_fen)}"})
    shares = split(
        amount_fen, [s.share_fen for s in sources], [source.source_id for source in sources]
    )
    return [
        Taken(source.source_id, 0, fen) for source, fen in zip(sources, shares, strict=True) if fen
    ]


def take_goods(part_g: int, source: Worth) -> Taken:
    """Grams that did not come, with their part of the share, half up; the last gram takes all."""
    if not 0 < part_g <= source.weight_g:
        raise NotShort(fields={"actual_g": f"应发 {source.weight_g} 克，请填写更少的实际重量"})
    fen = (source.share_fen * part_g * 2 + source.weight_g) // (source.weight_g * 2)
    return Taken(source.source_id, part_g, fen)


def take_all(sources: Sequence[Worth]) -> list[Taken]:
    """Everything that is left: a parcel that was lost."""
    return [Taken(s.source_id, s.weight_g, s.share_fen) for s in sources if s.share_fen]


def take_packages(packages: int, of: int, sources: Sequence[Worth]) -> list[Taken]:
    """Returned packages out of those a line still has: grams and fen by what each is worth."""
    grams = sum(s.weight_g for s in sources) * packages // of
    fen = sum(s.share_fen for s in sources) * packages // of
    keys = [source.source_id for source in sources]
    weights = split(grams, [source.weight_g for source in sources], keys)
    shares = split(fen, [source.share_fen for source in sources], keys)
    return [
        Taken(key, weight_g, share_fen)
        for key, weight_g, share_fen in zip(keys, weights, shares, strict=True)
        if weight_g or share_fen
    ]


def parts_back(amount_fen: int, left: Parts) -> Parts:
    """What each receiver gives back of a split, by what it still has of it; sums to the amount."""
    names = ("payment_fee", "packaging", "station", "cooperative", "village", "household",
             "purchase")  # fmt: skip
    amounts = split(amount_fen, [getattr(left, name) for name in names], range(len(names)))
    return Parts(**dict(zip(names, amounts, strict=True)))


def check_reason(text: str, field: str = "reason") -> str:
    reason = text.strip()
    if not 2 <= len(reason) <= 200:
        raise Invalid(fields={field: "请写明原因，2 至 200 字"})
    return reason


def check_photo(text: str, *, needed: bool) -> str:
    """The SHA-256 that names a photo."""
    digest = text.strip().lower()
    if not digest and not needed:
        return ""
    if not _HASH.fullmatch(digest):
        raise Invalid(fields={"photo_hash": "请拍照后再提交"})
    return digest


def return_rule_of(rule: str, *, confirmed: bool) -> str:
    """Other goods are only excepted where the buyer confirmed it at this purchase (Art. 25)."""
    if rule != "confirm_required":
        return rule
    return "confirmed" if confirmed else "seven_day"


def check_claim_time(
    *, kind: str, return_rule: str, delivered_at: datetime | None, today: date, now: datetime
) -> None:
    """Seven days count from the day after the goods were signed for (consumer law, Art. 25)."""
    if delivered_at is None:
        raise ClaimTooEarly
    if kind == "return":
        if why := NOT_RETURNED.get(return_rule):
            raise NotReturnable(why)
        if (today - delivered_at.astimezone(now.tzinfo).date()).days > RETURN_DAYS:
            raise ClaimTooLate("已超过签收次日起 7 天，不能再无理由退货")
    elif kind == "quality" and now > delivered_at + QUALITY_WITHIN[return_rule]:
        raise ClaimTooLate("已超过质量问题的申请期限，可请合作社协商处理")


def why_not(
    *, kind: str, return_rule: str, delivered_at: datetime | None, today: date, now: datetime
) -> str:
    """The same rule as a sentence for the page, before anybody asks; empty where one may ask."""
    try:
        check_claim_time(
            kind=kind, return_rule=return_rule, delivered_at=delivered_at, today=today, now=now
        )
    except DomainError as refused:
        return refused.detail or refused.title
    return ""


def steps_of(amount_fen: int, *, supervisor_from_fen: int) -> list[list[str]]:
    """The manager decides; above the limit the supervisor too (ROLES 4)."""
    return [["CM"]] if amount_fen <= supervisor_from_fen else [["CM"], ["CS"]]
