"""What the overview and its lists show as a file: data, what each column means, which filters."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import tables
from backend.common.actor import Actor
from backend.common.errors import Conflict
from impact import queries
from impact.queries import findings
from impact.queries.figures import NOTHING, Figures, LeftOut
from impact.queries.headline import Headline
from impact.queries.overview import Overview, Row, area_of
from impact.queries.watch import Watched, watched_stations
from impact.services.sheets import Columns, Sheet, day, made, moment, money, shown

CAVEATS = (
    "经站销售额是货款毛额，不是收入，更不是增收；增收只以增收报告为准。",
    "“<5”为 1 至 4 户，或为防由合计、其他月份、相邻地区倒推而一并隐去。",
    "核查中的交易不计入任何合计，核实后才计入；本表计入数加未计入数等于账本。",
)
FIGURE_COLUMNS: Columns = (
    ("经站销售额（元）", "本期完成分账的货款，不含运费，退款已扣；按农户所在村归属"),
    ("分给农户（元）", "代卖货款分账后应付农户的部分；收购款在称重时已付，不在此重复计算"),
    ("成交笔数", "完成分账的订单行货源；退款不另计"), ("重量（克）", "实际售出，短重和退货已扣"),
)  # fmt: skip
LEFT_OUT_COLUMNS: Columns = (
    ("核查中笔数", "疑似虚假、正在核查的交易，不计入本行各数"), ("核查中（元）", "同上的货款"),
    ("确认虚假（元）", "经两人认定虚假的交易货款，不计入本行各数"),
)  # fmt: skip
OVERVIEW_COLUMNS: Columns = (
    ("代码", "区划代码；站点为编号"), ("名称", "乡镇、村或站点"), *FIGURE_COLUMNS,
    ("受益户", "本期至少成交一笔的农户，一村一户只算一次；<5 为 1 至 4 户或为防倒推而隐去"),
    ("活跃服务站", "本期至少成交一笔的服务站"), ("已开服务站", "已开业的服务站"),
    *LEFT_OUT_COLUMNS, ("上期销售额（元）", "上一个同长度时期；隐去或不可比为空"),
    ("去年同月销售额（元）", "按月查看时"),
)  # fmt: skip
WATCH_COLUMNS: Columns = (
    ("站点", "登记名称"), ("乡镇", "所在乡镇"), ("状态", "按审批的变更，现在的状态"),
    ("最近成交月份", "最近一个有分账的月份"), ("设备", "在用的站点设备"),
    ("最近同步", "任一设备最近一次上传"), ("待上传", "设备上报的未传条数"),
    ("最早未传", "最早一条未传记录的时间"), ("未办售后", "等待退货或待审批的售后申请"),
    ("最近检查", "最近一次检查日期"), ("评级", "最近一次检查的评级"),
    ("须联系", "有记录超过 24 小时未上传"),
)  # fmt: skip
FINDING_COLUMNS: Columns = (
    ("发现时间", "核查任务发现的时间"), ("类型", "四类规则之一"), ("乡镇", "服务站所在乡镇"),
    ("服务站", "成交的服务站"), ("规则", "判断的依据和数值"), ("笔数", "组内的货源笔数"),
    ("货款（元）", "组内货款，退款已扣"), ("状态", "核查中的不计入任何合计"),
    ("认定意见", "提出人和理由"), ("审批", "审批人"),
)  # fmt: skip


def take(
    *, which: str, file_format: str, parent: str, period: str, actor: Actor, now: datetime
) -> bytes:
    """The page as it stands; a page whose figures disagree with the ledger is not taken."""
    person = User.objects.get(uid=actor.user_uid)
    sheet = SHEETS[which](actor, parent, period, now)
    rows = len(sheet.rows)
    data = {"which": which, "format": file_format, "rows": rows, **dict(sheet.filters)}
    audit.record(actor=actor, action="overview.export", subject=person, at=now, data=data)
    hat = ROLES.get(actor.role, "")
    mark = tables.watermark(name=person.name, hat=hat, purpose=sheet.title, now=now)
    return made(sheet, file_format, mark=mark, now=now)


def _overview(actor: Actor, parent: str, period: str, now: datetime) -> Sheet:
    found = queries.overview(actor=actor, parent=parent, period=period, now=now)
    if found.totals is None:
        raise Conflict(f"汇总与账本不一致（{'、'.join(found.check.months)}），核对后再导出")
    return Sheet(
        "县域总览", OVERVIEW_COLUMNS, [_row(row) for row in (*found.rows, found.totals)],
        _filters(found), CAVEATS, _above(found),
        frozenset({"代码", "重量（克）", "已开服务站", "去年同月销售额（元）"}),
    )  # fmt: skip


def _filters(found: Overview) -> list[tuple[str, str]]:
    place = " › ".join(area.name for area in found.breadcrumb)
    as_of = timezone.localtime(found.as_of) if found.as_of else None
    said = [("范围", place), ("时期", found.period.name)]
    return [*said, ("数据截至", f"{as_of:%Y-%m-%d %H:%M}" if as_of else "—")]


def _above(found: Overview) -> list[str]:
    """The numbers of the page's head that stand in no column."""
    gain = found.gain
    said = "尚未提供" if gain is None else "不可估计"
    if gain and gain.low is not None and gain.high is not None:
        said = f"{gain.low:.0f} 至 {gain.high:.0f} 元"
    lines = [f"人均可归因增收（每年）：{said}"]
    return lines + (_headline(found.headline) if found.headline else [])


