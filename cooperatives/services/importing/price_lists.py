"""Price lists: a workbook becomes drafts of the cooperative, agreed to like any price change."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.money import yuan
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.rows import Row
from backend.exchange.rules.states import CHUNK_ROWS
from backend.exchange.services.kinds import Desk, Kind, Outgoing, Undo
from backend.exchange.services.tables import entry
from cooperatives import queries
from cooperatives.models import Grade, PriceDraft, PriceEntry
from cooperatives.rules import pricing
from cooperatives.services import price_lists
from cooperatives.services.importing.references import Cooperatives, Products, home_of_cooperative

GRADES = dict(Grade.choices)
PRICES = ("buy", "sell", "institution")
NOTE = "由表格导入"
Goods = tuple[str, str]


class PriceListDesk(Desk):
    """The rows of one day become one price draft, which the manager agrees to like any other."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.cooperatives, self.products = Cooperatives(actor), Products()
        self.own = queries.own_cooperative(actor, on=timezone.localdate(now))
        self.ceilings: dict[str, dict[Goods, int]] = {}
        self.taken: set[tuple[int, str]] = set()

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.cooperatives.find(row)
            self.products.find(row)
            row.label = f"{row.values.get('product', '')} {row.values.get('effective_on', '')}"
        sound = [row for row in rows if not row.problems]
        known = self._published(sound) | self._drafted(sound)
        lengths = Counter(row.values["effective_on"] for row in sound)
        self.taken = {(key[0], key[3]) for key in known}
        for row in sound:
            key = self._key(row)
            row.refs["key"] = "|".join(str(part) for part in key)
            if found := known.get(key):
                row.pk, row.current = (
                    found[0],
                    row.values | dict(zip(PRICES, found[1:], strict=True)),
                )
            else:
                self._check(row, lengths[row.values["effective_on"]])

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        """One draft a day through the cooperative's own service; nothing takes effect by it."""
        days: dict[str, list[Row]] = {}
        for row in rows:
            days.setdefault(row.values["effective_on"], []).append(row)
        entries = []
        for day, own in days.items():
            draft = price_lists.draft_prices(
                effective_from=starts_at(day), note=NOTE, lines=[self._line(row) for row in own],
                actor=self.actor, now=self.now,
            )  # fmt: skip
            entries += [entry(row, draft.pk, None) for row in own]
        return entries

    def _check(self, row: Row, length: int) -> None:
        told, begins = row.values, starts_at(row.values["effective_on"])
        highest = max(told["sell"], told.get("institution", 0))
        if self.own is None or row.refs["cooperative_id"] != self.own.pk:
            row.refuse("cooperative_code", "价格表由本合作社的会计拟订，不能替别的合作社导入")
        elif begins < self.now:
            row.refuse("effective_on", "价格不能追溯，生效日期应在今天以后")
        elif (self.own.pk, told["effective_on"]) in self.taken:
            row.refuse("effective_on", "这一天已有价格表或草案，请换一个生效日期")
        elif told["sell"] < told["buy"]:
            row.refuse("sell", "销售价低于收购价，请核对")
        elif length > pricing.MOST_LINES:
            row.refuse("effective_on", f"同一天的价格表最多 {pricing.MOST_LINES} 行，请分成几天")
        elif (most := self._ceiling(row)) is not None and highest > most:
            row.refuse("sell", f"高于县级限价每斤 {yuan(most)} 元")

    def _ceiling(self, row: Row) -> int | None:
        day = row.values["effective_on"]
        if day not in self.ceilings and self.own is not None:
            county = self.own.area_code[:6]
            self.ceilings[day] = queries.ceilings_on(county, on=date.fromisoformat(day))
        return self.ceilings[day].get(self._goods(row))

    def _goods(self, row: Row) -> Goods:
        return self.products.uids[row.refs["product_id"]], row.values["grade"]

    def _line(self, row: Row) -> pricing.Line:
        told = row.values
        return pricing.Line(
            *self._goods(row), told["buy"], told["sell"], told.get("institution"),
        )  # fmt: skip

    def _key(self, row: Row) -> tuple[Any, ...]:
        return (
            row.refs["cooperative_id"], row.refs["product_id"], row.values["grade"],
            row.values["effective_on"],
        )  # fmt: skip

    def _published(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """What stands in lists, by cooperative, product, grade and day: key and three prices."""
        found = PriceEntry.objects.filter(
            price_list__cooperative__in={row.refs["cooperative_id"] for row in rows}
        ).select_related("price_list")
        return {
            (
                one.price_list.cooperative_id, one.product_id, one.grade,
                day_of(one.price_list.effective_from),
            ): (
                one.pk, one.buy_fen_per_jin, one.sell_fen_per_jin, one.institution_fen_per_jin,
            )
            for one in found.order_by("pk")
        }  # fmt: skip

    def _drafted(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """What waits in drafts: the same file again is nothing new."""
        drafts = PriceDraft.objects.filter(
            cooperative__in={row.refs["cooperative_id"] for row in rows},
            status__in=("draft", "submitted", "returned"), effective_from__isnull=False,
        )  # fmt: skip
        by_uid = {uid: pk for pk, uid in self.products.uids.items()}
        return {
            (
                draft.cooperative_id, by_uid[line.product], line.grade,
                day_of(draft.effective_from),
            ): (draft.pk, line.buy_fen, line.sell_fen, line.institution_fen)
            for draft in drafts.order_by("pk") if draft.effective_from
            for line in queries.lines_of(draft) if line.product in by_uid
        }  # fmt: skip


def starts_at(day: str) -> datetime:
    """A day's prices hold from its first minute."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))


def day_of(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


class PriceLists(Kind):
    code, title = "price_list", "价格表"
    import_object = view_object = "price_list"
    # A draft takes effect by nobody's word but the manager's: the file itself asks for none.
    steps: ClassVar[list[list[str]]] = []
    model = PriceDraft
    desk_type = PriceListDesk
    most_rows = CHUNK_ROWS
    afterwards = "已生成价格草案，尚未生效：请到“产品与价格”的价格草案里核对，再提交理事长审批"
    columns = (
        Column(
            "cooperative_code", "合作社信用代码", values.text(60), required=True,
            aliases=("统一社会信用代码", "信用代码", "合作社", "合作社名称"),
            sample="93639999MA990001XA", hint="信用代码或合作社全称",
        ),
        Column(
            "product", "产品", values.text(30), required=True,
            aliases=("品种", "产品名称", "品名"), sample="土豆",
        ),
        Column(
            "grade", "等级", values.choice(GRADES), by_name(GRADES), required=True,
            choices=tuple(GRADES.values()), sample="一级",
        ),
        Column(
            "buy", "收购价(元/斤)", values.price, lambda fen: fen / 100, required=True,
            aliases=("收购价", "收货价"), sample=1.2,
        ),
        Column(
            "sell", "销售价(元/斤)", values.price, lambda fen: fen / 100, required=True,
            aliases=("销售价", "零售价", "售价"), sample=2.4,
        ),
        Column(
            "institution", "机构价(元/斤)", values.price, lambda fen: fen / 100,
            aliases=("机构价", "团购价"), sample="", hint="食堂等机构另有价格时填写，可留空",
        ),
        Column(
            "effective_on", "生效日期", values.day, required=True, aliases=("生效时间", "执行日期"),
            sample="2026-10-08", hint="从这天零点起；不能早于明天",
        ),
    )  # fmt: skip

    def home(self, actor: Actor) -> tuple[str, str]:
        return home_of_cooperative(actor) or super().home(actor)

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[PriceEntry]:
        found = PriceEntry.objects.filter(
            price_list__cooperative__in=Cooperatives(actor).codes
        ).select_related("price_list__cooperative", "product")
        return found.order_by("price_list_id", "pk")

    def rows_out(self, records: QuerySet[PriceEntry]) -> Iterator[Outgoing]:
        for one in records.iterator(chunk_size=1_000):
            yield Outgoing(
                {
                    "cooperative_code": one.price_list.cooperative.credit_code,
                    "product": one.product.name, "grade": one.grade, "buy": one.buy_fen_per_jin,
                    "sell": one.sell_fen_per_jin, "institution": one.institution_fen_per_jin,
                    "effective_on": day_of(one.price_list.effective_from),
                }
            )  # fmt: skip

    def take_back(self, entries: Sequence[Undo]) -> None:
        PriceDraft.objects.filter(pk__in={one["pk"] for one in entries}).delete()

    def dependants(self, entries: Sequence[Undo]) -> Iterator[str]:
        """A draft that was changed, submitted or published since is nobody's to take back."""
        drafts = PriceDraft.objects.filter(pk__in={one["pk"] for one in entries})
        untouched = set(drafts.filter(status="draft", version=1).values_list("pk", flat=True))
        for one in entries:
            if one["pk"] not in untouched:
                why = "价格草案已被修改、提交或发布；已发布的请另发一版价格"
                yield f"第 {one['row']} 行 {one['label']}：{why}"
