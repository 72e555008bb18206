"""Statements of cooperative, station and village collective: months on paper, rows in XLSX."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.money import capitals, yuan
from backend.common.printing import pdf
from backend.common.tables import book
from backend.exchange.services.kinds import Document, Wanted
from orders.queries.account_books import KINDS, BookRow, Owner, book_of, opening_of, owners_of
from orders.rules.period import Period

COLUMNS = (
    ("日期", "记账日期（北京时间）"),
    ("摘要", "这笔账为什么记"),
    ("业务编号", "订单号、退款号或结算单"),
    ("金额", "元；正数为应付增加，负数为减少"),
    ("余额", "元；记账后应付本户头的金额"),
)


class AccountStatement(Document):
    code, title, view_object = "account_statement", "往来账单", "account_book"
    formats: ClassVar[tuple[str, ...]] = ("pdf", "xlsx")

    @property
    def personal(self) -> bool:
        return False

    def foreseen(self, actor: Actor, filters: dict[str, str]) -> int:
        return sum(1 for _ in book_of(_owner(actor, filters), _period(filters)))

    def make(self, wanted: Wanted) -> bytes:
        owner, period = _owner(wanted.actor, wanted.filters), _period(wanted.filters)
        rows = list(book_of(owner, period))
        wanted.progress(len(rows), len(rows))
        if wanted.file_format == "pdf":
            return _paper(owner, period, rows, wanted)
        return book(
            "xlsx", title=f"{owner.name}往来账单", mark=wanted.mark, columns=COLUMNS,
            filters=[("户头", owner.name), ("期间", _words(period)),
                     ("期初余额", yuan(opening_of(owner, period)))],
            rows=[
                (row.on.isoformat(), row.summary, row.reference, _decimal(row.amount_fen),
                 _decimal(row.balance_fen))
                for row in rows
            ],
        )  # fmt: skip


def _paper(owner: Owner, period: Period, rows: list[BookRow], wanted: Wanted) -> bytes:
    opening_fen = opening_of(owner, period)
    closing_fen = rows[-1].balance_fen if rows else opening_fen
    table = {
        "head": ["月份", "摘要", "笔数", "金额（元）"], "right": [2, 3],
        "rows": _by_month(rows) or [["", "本期没有往来", "0", "0.00"]],
    }  # fmt: skip
    said = [
        f"期初余额 {yuan(opening_fen)} 元，期末余额 {yuan(closing_fen)} 元"
        f"（大写 {capitals(closing_fen)}）。余额为平台账上应付{KINDS[owner.kind]}的金额。"
    ]
    data = {
        "title": f"{owner.name}往来账单", "about": _words(period), "mark": wanted.mark,
        "sections": [{"text": said}, table], "signatures": ["制表", "复核", "收件人"],
    }  # fmt: skip
    return pdf("backend/common/papers/report.typ", data, now=wanted.now)


def _by_month(rows: Iterable[BookRow]) -> list[list[str]]:
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        cell = sums.setdefault((f"{row.on:%Y-%m}", row.summary), [0, 0])
        cell[0] += 1
        cell[1] += row.amount_fen
    return [
        [month, said, str(count), yuan(total)] for (month, said), (count, total) in sums.items()
    ]


def _owner(actor: Actor, filters: dict[str, str]) -> Owner:
    """The one that was named, else the hat's first."""
    own = owners_of(actor)
    found = [one for one in own if filters.get("owner", "") in ("", one.uid)]
    if not found:
        raise Invalid(fields={"owner": "没有您可以查看的户头"})
    return found[0]


def _period(filters: dict[str, Any]) -> Period:
    return Period(*(date.fromisoformat(filters[name]) for name in ("from_on", "to_on")))


def _words(period: Period) -> str:
    return f"{period.from_on} 至 {period.to_on}"


def _decimal(amount_fen: int) -> Decimal:
    return Decimal(amount_fen).scaleb(-2)
