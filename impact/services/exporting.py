"""What the overview shows as a file: data, what each column means, under which filters."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import tables
from backend.common.actor import Actor
from backend.common.errors import Conflict
from backend.common.money import yuan
from impact import queries
from impact.queries.figures import Figures
from impact.queries.overview import Overview, Row, area_of
from impact.queries.watch import Watched, watched_stations

CLOSED = "<5"
Columns = Sequence[tuple[str, str]]
OVERVIEW_COLUMNS: Columns = (
    ("代码", "区划代码；站点为编号"), ("名称", "乡镇、村或站点"),
    ("经站销售额（元）", "本期完成分账的货款，不含运费，退款已扣；按农户所在村归属"),
    ("分给农户（元）", "代卖货款分账后应付农户的部分；收购款在称重时已付，不在此重复计算"),
    ("成交笔数", "完成分账的订单行货源；退款不另计"), ("重量（克）", "实际售出，短重和退货已扣"),
    ("受益户", "本期至少成交一笔的农户，一村一户只算一次；<5 为 1 至 4 户或为防倒推而隐去"),
    ("活跃服务站", "本期至少成交一笔的服务站"), ("已开服务站", "已开业的服务站"),
    ("上期销售额（元）", "上一个同长度时期；隐去或不可比为空"),
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


def take(
    *, which: str, file_format: str, parent: str, period: str, actor: Actor, now: datetime
) -> bytes:
    """The page as it stands; a page whose figures disagree with the ledger is not taken."""
    person = User.objects.get(uid=actor.user_uid)
    title, columns, rows, filters = TABLES[which](actor, parent, period, now)
    data = {"which": which, "format": file_format, "rows": len(rows), **dict(filters)}
    audit.record(actor=actor, action="overview.export", subject=person, at=now, data=data)
    mark = tables.watermark(
        name=person.name, hat=ROLES.get(actor.role, ""), purpose=title, now=now
    )  # fmt: skip
    return tables.book(
        file_format, title=title, mark=mark, columns=columns, rows=rows, filters=filters
    )


Table = tuple[str, Columns, list[Sequence[object]], list[tuple[str, str]]]


def _overview(actor: Actor, parent: str, period: str, now: datetime) -> Table:
    found = queries.overview(actor=actor, parent=parent, period=period, now=now)
    if found.totals is None:
        raise Conflict(f"汇总与账本不一致（{'、'.join(found.check.months)}），核对后再导出")
    rows = [_row(row) for row in (*found.rows, found.totals)]
    return "县域总览", OVERVIEW_COLUMNS, rows, _filters(found)


def _filters(found: Overview) -> list[tuple[str, str]]:
    place = " › ".join(area.name for area in found.breadcrumb)
    as_of = timezone.localtime(found.as_of) if found.as_of else None
    said = [("范围", place), ("时期", found.period.name)]
    return [*said, ("数据截至", f"{as_of:%Y-%m-%d %H:%M}" if as_of else "—")]


def _row(row: Row) -> Sequence[object]:
    one = row.figures
    code = row.code if row.code.isdigit() else ""
    return (
        code, row.name, _money(one.sales_fen), _money(one.household_fen), _shown(one.lines),
        _shown(one.weight_g), _shown(one.households), one.stations_active, one.stations_total,
        _beside(row.before), _beside(row.year_ago),
    )  # fmt: skip


def _shown(value: int | None) -> int | str:
    return CLOSED if value is None else value


def _money(fen: int | None) -> str:
    return CLOSED if fen is None else yuan(fen)


def _beside(figures: Figures | None) -> str:
    return "" if figures is None else _money(figures.sales_fen)


def _watch(actor: Actor, parent: str, period: str, now: datetime) -> Table:
    place = area_of(actor, parent)
    found = watched_stations(actor=actor, parent=parent, now=now)
    return "服务站监管", WATCH_COLUMNS, [_watched(row) for row in found], [("范围", place.name)]


def _watched(row: Watched) -> Sequence[object]:
    township = row.station.area.parent
    return (
        row.station.name, township.name if township else "", row.station.get_status_display(),
        f"{row.last_month:%Y-%m}" if row.last_month else "", row.devices, _at(row.last_sync_at),
        row.unsent, _at(row.oldest_unsent_at), row.complaints, _day(row.inspected_on), row.grade,
        "是" if row.late else "否",
    )  # fmt: skip


def _at(instant: datetime | None) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}" if instant else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


TABLES: dict[str, Callable[[Actor, str, str, datetime], Table]] = {
    "overview": _overview,
    "stations": _watch,
}
