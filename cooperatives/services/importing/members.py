"""The people of households; heads come with their households, children without a number."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from backend.common.actor import Actor
from backend.common.sealed import Sealed, blind_index
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.rows import Row
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.tables import EditedTableDesk
from cooperatives.models import Household, HouseholdMember

RELATIONS = dict(HouseholdMember.Relation.choices)
LABOUR = dict(HouseholdMember.Labour.choices)
SEXES = {"male": "男", "female": "女"}
GROWN_UP = 14
PLAIN = ("name", "relation", "sex", "birth_year", "labour")


class MemberDesk(EditedTableDesk):
    model = HouseholdMember

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.label = str(row.values.get("name", ""))
            self._from_number(row)
        cards = {row.values.get("card_no", "") for row in rows}
        found = Household.objects.visible_to(self.actor).active().filter(card_no__in=cards)
        self.homes = dict(found.distinct().values_list("card_no", "pk"))
        people = HouseholdMember.objects.present().filter(household__in=self.homes.values())
        by_name = {(one.household_id, one.name): one for one in people}
        numbers = {row.refs["index"] for row in rows} - {""}
        owners = dict(
            HouseholdMember.objects.present()
            .filter(identity_index__in=numbers)
            .values_list("identity_index", "household_id")
        )
        for row in rows:
            self._match(row, by_name, owners)

    def fields(self, row: Row) -> dict[str, Any]:
        found = {key: row.values[key] for key in PLAIN if key in row.values}
        if row.current is None:
            joined = row.values.get("joined_on")
            found |= {
                "household_id": row.refs["household_id"],
                "joined_on": date.fromisoformat(joined) if joined else self._today(),
                "identity": row.values.get("identity", ""),
                "identity_index": row.refs["index"] or None,
            }
        return found

    def _today(self) -> date:
        return timezone.localdate(self.now)

    def _from_number(self, row: Row) -> None:
        """Birth year and sex stand in the number; of a child under 14 no number is kept."""
        number = row.values.get("identity", "")
        if number:
            row.values.setdefault("birth_year", int(number[6:10]))
            row.values.setdefault("sex", "male" if int(number[16]) % 2 else "female")
            born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
            if (self._today() - born).days < GROWN_UP * 365.25:
                del row.values["identity"]
                number = ""
        row.refs["index"] = blind_index(number) if number else ""

    def _match(self, row: Row, by_name: dict[Any, HouseholdMember], owners: dict[Any, int]) -> None:
        home = self.homes.get(row.values.get("card_no", ""))
        if home is None:
            if "card_no" in row.values:
                row.refuse("card_no", "没有这个户卡号，或不在您的管辖范围")
            return
        row.refs["household_id"] = home
        row.refs["key"] = f"{home}|{row.values.get('name', '')}"
        known = by_name.get((home, row.values.get("name", "")))
        owner = owners.get(row.refs["index"])
        if owner is not None and (owner != home or known is None):
            row.conflict("identity", "此身份证号已登记在别处，或姓名与登记不同")
        elif known is None:
            if row.values.get("relation") == "head":
                row.refuse("relation", "户主随农户登记；更换户主请用“信息变更”办理")
        else:
            self._take(row, known)

    def _take(self, row: Row, known: HouseholdMember) -> None:
        row.pk, row.version = known.pk, known.version
        row.current = current_of(known)
        told = row.values.get("identity")
        if told and (known.identity is None or not known.identity.matches(told)):
            row.conflict("identity", "与登记不同；请用“信息变更”办理，须有证明并经审批")
        relation = row.values.get("relation", known.relation)
        if relation != known.relation and "head" in (relation, known.relation):
            row.conflict("relation", "更换户主请用“信息变更”办理")


def current_of(member: HouseholdMember) -> dict[str, Any]:
    plain: dict[str, Any] = {key: getattr(member, key) or None for key in PLAIN}
    return plain | {
        "card_no": member.household.card_no, "identity": member.identity,
        "joined_on": member.joined_on.isoformat(),
    }  # fmt: skip


class Members(Kind):
    code, title = "member", "家庭成员"
    import_object, view_object = "household_import", "household"
    steps = [["TO"], ["CO"]]
    model = HouseholdMember
    desk_type = MemberDesk
    columns = (
        Column(
            "card_no", "户卡号", values.digits_text, required=True, sample="HC000001",
            aliases=("户编号", "农户编号", "卡号"),
        ),
        Column(
            "name", "姓名", values.person_name, required=True, aliases=("成员姓名",),
            sample="马小兰",
        ),
        Column(
            "relation", "与户主关系", values.choice(RELATIONS), by_name(RELATIONS), required=True,
            aliases=("关系",), choices=tuple(RELATIONS.values()), sample="子女",
        ),
        Column(
            "identity", "身份证号", values.identity,
            aliases=("公民身份号码", "证件号码", "身份证", "身份证号码"),
            mask=lambda text: f"{text[:6]}{'*' * 8}{text[-4:]}", sample="639999197809240024",
            hint="18 位，须为文本格式；未满 14 周岁的不保存号码",
        ),
        Column(
            "sex", "性别", values.choice(SEXES), by_name(SEXES), choices=("男", "女"), sample="女"
        ),
        Column(
            "birth_year", "出生年", values.whole(1900, 2100), aliases=("出生年份",), sample=1978
        ),
        Column(
            "labour", "劳动能力", values.choice(LABOUR), by_name(LABOUR), aliases=("劳动技能",),
            choices=tuple(LABOUR.values()), sample="普通劳动力",
        ),
        Column("joined_on", "入户日期", values.day, aliases=("日期",), sample="2024-03-05"),
    )  # fmt: skip

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[HouseholdMember]:
        found = HouseholdMember.objects.visible_to(actor).present()
        found = found.filter(household__status=Household.Status.ACTIVE)
        code = filters.get("area_code", "")
        found = found.filter(household__area_code__startswith=code) if code else found
        return found.select_related("household").order_by("household_id", "pk")

    def rows_out(self, records: QuerySet[HouseholdMember]) -> Iterator[Outgoing]:
        for member in records.iterator(chunk_size=1_000):
            told = current_of(member)
            if not isinstance(told["identity"], Sealed):
                told["identity"] = None
            yield Outgoing(told, subject=member.household)
