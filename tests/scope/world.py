"""The valley with one sample of every record, and each of the eleven roles in each position.

Positions: where the sample is (`own`), a sibling township or another county (`sibling`), another
cooperative, another household or buyer, and the own place with an assignment that ended yesterday
(`expired`). Built once; every call of the harness is rolled back.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts.api.middleware import STEPPED_UP_AT
from backend.accounts.models import RoleAssignment, User
from backend.accounts.rules import ROLES, SECOND_FACTOR
from tests import cast as people
from tests.scope import samples

YESTERDAY = date(2026, 9, 27)
AREA_ROLES = {"CO": "630122", "AU": "630122", "TO": "630121205", "PS": "630121205200"}


@dataclass
class World:
    """`cast` and, by name, one sample of each record (`world.receipt`)."""

    cast: people.Cast
    samples: dict[str, Any] = field(default_factory=dict)
    browsers: dict[tuple[str, str], Client] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("samples", {}):
            return self.samples[name]
        return getattr(self.__dict__["cast"], name)


def build() -> World:
    world = World(people.build())
    samples.fill(world.samples, world.cast)
    for role in ROLES:
        own = next(hat for hat in world.cast.hats.values() if hat.role == role)
        world.browsers[role, "own"] = _browser(own)
        world.browsers[role, "expired"] = _browser(_copy(own, "expired", valid_to=YESTERDAY))
        for position, scope in _elsewhere(role, world.cast):
            world.browsers[role, position] = _browser(_copy(own, position, **scope))
    return world


def _elsewhere(role: str, cast: people.Cast) -> list[tuple[str, dict[str, Any]]]:
    if role in AREA_ROLES:
        return [("sibling", {"area_prefix": AREA_ROLES[role], "place_code": AREA_ROLES[role]})]
    if role == "SO":
        return [("sibling", _at(cast.baoku_station))]
    if role in ("CM", "CA", "CS"):
        return [("other cooperative", _at(cast.other_cooperative))]
    if role == "HM":
        return [("other household", _at(cast.monitored_household))]
    return [("other buyer", {})] if role == "BY" else []


def _at(place: Any) -> dict[str, Any]:
    return {"scope_ref": str(place.uid), "place_code": place.area_code}


def _copy(own: RoleAssignment, position: str, **scope: Any) -> RoleAssignment:
    """The same role on another head."""
    username = f"{own.role}-{position}".replace(" ", "-").lower()
    user = User.objects.create(username=username, name=f"{own.role}他人", password="!")
    buys = own.role == "BY"
    values: dict[str, Any] = {
        "scope_kind": own.scope_kind, "scope_ref": own.scope_ref, "area_prefix": own.area_prefix,
        "place_code": own.place_code, "scope_name": own.scope_name, "valid_from": own.valid_from,
        "granted_by": user if buys else own.granted_by,
        "approved_by": user if buys else own.approved_by,
    }  # fmt: skip
    return RoleAssignment.objects.create(user=user, role=own.role, **(values | scope))


def _browser(hat: RoleAssignment) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(hat.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["hat"] = str(hat.uid)
    if hat.role in SECOND_FACTOR:
        device, _ = TOTPDevice.objects.get_or_create(user=hat.user, name="scope")
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        # Given just now, so that what is refused is refused for its scope.
        session[STEPPED_UP_AT] = int(people.NOW.timestamp())
    session.save()
    return client
