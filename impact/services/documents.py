"""Lists that name households leave as files of their own: for a purpose, sealed, for one person.

More than fifty households ask for a second person (ROLES section 5).
"""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from backend.audit import services as audit
from backend.exchange.services.kinds import Document, Wanted
from cooperatives.models import Grade
from impact.queries.homes import Home, HomeLine, Homes, home_lines, homes_of, village_homes
from impact.services.exporting import (
    CAVEATS,
    FIGURE_COLUMNS,
    LEFT_OUT_COLUMNS,
    figure_cells,
    left_out_cells,
)
from impact.services.sheets import Columns, Sheet, made, moment, money

FORMATS = ("xlsx", "csv", "pdf")
STATES = {"": "", "under_review": "核查中，不计入", "confirmed": "确认虚假，不计入"}
HOME_COLUMNS: Columns = (
    ("户编号", "农户卡号"), ("户主", "登记姓名"), *FIGURE_COLUMNS, *LEFT_OUT_COLUMNS,
)  # fmt: skip
LINE_COLUMNS: Columns = (
    ("分账日期", "货款分账的日期"), ("站点", "成交的服务站"), ("产品", "销售时的名称"),
    ("等级", "过秤时的等级"), ("重量（克）", "实际售出，短重和退货为负"),
    ("经站销售额（元）", "这一笔的货款"), ("分给农户（元）", "代卖分账部分；收购为 0"),
    ("批次码", "即溯源码"), ("收货时间", "过秤时间"), ("收货凭证", "凭证编号"),
    ("说明", "退款冲回；核查中或确认虚假的不计入合计"),
)  # fmt: skip


class HomesList(Document):
    """The households behind a station's row, as the page shows them."""

    code, title, view_object = "overview_households", "总览按户", "overview"
    formats: ClassVar[tuple[str, ...]] = FORMATS
    personal_always = True

    def foreseen(self, actor: object, filters: dict[str, str]) -> int:
        # The count decides on the second person; nothing of it is shown yet.
        return int(filters["households"])

    def make(self, wanted: Wanted) -> bytes:
        said = wanted.filters
        found = village_homes(
            actor=wanted.actor, village=said["village"], station=UUID(said["station"]),
            period=said["period"], now=wanted.now,
        )  # fmt: skip
        audit.record_accesses(
            actor=wanted.actor, subjects=homes_of(found), fields=f"sales_{found.period}",
            purpose=said["purpose"], at=wanted.now,
        )  # fmt: skip
        wanted.progress(len(found.rows), max(len(found.rows), 1))
        sheet = Sheet(
            f"{found.station.name}按户销售", HOME_COLUMNS, _home_rows(found), _homes_filters(found),
            CAVEATS, not_on_paper=frozenset({"重量（克）"}),
        )  # fmt: skip
        return made(sheet, wanted.file_format, mark=wanted.mark, now=wanted.now)


def _home_rows(found: Homes) -> list[Sequence[object]]:
    rows = [_home(row) for row in found.rows]
    figures = figure_cells(found.station.figures)
    return [*rows, ("", "合计", *figures, *left_out_cells(found.station.left_out))]


def _home(row: Home) -> Sequence[object]:
    home = row.household
    return home.card_no, home.head_name, *figure_cells(row.figures), *left_out_cells(row.left_out)


def _homes_filters(found: Homes) -> list[tuple[str, str]]:
    place = " › ".join(area.name for area in found.breadcrumb)
    return [("范围", place), ("服务站", found.station.name), ("时期", found.period.name)]


class ReceiptList(Document):
    """A household's sales of a period down to receipt and lot, as the page shows them."""

    code, title, view_object = "overview_receipts", "农户收货凭证", "overview"
    formats: ClassVar[tuple[str, ...]] = FORMATS
    personal_always = True

    def foreseen(self, actor: object, filters: dict[str, str]) -> int:
        return 1

    def make(self, wanted: Wanted) -> bytes:
        said = wanted.filters
        home, lines = home_lines(
            actor=wanted.actor, uid=UUID(said["household"]), period=said["period"], now=wanted.now
        )
        audit.record_access(
            actor=wanted.actor, subject=home.household, fields=f"receipts_{said['period']}",
            purpose=said["purpose"], at=wanted.now,
        )  # fmt: skip
        wanted.progress(len(lines), max(len(lines), 1))
        whole = ("合计", "", "", "", home.figures.weight_g, money(home.figures.sales_fen),
                 money(home.figures.household_fen), "", "", "", "")  # fmt: skip
        sheet = Sheet(
            f"{home.household.head_name} {home.household.card_no} 收货凭证", LINE_COLUMNS,
            [*(_line(line) for line in lines), whole],
            [("农户", home.household.card_no), ("时期", said["period"])], CAVEATS[:1] + CAVEATS[2:],
            not_on_paper=frozenset({"收货时间"}),
        )  # fmt: skip
        return made(sheet, wanted.file_format, mark=wanted.mark, now=wanted.now)


def _line(line: HomeLine) -> Sequence[object]:
    said = "；".join(filter(None, ("退款冲回" if line.refunded else "", STATES[line.state])))
    return (
        line.on.isoformat(), line.station, line.product, Grade(line.grade).label, line.weight_g,
        money(line.sales_fen), money(line.household_fen), line.lot_code, moment(line.weighed_at),
        str(line.receipt), said,
    )  # fmt: skip


_ALL: tuple[Document, ...] = (HomesList(), ReceiptList())
DOCUMENTS: dict[str, Document] = {one.code: one for one in _ALL}
