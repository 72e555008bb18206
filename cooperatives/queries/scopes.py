"""What a hat can be granted for: areas, stations, cooperatives; their names are public."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from backend.accounts.models import RoleAssignment, User
from backend.accounts.services import Scope
from backend.common.actor import Actor
from backend.common.search import fold, is_sound
from cooperatives.models import Cooperative, Household
from stations.models import Area, Station
from stations.queries.registry import named

AREA_KINDS = ("county", "township", "village")
MOST = 30


def scope_of(kind: str, ref: str) -> Scope | None:
    """`ref` is the area's code or the record's uid."""
    return next(iter(_found(kind, ref=ref)), None)


def scopes(kind: str, term: str, actor: Actor) -> list[Scope]:
    """For the form of a grant: a manager finds the own cooperative, an administrator all."""
    if actor.role == "CM":
        return [scope for uid in sorted(actor.cooperatives) for scope in _found(kind, ref=uid)]
    return _found(kind, term=term.strip())


def _found(kind: str, *, ref: str = "", term: str = "") -> list[Scope]:
    if kind in AREA_KINDS:
        areas = Area.objects.filter(level=kind, **({"code": ref} if ref else {}))
        areas = areas.select_related("parent").order_by("code")
        areas = areas.filter(named(term)) if term else areas
        return [
            Scope(
                kind=kind, ref="", area_prefix=area.code, place_code=area.code,
                name=f"{area.parent.name} {area.name}" if kind == "village" and area.parent
                else area.name,
            )
            for area in areas[:MOST]
        ]  # fmt: skip
    if kind not in ("station", "cooperative"):
        return []
    model = Station if kind == "station" else Cooperative
    rows = model._default_manager.filter(_called(kind, term))
    if ref:
        rows = rows.filter(uid=ref) if _is_uid(ref) else rows.none()
    return [
        Scope(kind=kind, ref=str(row.uid), name=row.name, place_code=row.area_code)
        for row in rows.order_by("name", "pk")[:MOST]
    ]


def _called(kind: str, term: str) -> Q:
    """Name, pinyin or initials; a station has those of its village and its township."""
    word = fold(term).replace(" ", "")
    if not is_sound(word):
        return Q(name__contains=word)
    if kind == "station":
        return named(word, of="area__") | named(word, of="area__parent__")
    return Q(pinyin__contains=word) | Q(initials__contains=word)


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def has_household_hat(user: User, household: Household, *, on: date) -> bool:
    """In force, or waiting for the second person."""
    held = RoleAssignment.objects.filter(
        user=user, role="HM", scope_ref=str(household.uid), refused_at__isnull=True
    )
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).exists()
