"""What forms offer to choose from: villages of the hat's reach, and records of the same people."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.common.actor import Actor, AreaRange
from backend.common.errors import NotFound
from backend.exchange.rules.matching import Agreement, Person, compare
from cooperatives.models import Household, HouseholdMember
from stations.models import Area, StationCatchment
from stations.queries import named

MOST = 20


def villages(actor: Actor, *, words: str = "") -> QuerySet[Area]:
    """Villages and communities of the actor's areas, of its station's catchment, or where it
    founds a cooperative; found by name, pinyin, initials or township.
    """
    places = Area.objects.filter(level__in=["village", "community"], closed_on__isnull=True)
    served = StationCatchment.objects.filter(
        station__uid__in=actor.stations, valid_to__isnull=True
    ).values("area")
    found = places.visible_to(actor) | places.filter(Q(pk__in=served) | _founded(actor))
    for word in words.split()[:4]:
        found = found.filter(named(word) | named(word, of="parent__"))
    return found.select_related("parent").order_by("code")


def village_in_reach(actor: Actor, code: str) -> Area | None:
    return villages(actor).filter(code=code).first()


def _founded(actor: Actor) -> Q:
    if not actor.founds_in:
        return Q(pk__in=[])
    reach = AreaRange.of(actor.founds_in)
    return Q(code__gte=reach.low, code__lt=reach.high)


@dataclass(frozen=True, slots=True)
class Alike:
    """A registered household that may be the same, and which fields say so."""

    household: Household
    points: int
    agreements: list[Agreement]


def alike(actor: Actor, uid: UUID, *, beside: UUID | None = None) -> list[Alike]:
    """Likeliest first, or the one that was named: four statements however many there are."""
    household = Household.objects.visible_to(actor).filter(uid=uid).first()
    if household is None:
        raise NotFound("没有找到这户")
    found = Household.objects.visible_to(actor).active().filter(is_temporary=False)
    found = found.filter(uid=beside) if beside else found.filter(_near(household))
    others = list(found.exclude(pk=household.pk).select_related("area__parent")[:MOST])
    heads = _numbered([household, *others])
    rows = [_compared(household, other, heads) for other in others]
    return sorted(rows, key=lambda row: (-row.points, row.household.card_no))


def _near(household: Household) -> Q:
    same = Q(area_code=household.area_code, pinyin=household.pinyin)
    same |= Q(area_code__startswith=household.area_code[:9], head_name=household.head_name)
    return same | Q(phone_index=household.phone_index) if household.phone_index else same


def _numbered(households: list[Household]) -> set[int]:
    """Households whose head's identity number is kept."""
    heads = HouseholdMember.objects.present().filter(household__in=households, relation="head")
    return set(heads.filter(identity_index__isnull=False).values_list("household_id", flat=True))


def _compared(household: Household, other: Household, heads: set[int]) -> Alike:
    phones = [household.phone_index, other.phone_index]
    same: bool | None = phones[0] == phones[1] if all(phones) else None
    points, agreements = compare(_person(household, heads), _person(other, heads), phone_same=same)
    return Alike(other, points, agreements)


def _person(household: Household, heads: set[int]) -> Person:
    facts: dict[str, Any] = {"has_identity": household.pk in heads}
    return Person(
        name=household.head_name, pinyin=household.pinyin, village=household.area_code,
        phone_tail=household.phone_tail, pinyin_initials=household.initials, **facts,
    )  # fmt: skip
