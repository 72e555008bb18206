"""The registered households that rows may be about, read in a few statements per chunk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from backend.common.sealed import Sealed
from backend.common.search import person_sounds
from backend.exchange.rules.matching import Person
from backend.exchange.rules.rows import Row
from cooperatives.models import Household, HouseholdMember

PLAIN = (
    "villager_group", "address", "size", "labour_count", "category", "land_mu_x100", "main_cause",
)  # fmt: skip
READ = (
    "pk", "uid", "version", "card_no", "area_code", "head_name", "pinyin", "phone", "phone_tail",
    "status", *PLAIN,
)  # fmt: skip


class Known:
    """The households that a chunk's cards and numbers lead to, in three statements."""

    def __init__(self, rows: Sequence[Row]) -> None:
        indexes = {row.refs["index"] for row in rows} - {""}
        cards = {row.values["card_no"] for row in rows if "card_no" in row.values}
        uids = {row.decided for row in rows} - {"", "different"}
        people = HouseholdMember.objects.filter(identity_index__in=indexes, left_on__isnull=True)
        self.owners = {
            index: (household, relation)
            for index, household, relation in people.values_list(
                "identity_index", "household_id", "relation"
            )
        }
        pks = {household for household, _ in self.owners.values()}
        found = Household.objects.filter(Q(pk__in=pks) | Q(card_no__in=cards) | Q(uid__in=uids))
        self.by_pk = {one["pk"]: with_phone(one) for one in found.values(*READ)}
        self.by_card = {one["card_no"]: one for one in self.by_pk.values()}
        self.by_uid = {str(one["uid"]): one for one in self.by_pk.values()}
        self.head_identities = heads_of(self.by_pk)


def heads_of(households: Any) -> dict[int, Sealed]:
    heads = HouseholdMember.objects.filter(
        household__in=list(households), relation="head", left_on__isnull=True
    )
    return {
        household: Sealed(token, f"cooperatives.householdmember.identity:{uid}")
        for household, uid, token in heads.values_list("household_id", "uid", "identity")
        if token
    }


def with_phone(record: dict[str, Any]) -> dict[str, Any]:
    token = record["phone"]
    bound_to = f"cooperatives.household.phone:{record['uid']}"
    record["sealed_phone"] = Sealed(token, bound_to) if token else None
    return record


def person_of(row: Row) -> Person:
    name = row.values["head_name"]
    pinyin, initials = person_sounds(name)
    return Person(
        name, pinyin, row.refs["area_code"], row.values.get("phone", "")[-4:],
        bool(row.refs["index"]), initials[:20],
    )  # fmt: skip
