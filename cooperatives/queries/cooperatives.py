"""Cooperatives, their members on a day, and what stands on members' accounts."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from backend.common import search
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.models import (
    Cooperative,
    MemberAccountEntry,
    Membership,
    StationAttachment,
    UnitMember,
)
from cooperatives.models.cooperative import CooperativeQuerySet, MembershipQuerySet
from cooperatives.rules.cooperative import Fact, facts_of

KINDS = ("capital", "reserve", "subsidy")


def cooperatives(
    actor: Actor, *, words: str = "", status: str = "", on: date
) -> CooperativeQuerySet:
    """Within reach, each with its members of a day and its stations: one statement."""
    members = Membership.objects.on(on).filter(cooperative=OuterRef("pk")).order_by()
    stations = _attached(on).filter(cooperative=OuterRef("pk")).order_by()
    units = _units(on).filter(cooperative=OuterRef("pk")).order_by()
    found = Cooperative.objects.visible_to(actor).select_related("area__parent")
    if status in Cooperative.Status.values:
        found = found.filter(status=status)
    for word in words.split()[:4]:
        found = found.filter(_match(word))
    return found.annotate(
        member_count=_count(members), station_count=_count(stations), unit_count=_count(units)
    )


def _count(rows: QuerySet) -> Subquery:  # type: ignore[type-arg]
    return Subquery(rows.values("cooperative").annotate(n=Count("pk")).values("n"))


def _match(word: str) -> Q:
    term = search.fold(word)
    if search.is_sound(term):
        return (
            Q(initials__contains=term)
            | Q(pinyin__contains=term)
            | Q(credit_code__startswith=term.upper())
        )
    place = Q(area__name__contains=term) | Q(area__parent__name__contains=term)
    return Q(name__contains=term) | Q(credit_code__startswith=term.upper()) | place


def cooperative_in_reach(actor: Actor, uid: UUID, *, on: date) -> Cooperative:
    found = cooperatives(actor, on=on).filter(uid=uid).first()
    if found is None:
        raise NotFound("没有找到这个合作社")
    return found


def facts_on(cooperative: Cooperative, *, on: date) -> list[Fact]:
    """What the law says of its members on a day; shown, never a block."""
    households = Membership.objects.on(on).filter(cooperative=cooperative).count()
    units = _units(on).filter(cooperative=cooperative).count()
    return facts_of(households=households, units=units)


def units_of(cooperative: Cooperative) -> QuerySet[UnitMember]:
    return UnitMember.objects.filter(cooperative=cooperative).order_by("-valid_from", "id")


def attachments_of(cooperative: Cooperative) -> QuerySet[StationAttachment]:
    links = StationAttachment.objects.filter(cooperative=cooperative)
    return links.select_related("station").order_by("-valid_from", "id")


def members(
    actor: Actor, cooperative: Cooperative, *, on: date, words: str = "", left: bool = False
) -> MembershipQuerySet:
    """Members of a day, or (`left`) everybody who ever was one, with their account's sums."""
    found = Membership.objects.visible_to(actor).filter(cooperative=cooperative)
    found = found if left else found.on(on)
    for word in words.split()[:4]:
        found = found.filter(_match_member(word))
    found = found.select_related("household__area", "cooperative")
    return found.annotate(**{f"{kind}_fen": _balance(kind, on) for kind in KINDS})


def membership_in_reach(actor: Actor, uid: UUID, *, on: date) -> Membership:
    found = Membership.objects.visible_to(actor).filter(uid=uid)
    one = (
        found.select_related("household__area", "cooperative")
        .annotate(**{f"{kind}_fen": _balance(kind, on) for kind in KINDS})
        .first()
    )
    if one is None:
        raise NotFound("没有找到这位社员")
    return one


def entries_of(membership: Membership) -> QuerySet[MemberAccountEntry]:
    rows = MemberAccountEntry.objects.filter(membership=membership).select_related("made_by")
    return rows.order_by("-booked_on", "-id")


def account_balance(membership: Membership, kind: str) -> int:
    rows = MemberAccountEntry.objects.filter(membership=membership, kind=kind)
    return int(rows.aggregate(total=Sum("amount_fen"))["total"] or 0)


def account_bases(memberships: Iterable[Membership], *, on: date) -> dict[int, dict[str, int]]:
    """Capital, reserve and subsidy share of each membership at the end of a day, in fen."""
    rows = MemberAccountEntry.objects.filter(
        membership__in=[row.pk for row in memberships], booked_on__lte=on
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows.values("membership", "kind").annotate(total=Sum("amount_fen")).order_by():
        found.setdefault(row["membership"], dict.fromkeys(KINDS, 0))[row["kind"]] = row["total"]
    return found


def next_member_number(cooperative: Cooperative) -> str:
    """M0001, M0002 …: one above the highest that has this shape."""
    taken = Membership.objects.filter(cooperative=cooperative).values_list("number", flat=True)
    numbers = [int(text[1:]) for text in taken if text[:1] == "M" and text[1:].isdigit()]
    return f"M{max(numbers, default=0) + 1:04d}"


def member_number_taken(cooperative: Cooperative, number: str) -> bool:
    return Membership.objects.filter(cooperative=cooperative, number=number).exists()


def _balance(kind: str, on: date) -> Subquery:
    rows = MemberAccountEntry.objects.filter(
        membership=OuterRef("pk"), kind=kind, booked_on__lte=on
    )
    return Subquery(rows.order_by().values("membership").annotate(n=Sum("amount_fen")).values("n"))


def _attached(on: date) -> QuerySet[StationAttachment]:
    begun = StationAttachment.objects.filter(valid_from__lte=on)
    return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _units(on: date) -> QuerySet[UnitMember]:
    begun = UnitMember.objects.filter(valid_from__lte=on)
    return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _match_member(word: str) -> Q:
    term = search.fold(word)
    if term.isdigit():
        return Q(household__phone_tail=term) | Q(number__endswith=term)
    if search.is_sound(term):
        return (
            Q(household__initials__startswith=term)
            | Q(household__pinyin__startswith=term)
            | Q(number=term.upper())
        )
    return Q(household__head_name__contains=term) | Q(household__area__name__contains=term)