def _headline(head: Headline) -> list[str]:
    rate = head.settled.rate_bp
    paid = "本期还没有到期的月份" if rate is None else f"{rate // 100}.{rate % 100:02d}%"
    open_now = "、".join(f"{one.name} {one.count}" for one in head.problems)
    return [
        f"及时结算率：{paid}（当月代卖货款在次月底前付到农户的金额比例，"
        f"只算已到期的 {head.settled.months} 个月）",
        f"未整改问题：{head.open_problems}（{open_now}）",
    ]


def _row(row: Row) -> Sequence[object]:
    one = row.figures
    code = row.code if row.code.isdigit() else ""
    return (
        code, row.name, *figure_cells(one), shown(one.households), one.stations_active,
        one.stations_total, *left_out_cells(row.left_out), _beside(row.before),
        _beside(row.year_ago),
    )  # fmt: skip


def figure_cells(one: Figures) -> tuple[object, ...]:
    """As `FIGURE_COLUMNS`."""
    return (money(one.sales_fen), money(one.household_fen), shown(one.lines), shown(one.weight_g))


def left_out_cells(left: LeftOut | None) -> tuple[object, ...]:
    """As `LEFT_OUT_COLUMNS`; of a closed row nothing."""
    one = left or NOTHING.closed()
    count = None if left is None else one.review_lines
    return shown(count), money(one.review_fen), money(one.confirmed_fen)


def _beside(figures: Figures | None) -> str:
    return "" if figures is None else money(figures.sales_fen)


def _watch(actor: Actor, parent: str, period: str, now: datetime) -> Sheet:
    place = area_of(actor, parent)
    found = watched_stations(actor=actor, parent=parent, now=now)
    filters = [("范围", place.name), ("时间", moment(now))]
    return Sheet("服务站监管", WATCH_COLUMNS, [_watched(row) for row in found], filters)


def _watched(row: Watched) -> Sequence[object]:
    township = row.station.area.parent
    return (
        row.station.name, township.name if township else "", row.station.get_status_display(),
        f"{row.last_month:%Y-%m}" if row.last_month else "", row.devices, moment(row.last_sync_at),
        row.unsent, moment(row.oldest_unsent_at), row.complaints, day(row.inspected_on), row.grade,
        "是" if row.late else "否",
    )  # fmt: skip


def _findings(actor: Actor, parent: str, period: str, now: datetime) -> Sheet:
    place = area_of(actor, parent)
    found = findings.listed(actor, parent=place.code).order_by("-found_at", "-id")
    filters = [("范围", place.name), ("最近核查", moment(findings.checked_at()))]
    return Sheet(
        "疑似虚假交易", FINDING_COLUMNS, [_finding(one) for one in found], filters, CAVEATS[2:]
    )


def _finding(one: Any) -> Sequence[object]:
    """Of a row of `findings.listed`: a `TradeFinding` with its `count` and `sales_fen`."""
    township = one.station.area.parent
    said = f"{one.proposed_by_name}：{one.get_proposal_display()}，{one.proposed_because}"
    return (
        moment(one.found_at), one.get_kind_display(), township.name if township else "",
        one.station.name, one.rule, one.count, money(one.sales_fen), one.get_state_display(),
        said if one.proposal else "", one.decided_by_name,
    )  # fmt: skip


SHEETS: dict[str, Callable[[Actor, str, str, datetime], Sheet]] = {
    "overview": _overview,
    "stations": _watch,
    "findings": _findings,
}
