"""Sales and members' accounts as a file: what the screen shows, names shortened, with a watermark.

The file leaves without personal columns (SCREENS P7): a member is its number, its village and a
masked name. Taking it leaves a trace.
"""

from datetime import datetime
from typing import Any

from backend.audit import services as audit
from backend.common import tables
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.money import yuan
from cooperatives.models import Cooperative
from cooperatives.rules import mask_name
from orders.queries import member_accounts, sales
from orders.rules.period import Period

SALES_HEAD = (
    "名称", "笔数", "净重（克）", "销售额", "退款冲减", "净销售额", "归农户", "归合作社",
    "上期净销售额",
)  # fmt: skip
ACCOUNT_HEAD = (
    "社员编号", "户主", "村", "入社日期", "出资额", "公积金份额", "补助份额", "收货（笔）",
    "收货净重（克）", "其中待定价（笔）", "收购额", "代卖销售额", "代卖归农户", "交易额", "应付",
    "本期已付",
)  # fmt: skip
BY_NAMES = {"product": "按产品", "member": "按社员", "station": "按服务站", "month": "按月"}


def take_sales(
    *, cooperative: Cooperative, asked: sales.Asked, by: str, file_format: str, purpose: str,
    actor: Actor, now: datetime,
) -> bytes:  # fmt: skip
    found = sales.overview(actor, asked, by=by)
    rows = [
        _sales_row(mask_name(row.name) if by == "member" else row.name, row.now, row.before)
        for row in found.rows
    ]
    rows.append(_sales_row("合计", found.now, found.before))
    title = f"销售概览（{BY_NAMES[by]}）"
    return _file(
        cooperative, asked.period, title, file_format=file_format, purpose=purpose,
        head=SALES_HEAD, rows=rows, actor=actor, now=now,
    )  # fmt: skip


def take_accounts(
    *, cooperative: Cooperative, period: Period, words: str, file_format: str, purpose: str,
    actor: Actor, now: datetime,
) -> bytes:  # fmt: skip
    members = member_accounts.member_accounts(actor, cooperative, period, words=words)
    money = member_accounts.money_of(members, period)
    rows = [_account_row(row, money) for row in members.order_by("number", "id")]
    total = member_accounts.totals(members, money)
    rows.append(["合计", "", "", "", *_amounts(total)])
    return _file(
        cooperative, period, "社员账户", file_format=file_format, purpose=purpose,
        head=ACCOUNT_HEAD, rows=rows, actor=actor, now=now,
    )  # fmt: skip


def _sales_row(name: str, now: sales.Figures, before: sales.Figures) -> list[object]:
    money = (
        now.sold_fen, now.refunded_fen, now.net_fen, now.households_fen, now.cooperative_fen,
        before.net_fen,
    )  # fmt: skip
    return [name, now.sales_count, now.weight_g, *map(yuan, money)]


def _account_row(row: Any, money: member_accounts.Money) -> list[object]:
    uid = str(row.household.uid)
    names = (*member_accounts.SHARES, *member_accounts.TRADE, "patronage_fen")
    values = {name: getattr(row, name) or 0 for name in names}
    values["payable_fen"] = money.payable_fen.get(uid, 0)
    values["paid_fen"] = money.paid_fen.get(uid, 0)
    who = [row.number, mask_name(row.household.head_name), row.household.area.name, row.valid_from]
    return [*who, *_amounts(values)]


def _amounts(of: dict[str, int]) -> list[object]:
    shares = [yuan(of[name]) for name in member_accounts.SHARES]
    counts = [of["receipts_count"], of["received_g"], of["unpriced_count"]]
    names = ("bought_fen", "sold_fen", "earned_fen", "patronage_fen", "payable_fen", "paid_fen")
    return [*shares, *counts, *(yuan(of[name]) for name in names)]


def _file(
    cooperative: Cooperative, period: Period, title: str, *, file_format: str, purpose: str,
    head: tuple[str, ...], rows: list[list[object]], actor: Actor, now: datetime,
) -> bytes:  # fmt: skip
    if file_format not in tables.KINDS:
        raise Invalid(fields={"kind": "请选择 xlsx 或 csv"})
    if len(purpose.strip()) < 2:
        raise Invalid(fields={"purpose": "请写明用途，会印在文件第一行"})
    data = {
        "title": title, "format": file_format, "rows": len(rows), "purpose": purpose.strip(),
        "from_on": period.from_on.isoformat(), "to_on": period.to_on.isoformat(),
    }  # fmt: skip
    audit.record(actor=actor, action="sales.export", subject=cooperative, at=now, data=data)
    mark = tables.watermark(name=actor.name, hat=actor.hat, purpose=purpose.strip(), now=now)
    about = f"{cooperative.name} {title} {period.from_on} 至 {period.to_on}  {mark}"
    return tables.written(file_format, mark=about, head=head, rows=rows)
