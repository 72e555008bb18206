"""Price lists: one workbook is one new version of each cooperative's prices, never retroactive."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Desk, Kind, Outgoing, Undo
from backend.exchange.services.tables import entry
from cooperatives.models import Grade, PriceEntry, PriceList
from cooperatives.services.importing.references import Cooperatives, Products, home_of_cooperative

GRADES = dict(Grade.choices)


class PriceListDesk(Desk):
    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.cooperatives, self.products = Cooperatives(actor), Products()

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.cooperatives.find(row)
            self.products.find(row)
            row.label = f"{row.values.get('product', '')} {row.values.get('effective_on', '')}"
        sound = [row for row in rows if not row.problems]
        known = self._known(sound)
        for row in sound:
            told, key = row.values, self._key(row)
            row.refs["key"] = "|".join(str(part) for part in key)
            if found := known.get(key):
                row.pk = found.pk
                row.current = told | {
                    "buy": found.buy_fen_per_jin, "sell": found.sell_fen_per_jin,
                }  # fmt: skip
            elif starts_at(told["effective_on"]) < self.now:
                row.refuse("effective_on", "价格不能追溯，生效日期应在今天以后")
            elif told["sell"] < told["buy"]:
                row.refuse("sell", "销售价低于收购价，请核对")

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        """All rows of one cooperative and day are one list with the next number."""
        made_by = User.objects.get(uid=self.actor.user_uid)
        lists: dict[tuple[int, str], PriceList] = {}
        entries = []
        for row in rows:
            key = (row.refs["cooperative_id"], row.values["effective_on"])
            if key not in lists:
                lists[key] = self._list(*key, made_by)
            made = PriceEntry.objects.create(
                price_list=lists[key], product_id=row.refs["product_id"],
                grade=row.values["grade"], buy_fen_per_jin=row.values["buy"],
                sell_fen_per_jin=row.values["sell"],
            )  # fmt: skip
            entries.append(entry(row, made.pk, None) | {"list": lists[key].pk})
        return entries

    def _list(self, cooperative: int, day: str, made_by: User) -> PriceList:
        last = PriceList.objects.filter(cooperative=cooperative).aggregate(last=Max("number"))
        return PriceList.objects.create(
            cooperative_id=cooperative, number=(last["last"] or 0) + 1, announced_at=self.now,
            effective_from=starts_at(day), made_by=made_by,
        )  # fmt: skip

    def _key(self, row: Row) -> tuple[Any, ...]:
        return (
            row.refs["cooperative_id"], row.refs["product_id"], row.values["grade"],
            row.values["effective_on"],
        )  # fmt: skip

    def _known(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], PriceEntry]:
        found = PriceEntry.objects.filter(
            price_list__cooperative__in={row.refs["cooperative_id"] for row in rows}
        ).select_related("price_list")
        return {
            (
                one.price_list.cooperative_id, one.product_id, one.grade,
                day_of(one.price_list.effective_from),
            ): one
            for one in found.order_by("pk")
        }  # fmt: skip


def starts_at(day: str) -> datetime:
    """A day's prices hold from its first minute."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))


def day_of(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


class PriceLists(Kind):
    code, title = "price_list", "价格表"
    import_object = view_object = "price_list"
    steps = [["CM"]]
    model = PriceEntry
    only_new = True
    words = {"receipt": "收货单"}
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
            "effective_on", "生效日期", values.day, required=True, aliases=("生效时间", "执行日期"),
            sample="2026-10-08", hint="从这天零点起；不能早于明天",
        ),
    )  # fmt: skip

    def home(self, actor: Actor) -> tuple[str, str]:
        return home_of_cooperative(actor) or super().home(actor)

    def desk(self, actor: Actor, now: datetime) -> Desk:
        return PriceListDesk(actor, now)

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
                    "sell": one.sell_fen_per_jin,
                    "effective_on": day_of(one.price_list.effective_from),
                }
            )  # fmt: skip

    def take_back(self, entries: Sequence[Undo]) -> None:
        super().take_back(entries)
        lists = PriceList.objects.filter(pk__in={one["list"] for one in entries})
        lists.filter(entries__isnull=True).delete()
