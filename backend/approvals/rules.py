"""The approval engine in plain Python: steps, verdicts, and who may not decide (ROLES 4)."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from backend.common.errors import Conflict, Forbidden, Invalid

# Past due a request escalates to people; it is never approved by time.
DUE_AFTER = timedelta(days=3)
MOST_STEPS = 6
VERDICTS = ("approve", "return", "reject")
REFUSALS = {"return": "returned", "reject": "rejected"}
KIND_NAMES = {
    "listing": "商品上架",
    "listing_release": "商品上架",
    "receipt_void": "收货单作废",
    "price_list": "价格表",
    "price_change": "价格表",
    "household_change": "农户信息变更",
    "settlement_run": "结算单",
    "surplus": "盈余分配",
    "period_close": "月度结账",
    "payout_run": "付款批次",
    "refund": "退款",
    "setting": "收费与运费",
    "income_survey": "收入调查",
    "assignment": "人员授权",
    "import_batch": "数据导入",
    "export_file": "数据导出",
    "duplicate_case": "疑似重复判定",
    "area_import": "区划导入",
    "area_add": "新增临时区划",
    "area_edit": "区划更正",
    "area_close": "区划撤销",
    "area_neighbour": "相邻村登记",
    "area_parted": "相邻村注销",
    "station_move": "服务站状态",
    "station_edit": "服务站资料",
    "catchment": "服务村调整",
    "station_branch": "支部领办或托管",
    "posting": "运营员任职",
    "inspection": "检查评级",
    "close_out": "问题销号",
    "password_reset": "重置密码",
    "reveal": "查看原值",
    "product": "产品与品类",
    "trade_finding": "疑似虚假交易认定",
    "indicator_set": "考核指标",
    "score_sheet": "考核表",
}


class NotYourStep(Forbidden):
    code, title = "not_your_step", "当前审批环节不由您的身份办理"


class MakerDecides(Forbidden):
    code, title = "maker_decides", "经办人不能审批自己提交的内容，请由他人审批"


class AlreadyDecided(Conflict):
    code, title = "already_decided", "已有人审批，请刷新后查看结果"


class ContentChanged(Conflict):
    code, title = "content_changed", "内容在您打开后已被修改，请重新查看再审批"


class AlreadyOpen(Conflict):
    code, title = "approval_already_open", "这项内容已提交审批，请等待结果"


def digest_of(content: Any) -> str:
    """SHA-256 of the exact content as canonical JSON (keys in any order give one digest)."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def steps_for(
    amount_fen: int,
    flow_rules: Iterable[tuple[int, list[list[str]]]],
    default_steps: list[list[str]],
) -> list[list[str]]:
    """The steps of the highest amount reached by `flow_rules` (amount from, steps)."""
    reached = [rule for rule in flow_rules if rule[0] <= amount_fen]
    steps = max(reached, key=lambda rule: rule[0])[1] if reached else default_steps
    if not steps or not all(steps):
        raise Invalid("审批流程没有设置审批人，请联系系统管理员")
    if len(steps) > MOST_STEPS:
        raise Invalid(f"审批流程最多 {MOST_STEPS} 步，请联系系统管理员")
    return steps


def outcome(verdict: str, step: int, steps: Sequence[Sequence[str]]) -> tuple[str, int]:
    """(state, step) after a verdict: the last step approves, a refusal ends at once."""
    if verdict not in VERDICTS:
        raise Invalid(fields={"verdict": "请选择同意、退回或否决"})
    if verdict in REFUSALS:
        return REFUSALS[verdict], step
    if step + 1 < len(steps):
        return "open", step + 1
    return "approved", step


def check_decision(
    *, verdict: str, comment: str, roles: Sequence[str], role: str, is_maker: bool
) -> None:
    """Refuses the maker, other roles, and a refusal without a reason, in this order."""
    if is_maker:
        raise MakerDecides
    if role not in roles:
        raise NotYourStep
    if verdict in REFUSALS and not comment.strip():
        raise Invalid(fields={"comment": "退回或否决时请写明原因"})
    if len(comment) > 400:
        raise Invalid(fields={"comment": "意见最多 400 字"})


def past_due_text(
    *, kind: str, title: str, due_on: date, waits_for: Sequence[str], is_maker: bool
) -> str:
    """What the maker and those whose word is asked for read once a request is past due."""
    what = f"{kind_name(kind)}“{title}”应于 {due_on:%m 月 %d 日} 前办结，已超期"
    names = "、".join(waits_for)
    return f"{what}，仍等{names}审批；可当面催办。" if is_maker else f"{what}，请尽快审批。"


def content_path(kind: str, object_uid: str) -> str:
    """Where the document's own app serves what waits and takes the decision (`…/decide`)."""
    return f"/approvals/{kind.replace('_', '-')}/{object_uid}"


def kind_name(kind: str) -> str:
    """What people call this kind of approval."""
    return KIND_NAMES.get(kind, "审批")
