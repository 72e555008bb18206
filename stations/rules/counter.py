"""The counter's day beside weighing: parcels in and out, services done (DOMAIN 4, SCREENS S12)."""

import re
from datetime import date, datetime, timedelta

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid

# A device that was without a network uploads late; older paper is entered as a correction.
OLDEST = timedelta(days=30)
CLOCK_SLACK = timedelta(minutes=5)
UNDO_WITHIN = timedelta(minutes=10)
OVERDUE_DAYS = (3, 7)
PARCEL_MOVES: dict[str, dict[str, str]] = {
    "waiting": {"hand_over": "handed_over", "send_back": "returned"},
    "handed_over": {"undo": "waiting"},
    "returned": {},
    "accepted": {"collect": "collected"},
    "collected": {},
}
FIRST_STATUS = {"in": "waiting", "out": "accepted"}


class NoStation(Forbidden):
    code, title = "no_station", "您的身份没有绑定服务站，请切换到运营员身份"


class StationClosed(Conflict):
    code, title = "station_closed", "服务站当前没有营业，不能登记；恢复营业后再办理"


class ParcelChanged(Conflict):
    code, title = "parcel_changed", "这条包裹已登记过，内容与之前不同，请刷新后核对"


class ParcelAlreadyIn(Conflict):
    code, title = "parcel_already_in", "这个运单号本站已登记，请核对是否重复扫描"


class AlreadyHandedOver(Conflict):
    code, title = "already_handed_over", "这件包裹已经被取走，请核对取件人"


class UndoTooLate(Conflict):
    code, title = "undo_too_late", "交付已超过 10 分钟，不能撤销；请登记为投诉并联系取件人"


class NameDoesNotMatch(Invalid):
    code, title = "name_does_not_match", "姓名与收件人不一致，请核对；代取请选择代取并登记代取人"


class RecordChanged(Conflict):
    code, title = "record_changed", "这条服务记录已登记过，内容与之前不同，请刷新后核对"


class AlreadyVoided(Conflict):
    code, title = "already_voided", "这条服务记录已经冲销"


def next_parcel_status(status: str, move: str) -> str:
    try:
        return PARCEL_MOVES[status][move]
    except KeyError:
        if move == "hand_over" and status == "handed_over":
            raise AlreadyHandedOver from None
        raise IllegalMove("包裹当前状态不能这样办理，请刷新后查看") from None


def check_made_at(made_at: datetime, *, now: datetime, field: str) -> None:
    """Neither in the future nor older than thirty days."""
    if made_at > now + CLOCK_SLACK:
        raise Invalid(fields={field: "时间晚于现在，请检查设备时间"})
    if made_at < now - OLDEST:
        raise Invalid(fields={field: "时间超过 30 天，不能补录，请联系乡镇处理"})


def check_undo(*, handed_at: datetime, undone_at: datetime) -> None:
    """A misdelivery can be undone for ten minutes, by the clock of the counter that made it."""
    if not timedelta(0) <= undone_at - handed_at <= UNDO_WITHIN:
        raise UndoTooLate


def clean_waybill(text: str) -> str:
    """Letters and digits of a scanned waybill number."""
    waybill = re.sub(r"[\s-]", "", text).upper()
    if not re.fullmatch(r"[0-9A-Z]{8,30}", waybill):
        raise Invalid(fields={"waybill": "运单号应为 8 至 30 位字母或数字，请重新扫描"})
    return waybill


def masked_name(name: str) -> str:
    """`马有福` -> "马*福", `李梅` -> "李*": enough to choose between two at the counter."""
    plain = "".join(name.split())
    if len(plain) <= 1:
        return plain
    if len(plain) == 2:
        return f"{plain[0]}*"
    return f"{plain[0]}{'*' * (len(plain) - 2)}{plain[-1]}"


def pickup_code(shelf_code: str, waybill: str) -> str:
    """What the message tells: shelf and the waybill's tail. A device without network knows it."""
    return f"{shelf_code}-{waybill[-4:]}" if shelf_code else waybill[-4:]


def overdue_level(arrived_on: date, *, on: date) -> int:
    """0, 3 or 7: the mark of days that a waiting parcel has passed."""
    waited = (on - arrived_on).days
    return max((days for days in OVERDUE_DAYS if waited >= days), default=0)


def arrival_text(*, station: str, code: str, carrier: str) -> str:
    from_whom = f"{carrier}包裹" if carrier else "包裹"
    return f"【乡站】您有一件{from_whom}到{station}，取件码 {code}，请凭取件码或手机尾号取件。"


def reminder_text(*, station: str, code: str, days: int) -> str:
    after = "，超过 7 天将退回快递公司" if days < max(OVERDUE_DAYS) else "，如不取件将退回快递公司"
    return f"【乡站】您的包裹在{station}已放 {days} 天，取件码 {code}，请尽快取走{after}。"
