"""Changes of the registry: who agrees to which, and what they must satisfy (ROLES section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.common.errors import Conflict, Forbidden, Invalid

# kind -> (name, object of the matrix, steps). Stations: TO then CO; areas and inspections: CO.
CHANGE_KINDS: dict[str, tuple[str, str, list[list[str]]]] = {
    "area_import": ("区划导入", "area", [["CO"]]),
    "area_add": ("新增临时区划", "area", [["CO"]]),
    "area_edit": ("区划更正", "area", [["CO"]]),
    "area_close": ("区划撤销", "area", [["CO"]]),
    "area_neighbour": ("相邻村登记", "area", [["CO"]]),
    "area_parted": ("相邻村注销", "area", [["CO"]]),
    "station_move": ("服务站状态", "station", [["TO"], ["CO"]]),
    "station_edit": ("服务站资料", "station", [["TO"], ["CO"]]),
    "catchment": ("服务村调整", "station", [["TO"], ["CO"]]),
    "station_branch": ("支部领办或托管", "station", [["TO"], ["CO"]]),
    "posting": ("运营员任职", "station", [["TO"], ["CO"]]),
    "inspection": ("检查评级", "inspection", [["CO"]]),
}
MOVE_NAMES = {
    "approve": "批准建站",
    "build": "开始建设",
    "accept": "验收合格",
    "open": "开始运营",
    "suspend": "暂停运营",
    "resume": "恢复运营",
    "close": "关闭",
}
# Written by the application's own end, never asked for as a change.
APPLICATION_ENDS = {"withdraw": "撤回申请", "refuse": "申请被否决"}
# Days after a grade stands in which the secretary and the operator may object, and days in which
# the inspecting office answers.
OBJECTION_DAYS = 7
ANSWER_DAYS = 15  # fmt: skip
GRADES = ((90, "model"), (80, "advanced"), (70, "qualified"), (60, "ordinary"), (0, "below"))
ZONES = {
    "payment": "代收代缴", "warehouse": "仓储物流", "shopping": "网购体验",
    "parcel": "代收代投", "display": "产品展示", "training": "培训指导",
}  # fmt: skip
EDITABLE = {
    "name": "名称", "address": "地址", "host_kind": "依托场所", "level": "级别",
    "area_m2": "面积（平方米）", "broadband": "宽带", "equipment": "设备", "zones": "功能区",
    "services": "服务项目", "service_hours": "服务时间",
    "longitude_e6": "经度", "latitude_e6": "纬度",
}  # fmt: skip


class NothingChanges(Invalid):
    code, title = "nothing_changes", "内容与现在登记的相同，没有需要提交的改动"


class ChangeOpen(Conflict):
    code, title = "change_open", "同类变更正在审批，请等待结果后再提交"


class StaleChange(Conflict):
    code, title = "stale_change", "提交之后登记内容已变，请退回后按现在的内容重新提交"


class NotYours(Forbidden):
    code, title = "not_yours", "您的身份不能提交这项变更，请联系乡镇或县电商办"


class NotYourApplication(Forbidden):
    code, title = "not_your_application", "建站申请由申请人修改、重新提交或撤回"


class ApplicationUnderReview(Conflict):
    code, title = "application_under_review", "申请正在审批或已有结果，不能修改；待审批的可以撤回"


class ObjectionTooLate(Conflict):
    code, title = "objection_too_late", "已过提出异议的期限，可向县电商办反映"


class AlreadyObjected(Conflict):
    code, title = "already_objected", "您这一方已对这次检查提出过异议，请等待答复"


class ObjectionAnswered(Conflict):
    code, title = "objection_answered", "这条异议已答复，请刷新后查看"


class AreaInUse(Conflict):
    code, title = "area_in_use", "这个区划下还有在用的村、服务站或服务范围，请先调整"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a change as people read it before they sign."""

    label: str
    before: str
    after: str


def grade_of(total: int) -> str:
    """一般 60-69, 达标 70-79, 先进 80-89, 模范 90-100 (DOMAIN section 4)."""
    return next(grade for least, grade in GRADES if total >= least)


def inspection_total(scores: Sequence[dict[str, object]]) -> int:
    """Points per item within its most; the most of all items sum to 100."""
    points = [(str(row["item"]), int(str(row["points"])), int(str(row["most"]))) for row in scores]
    for item, got, most in points:
        if not 0 <= got <= most:
            raise Invalid(fields={"scores": f"“{item}”应在 0 至 {most} 分之间"})
    if len({item for item, _, _ in points}) != len(points):
        raise Invalid(fields={"scores": "同一检查项只能填一次"})
    whole = sum(most for _, _, most in points)
    if whole != 100:
        raise Invalid(fields={"scores": f"各项满分合计应为 100，现为 {whole}"})
    return sum(got for _, got, _ in points)


def check_effective(on: date, *, today: date, after: date | None = None, field: str = "on") -> None:
    """A day that has come; after the day on which the row it closes began."""
    if on > today:
        raise Invalid(fields={field: "生效日期不能晚于今天，请在当天再提交"})
    if after is not None and on <= after:
        raise Invalid(fields={field: f"生效日期应晚于上一条的开始日期 {after:%Y-%m-%d}"})


def check_words(text: str, *, field: str) -> str:
    words = text.strip()
    if not 4 <= len(words) <= 400:
        raise Invalid(fields={field: "请写清楚，4 至 400 字"})
    return words


def objectable_until(stood_on: date) -> date:
    """The last day on which a grade may be objected to."""
    return stood_on + timedelta(days=OBJECTION_DAYS)


def check_place(longitude_e6: int | None, latitude_e6: int | None) -> None:
    """Both or neither; which is which shows in their ranges."""
    if (longitude_e6 is None) != (latitude_e6 is None):
        missing = "longitude" if longitude_e6 is None else "latitude"
        raise Invalid(fields={missing: "经度和纬度须一起填写"})


def degrees(value_e6: int | None) -> str:
    """101684460 -> "101.684460"."""
    return "" if value_e6 is None else f"{value_e6 // 1_000_000}.{value_e6 % 1_000_000:06d}"


def check_reason(text: str) -> str:
    reason = text.strip()
    if not 2 <= len(reason) <= 200:
        raise Invalid(fields={"reason": "请写明原因，2 至 200 字"})
    return reason
