"""Households from the registers that villages keep: found by card or by the head's number."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.common.actor import Actor
from backend.common.sealed import Sealed, blind_index
from backend.exchange.rules import matching, values
from backend.exchange.rules.columns import Column, by_name
from backend.exchange.rules.matching import Person
from backend.exchange.rules.rows import Candidate, Row
from backend.exchange.services.kinds import EditingDesk, Kind, Outgoing, Undo
from cooperatives.models import Household, HouseholdMember
from cooperatives.services.importing import household_rows
from cooperatives.services.importing.household_records import (
    PLAIN,
    READ,
    Known,
    heads_of,
    person_of,
    with_phone,
)
from stations.services.importing.places import AREA_COLUMNS, Villages, area_values

CATEGORIES = dict(Household.Category.choices)
CAUSES = {code: name for code, name in Household.Cause.choices if code}
# Old words of registers, said today's way (DOMAIN section 5, SCREENS P9).
OLD_WORDS = {
    "脱贫户": "lifted", "已脱贫户": "lifted", "一般户": "general", "一般农户": "general",
    "监测对象": "monitored", "脱贫不稳定户": "monitored", "边缘易致贫户": "monitored",
    "突发严重困难户": "monitored",
}  # fmt: skip
# These have an approval and evidence of their own (ROLES section 4): no file changes them.
BY_REQUEST = ("head_name", "identity", "category", "village_code")


class HouseholdDesk(EditingDesk):
    def __init__(self, actor: Actor, now: datetime) -> None:
        super().__init__(actor, now)
        self.villages = Villages(actor)
        self.writing = household_rows.Writing(actor, now)

    def resolve(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.villages.place(row)
            self._check(row)
        known = Known(rows)
        for row in rows:
            self._match(row, known)
        self._candidates([row for row in rows if row.current is None and not row.problems])

    def create(self, rows: Sequence[Row]) -> list[Undo]:
        return self.writing.create(rows)

    def update(self, rows: Sequence[Row]) -> list[Undo]:
        return self.writing.update(rows)

    def _check(self, row: Row) -> None:
        told = row.values
        row.label = str(told.get("head_name", ""))
        if told.get("labour_count", 0) > told.get("size", 99):
            row.refuse("labour_count", "劳动力不能多于家庭人口")
        number = told.get("identity")
        row.refs["index"] = blind_index(number) if number else ""
        code = row.refs.get("area_code", "")
        loose = f"{code}|{told.get('head_name', '')}|{told.get('phone', '')}"
        row.refs["key"] = row.refs["index"] or told.get("card_no") or loose

    def _match(self, row: Row, known: "Known") -> None:
        by_card = known.by_card.get(row.values.get("card_no", ""))
        owner = known.owners.get(row.refs["index"])
        by_number = known.by_pk.get(owner[0]) if owner else None
        if row.values.get("card_no") and by_card is None:
            row.refuse("card_no", "没有这个户卡号；新户请留空，由系统编号")
            return
        if owner and owner[1] != HouseholdMember.Relation.HEAD:
            row.conflict("identity", "此人登记为另一户的成员，不是户主")
            return
        if by_card and by_number and by_card["pk"] != by_number["pk"]:
            row.conflict("identity", "户卡号与身份证号分属两户")
            return
        found = known.by_uid.get(row.decided) or by_card or by_number
        if found is None:
            self._check_new(row)
        elif not self.actor.reaches_area(found["area_code"]):
            row.conflict("identity", "此人已在管辖范围以外登记，请联系乡镇核对")
        elif found["status"] != Household.Status.ACTIVE:
            row.conflict("card_no", "该户已不在册")
        else:
            self._take(row, found, known.head_identities.get(found["pk"]))

    def _check_new(self, row: Row) -> None:
        for key, word in (("size", "家庭人口"), ("village_code", "村"), ("head_name", "户主姓名")):
            if key not in row.values and not any(one[0] == key for one in row.problems):
                row.refuse(key, f"新户必须填写{word}")

    def _take(self, row: Row, found: Mapping[str, Any], identity: Sealed | None) -> None:
        row.pk, row.version = found["pk"], found["version"]
        current = {key: found[key] or None for key in PLAIN}
        current |= {
            "card_no": found["card_no"], "village_code": found["area_code"],
            "head_name": found["head_name"], "phone": found["sealed_phone"], "identity": identity,
            "size": found["size"], "labour_count": found["labour_count"],
            "land_mu_x100": found["land_mu_x100"],
        }  # fmt: skip
        row.current = current
        for key in BY_REQUEST:
            told, held = row.values.get(key), current.get(key)
            if told is None or row.decided:
                continue
            same = held.matches(told) if isinstance(held, Sealed) else held == told
            if not same:
                row.conflict(key, "与登记不同；请用“信息变更”办理，须有证明并经审批")

    def _candidates(self, rows: Sequence[Row]) -> None:
        """Records nearby that may be the same household; people decide.

        Two heads with numbers of their own never reach the points that hold a row
        (`matching.POINTS`), so a numbered row is held only against records without a number.
        """
        people = {row.number: person_of(row) for row in rows}
        bare = [one for one in people.values() if not one.has_identity]
        numbered = [one for one in people.values() if one.has_identity]
        nearby = self._nearby(bare, numbered)
        for row in rows:
            mine = people[row.number]
            for record in nearby.get(mine.village, ()):
                theirs: Person = record["person"]
                phone = row.values.get("phone")
                sealed: Sealed | None = record["sealed_phone"]
                same = sealed.matches(phone) if phone and sealed else None
                score, why = matching.compare(mine, theirs, phone_same=same)
                if score >= matching.HELD_FROM:
                    row.candidates.append(
                        Candidate(
                            str(record["uid"]), f"{theirs.name} {record['card_no']}", score,
                            [one.as_json() for one in why],
                        )
                    )  # fmt: skip

    def _nearby(
        self, bare: Sequence[Person], numbered_rows: Sequence[Person]
    ) -> dict[str, list[dict[str, Any]]]:
        heads = HouseholdMember.objects.filter(
            relation="head", left_on__isnull=True, identity_index__isnull=False
        )
        active = Household.objects.filter(status=Household.Status.ACTIVE)
        unnumbered = active.filter(~Exists(heads.filter(household=OuterRef("pk"))))
        found = [*alike(active, bare), *alike(unnumbered, numbered_rows)]
        records = [with_phone(one) for one in {one["pk"]: one for one in found}.values()]
        numbered = set(
            heads.filter(household__in=[one["pk"] for one in records]).values_list(
                "household_id", flat=True
            )
        )
        nearby: dict[str, list[dict[str, Any]]] = {}
        for one in records:
            one["person"] = Person(
                one["head_name"], one["pinyin"], one["area_code"], one["phone_tail"],
                one["pk"] in numbered,
            )  # fmt: skip
            nearby.setdefault(one["area_code"], []).append(one)
        return nearby


def alike(records: QuerySet[Household], people: Sequence[Person]) -> Iterator[dict[str, Any]]:
    """Of the same villages, with the same initials or the same end of a phone."""
    if not people:
        return
    near = records.filter(area_code__in={one.village for one in people})
    same = Q(initials__in={one.pinyin_initials for one in people})
    same |= Q(phone_tail__in={one.phone_tail for one in people if one.phone_tail})
    yield from near.filter(same).values(*READ)


class Households(Kind):
    code, title = "household", "农户"
    import_object, view_object = "household_import", "household"
    steps = [["TO"], ["CO"]]
    model = Household
    desk_type = HouseholdDesk
    words = {
        "receipt": "收货单", "membership": "社员登记", "householdmember": "家庭成员",
        "householdcategory": "类别变动", "householdchange": "信息变更申请", "consent": "同意书",
    }  # fmt: skip
    columns = (
        Column(
            "card_no", "户卡号", values.digits_text, aliases=("户编号", "农户编号", "卡号"),
            hint="已有农户填写；新户留空，由系统编号",
        ),
        *AREA_COLUMNS,
        Column(
            "villager_group", "村民小组", values.text(20), aliases=("社", "组别", "小组", "组"),
            sample="二社",
        ),
        Column("address", "住址", values.text(80), aliases=("地址", "门牌"), sample="12 号"),
        Column(
            "head_name", "户主姓名", values.person_name, required=True,
            aliases=("姓名", "户主", "户主名字"), sample="马有福",
        ),
        Column(
            "identity", "身份证号", values.identity,
            aliases=(
                "公民身份号码", "证件号码", "身份证", "身份证号码", "户主身份证号",
                "户主身份证号码",
            ),
            mask=lambda text: f"{text[:6]}{'*' * 8}{text[-4:]}", sample="639999196503120017",
            hint="18 位，须为文本格式",
        ),
        Column(
            "phone", "手机号", values.mobile,
            aliases=("联系电话", "电话", "手机", "手机号码", "联系方式"),
            mask=lambda text: f"{text[:3]}****{text[-4:]}", sample="15400000017",
        ),
        Column(
            "size", "家庭人口", values.whole(1, 30),
            aliases=("人口", "家庭人口数", "人口数", "家庭成员数"), sample=4,
        ),
        Column(
            "labour_count", "劳动力", values.whole(0, 30), aliases=("劳动力人数", "劳力"), sample=2
        ),
        Column(
            "category", "类别", values.choice(CATEGORIES, OLD_WORDS), by_name(CATEGORIES),
            aliases=("农户类别", "户类别", "农户属性", "户属性"),
            choices=tuple(CATEGORIES.values()), sample="一般户",
        ),
        Column(
            "land_mu_x100", "耕地面积(亩)", values.hundredths(10_000), lambda area: area / 100,
            aliases=("耕地面积", "耕地", "承包地面积", "土地面积"), sample=6.5,
        ),
        Column(
            "main_cause", "主要困难原因", values.choice(CAUSES, {"其他": "other"}), by_name(CAUSES),
            aliases=("致贫原因", "主要致贫原因"), choices=tuple(CAUSES.values()), sample="",
        ),
    )  # fmt: skip

    def outgoing(self, actor: Actor, filters: dict[str, str]) -> QuerySet[Household]:
        found = Household.objects.visible_to(actor).filter(status=Household.Status.ACTIVE)
        code = filters.get("area_code", "")
        found = found.filter(area_code__startswith=code) if code else found
        return found.distinct().order_by("pk")

    def rows_out(self, records: QuerySet[Household]) -> Iterator[Outgoing]:
        villages = Villages(Actor(user_uid=""))
        some: list[Household] = []
        for household in records.iterator(chunk_size=1_000):
            some.append(household)
            if len(some) == 1_000:
                yield from told(some, villages)
                some = []
        yield from told(some, villages)

    def take_back(self, entries: Sequence[Undo]) -> None:
        household_rows.forget([int(one["pk"]) for one in entries if one["before"] is None])
        super().take_back(entries)

    def dependants(self, entries: Sequence[Undo]) -> Iterator[str]:
        """Its head and its category came with it: one of each is no later record."""
        own = {"householdmember": 1, "householdcategory": 1}
        yield from self.later_records(entries, own)


def told(households: Sequence[Household], villages: Villages) -> Iterator[Outgoing]:
    heads = heads_of(one.pk for one in households)
    for one in households:
        plain = {key: getattr(one, key) for key in PLAIN}
        yield Outgoing(
            area_values(one.area_code, villages)
            | plain
            | {
                "card_no": one.card_no, "head_name": one.head_name, "phone": one.phone,
                "identity": heads.get(one.pk),
            },
            subject=one,
        )  # fmt: skip
