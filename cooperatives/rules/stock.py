"""Moving stock out, voiding a receipt, closing a day: what must hold first."""

from datetime import date, timedelta

from backend.common.errors import Conflict, DomainError, Forbidden, Invalid
from backend.common.weight import jin_text

# A day that was forgotten may still be closed; older ones are the manager's to clear up on paper.
CLOSE_WITHIN = timedelta(days=30)
# What a move changes: available_g falls, this column rises.
STOCK_MOVES = {"reject": "rejected_g", "waste": "wasted_g"}


class LotHasLess(DomainError):
    code, title, status = "lot_has_less", "批次可动用的重量不足", 409


class ReceiptVoided(DomainError):
    code, title, status = "receipt_voided", "收货单已作废", 409


class ReceiptInUse(DomainError):
    code, title, status = (
        "receipt_in_use",
        "批次已有预留、售出、拒收或损耗，不能作废，请按质量拒收或损耗登记",
        409,
    )


class PurchasePaidOut(DomainError):
    code, title, status = (
        "purchase_paid_out",
        "收购款已付给农户，不能作废，请与农户商定后在结算中更正",
        409,
    )


class ReprintChanged(Conflict):
    code, title = "reprint_changed", "同一编号的补打记录内容不同，请重新打印一次"


class MoveChanged(Conflict):
    code, title = "move_changed", "同一编号已登记过不同的内容，请核对原记录"


class DayClosed(Conflict):
    code, title = "day_closed", "这一天已经日结"


class DayHasUnsent(DomainError):
    code, title, status = (
        "day_has_unsent",
        "还有未上传的记录，请先全部上传再日结；确实不能上传的，请合作社理事长写明原因代为日结",
        409,
    )


class OnlyOwnStation(Forbidden):
    code, title = "only_own_station", "只有本站运营员可以登记，请切换到本站的身份"


def check_reason(text: str) -> str:
    reason = text.strip()
    if not 2 <= len(reason) <= 200:
        raise Invalid(fields={"reason": "请写明原因，2 至 200 字"})
    return reason


def check_move(*, kind: str, cause: str, reason: str, weight_g: int) -> str:
    """The reason, needed where the cause says nothing by itself."""
    if kind not in STOCK_MOVES:
        raise Invalid(fields={"kind": "请选择质量拒收或损耗"})
    if weight_g <= 0:
        raise Invalid(fields={"weight_g": "重量必须大于 0"})
    return check_reason(reason) if cause == "other" else reason.strip()[:200]


def less_left(available_g: int) -> LotHasLess:
    return LotHasLess(f"批次只剩 {jin_text(available_g)} 可动用，其余已预留或售出")


def check_close(*, on: date, today: date, unsent: int, reason: str, manager: bool) -> str:
    """A day is over or under way, not older than thirty days; unsent records need the manager."""
    if on > today:
        raise Invalid(fields={"on": "不能提前日结，请选择今天或以前的日期"})
    if on < today - CLOSE_WITHIN:
        raise Invalid(fields={"on": "超过 30 天的日期不能补做日结，请联系合作社"})
    if manager:
        return check_reason(reason)
    if unsent:
        raise DayHasUnsent(f"还有 {unsent} 条记录未上传")
    return reason.strip()[:200]
