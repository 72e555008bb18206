"""What must hold in the register and the cooperatives' books and no constraint can see."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from cooperatives import rules
from cooperatives.models import (
    Consent,
    Cooperative,
    Household,
    HouseholdCategory,
    HouseholdMember,
    MemberAccountEntry,
    Membership,
    StationAttachment,
)

SHOWN = 20


def broken_people() -> Iterator[str]:
    yield from _households()
    yield from _categories()
    yield from _cooperatives()
    yield from _overlaps()
    yield from _accounts()


def _households() -> Iterator[str]:
    for household in Household.objects.exclude(area_code=F("area__code"))[:SHOWN]:
        yield f"household {household.card_no}: area code differs from its area"
    headless = Household.objects.active().exclude(
        members__in=HouseholdMember.objects.present().filter(relation="head")
    )
    for household in headless[:SHOWN]:
        yield f"household {household.card_no}: has no head"
    heads = HouseholdMember.objects.present().filter(relation="head")
    for member in heads.exclude(name=F("household__head_name")).select_related("household")[:SHOWN]:
        yield f"household {member.household.card_no}: its head's name is not the member's"
    for member in (
        HouseholdMember.objects.present()
        .exclude(household__status="active")
        .select_related("household")[:SHOWN]
    ):
        yield f"household {member.household.card_no}: has ended and still has people"
    said = Consent.objects.filter(household=OuterRef("pk"), purpose="public_name")
    latest = Subquery(said.order_by("-said_at", "-id").values("given")[:1])
    named = Household.objects.annotate(agreed=latest).filter(agreed__isnull=False)
    for household in named.exclude(named_in_public=F("agreed"))[:SHOWN]:
        yield f"household {household.card_no}: is named in public against its last word"


def _categories() -> Iterator[str]:
    rows = HouseholdCategory.objects.select_related("household", "category__period")
    outside = Q(valid_from__lt=F("category__period__from_on")) | Q(
        valid_from__gt=F("category__period__to_on")
    )
    for row in rows.filter(outside)[:SHOWN]:
        yield f"household {row.household.card_no}: category outside its policy period"
    differs = rows.filter(valid_to__isnull=True).exclude(category__today=F("household__category"))
    for row in differs[:SHOWN]:
        yield f"household {row.household.card_no}: category is not that of its dated row"


def _cooperatives() -> Iterator[str]:
    for cooperative in Cooperative.objects.order_by("id"):
        if not rules.check_credit_code(cooperative.credit_code):
            yield f"cooperative {cooperative.pk}: credit code does not check"
        if not rules.is_cooperative_code(cooperative.credit_code):
            yield f"cooperative {cooperative.pk}: credit code is of another kind of body"


def _overlaps() -> Iterator[str]:
    """Two dated rows of one thing never hold on one day; a day somebody leaves is free again."""
    dated: tuple[tuple[str, QuerySet[Any], tuple[str, ...]], ...] = (
        ("membership", Membership.objects.all(), ("cooperative", "household")),
        ("attachment", StationAttachment.objects.all(), ("station",)),
        ("category", HouseholdCategory.objects.all(), ("household",)),
    )
    for noun, rows, keys in dated:
        same = {key: OuterRef(key) for key in keys}
        later = rows.filter(**same).filter(
            Q(valid_from__gt=OuterRef("valid_from"))
            | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
        )
        begins = Subquery(later.order_by("valid_from", "pk").values("valid_from")[:1])
        clash = rows.annotate(next_from=begins).filter(next_from__isnull=False)
        over = Q(valid_to__isnull=True) | Q(valid_to__gt=F("next_from"))
        for pk in clash.filter(over).values_list("pk", flat=True)[:SHOWN]:
            yield f"{noun} {pk}: overlaps the one after it"


def _accounts() -> Iterator[str]:
    sums = (
        MemberAccountEntry.objects.values("membership__uid", "kind")
        .annotate(total=Sum("amount_fen"))
        .filter(total__lt=0)
        .order_by("membership", "kind")
    )
    for row in sums[:SHOWN]:
        yield f"membership {row['membership__uid']}: {row['kind']} stands at {row['total']} fen"
