"""Who belongs to a cooperative, from and to which day; the number breaks ties in splits."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from backend.common.actor import Actor
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.tables import EditedTableDesk
from cooperatives.models import Household, Membership
from cooperatives.services.importing.references import Cooperatives, home_of_cooperative


class MembershipDesk(EditedTableDesk):
    model = Membership

    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.cooperatives = Cooperatives(actor)

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.cooperatives.find(row)
            row.label = f"{row.values.get('number', '')} {row.values.get('card_no', '')}"
        cards = {row.values.get("card_no", "") for row in rows}
        # By the card the household shows, as at the desk: active and registered.
        homes = Household.objects.active().filter(card_no__in=cards, is_temporary=False)
        by_card = dict(homes.values_list("card_no", "pk"))
        found = Membership.objects.filter(
            cooperative__in={row.refs.get("cooperative_id", 0) for row in rows}
        ).select_related("household", "cooperative")
        by_number = {(one.cooperative_id, one.number): one for one in found}
        running = {
            (one.cooperative_id, one.household_id): one for one in found if one.valid_to is None
        }
        for row in rows:
            self._match(row, by_card, by_number, running)

    def fields(self, row: Row) -> dict[str, Any]:
        ends = row.values.get("valid_to")
        found: dict[str, Any] = {"left_reason": row.values.get("left_reason", "")}
        if ends:
            found["valid_to"] = date.fromisoformat(ends)
        if row.current is None:
            found |= {
                "cooperative_id": row.refs["cooperative_id"], "number": row.values["number"],
                "household_id": row.refs["household_id"],
                "valid_from": date.fromisoformat(row.values["valid_from"]),
            }  # fmt: skip
        return found

    def _match(
        self, row: Row, by_card: dict[str, int], by_number: dict[Any, Membership],
        running: dict[Any, Membership],
    ) -> None:  # fmt: skip
        told, cooperative = row.values, row.refs.get("cooperative_id")
        home = by_card.get(told.get("card_no", ""))
        if home is None and "card_no" in told:
            row.refuse("card_no", "没有这个户卡号，或该户不在册")
        starts, ends = told.get("valid_from", ""), told.get("valid_to", "")
        if ends and ends < starts:
            row.refuse("valid_to", "退社日期早于入社日期")
        if max(starts, ends) > localdate(self.now).isoformat():
            row.refuse("valid_from", "日期晚于今天")
        if cooperative is None or home is None or "number" not in told:
            return
        row.refs["household_id"] = home
        row.refs["key"] = f"{cooperative}|{told['number']}"
        known = by_number.get((cooperative, told["number"]))
        other = running.get((cooperative, home))
        if known is None:
            if other and not ends:
                row.conflict("card_no", f"该户已是社员，编号 {other.number}")
            return
        if known.household_id != home or known.valid_from.isoformat() != starts:
            row.conflict("number", "此编号已属于另一户，或入社日期与登记不同")
            return
        row.pk, row.version, row.current = known.pk, known.version, current_of(known)


def current_of(one: Membership) -> dict[str, Any]:
    return {
        "cooperative_code": one.cooperative.credit_code, "card_no": one.household.card_no,
        "head_name": one.household.head_name, "number": one.number,
        "valid_from": one.valid_from.isoformat(), "left_reason": one.left_reason or None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }  # fmt: skip


class Memberships(Kind):
    code, title = "membership", "社员"
    import_object = view_object = "cooperative"
    steps = [["TO"]]
    model = Membership
    desk_type = MembershipDesk
    words = {"memberaccountentry": "成员账户记录"}
    columns = (
        Column(
            "cooperative_code", "合作社信用代码", values.text(60), required=True,
            aliases=("统一社会信用代码", "信用代码", "合作社", "合作社名称"),
            sample="93639999MA990001XA", hint="信用代码或合作社全称",
        ),
        Column(
            "card_no", "户卡号", values.digits_text, required=True, sample="HC000001",
            aliases=("户编号", "农户编号", "卡号"),
        ),
        Column("head_name", "户主姓名", values.text(20), aliases=("姓名", "户主"), read_only=True),
        Column(
            "number", "社员编号", values.text(12), required=True,
            aliases=("编号", "成员编号", "社员证号"), sample="M001",
        ),
        Column(
            "valid_from", "入社日期", values.day, required=True, aliases=("入社时间", "加入日期"),
            sample="2021-05-06",
        ),
        Column("valid_to", "退社日期", values.day, aliases=("退社时间", "退出日期"), sample=""),
        Column("left_reason", "退社原因", values.text(200), aliases=("原因",), sample=""),
    )  # fmt: skip

    def home(self, actor: Actor) -> tuple[str, str]:
        return home_of_cooperative(actor) or super().home(actor)

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[Membership]:
        found = Membership.objects.visible_to(actor).select_related("household", "cooperative")
        return found.order_by("cooperative_id", "pk")

    def rows_out(self, records: QuerySet[Membership]) -> Iterator[Outgoing]:
        for one in records.iterator(chunk_size=1_000):
            yield Outgoing(current_of(one))
