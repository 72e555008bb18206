"""Registering a cooperative, keeping it current, and the stations that sell for it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from backend.accounts.models import RoleAssignment
from cooperatives import queries
from cooperatives.models import Cooperative, StationAttachment
from tests.cast import LONG_AGO, NOW, Cast
from tests.cooperatives.scenes import weigh

Post = Callable[..., Any]
PATH = "/api/v1/cooperatives"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_cooperatives_are_listed_and_found(
    cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = cast.client("official")
    with django_assert_num_queries(5):
        rows = client.get(PATH).json()["results"]
    assert {row["name"]: (row["member_count"], row["station_count"]) for row in rows} == {
        "东峡种植专业合作社": (3, 1), "青林养殖专业合作社": (0, 2),
    }  # fmt: skip
    assert len(client.get(PATH, {"search": "東峽"}).json()["results"]) == 1
    assert len(client.get(PATH, {"search": "93639999MA9900028A"}).json()["results"]) == 1


def founder(cast: Cast) -> None:
    """A manager's hat over a village: the cooperative it will manage is not there yet."""
    old = cast.hats["manager"]
    cast.hats["manager"] = RoleAssignment.objects.create(
        user=old.user, role="CM", scope_kind="village", scope_name="东峡一村",
        area_prefix="630121103200", valid_from=LONG_AGO, granted_by=old.granted_by,
        approved_by=old.approved_by,
    )  # fmt: skip


REGISTRATION = {
    "name": "东峡一村股份经济合作社", "credit_code": "N2639999MF99000189",
    "founded_on": "2026-06-01",
}  # fmt: skip


def register(cast: Cast, post: Post, **changes: Any) -> Any:
    body = {"village": cast.dongxia_village.code, "said": REGISTRATION | changes}
    return post(cast.client("manager"), PATH, body)


def test_a_cooperative_is_registered_with_the_townships_word(cast: Cast, post: Post) -> None:
    founder(cast)
    made = register(cast, post)
    assert (made.status_code, made.json()["status"]) == (201, "submitted")
    path = f"{PATH}/{made.json()['uid']}/decide"
    for who, status in (("manager", 403), ("stranger_official", 404)):
        assert post(cast.client(who), path, {"verdict": "approve"}).status_code == status
    done = post(cast.client("township_official"), path, {"verdict": "approve"})
    assert (done.status_code, done.json()["status"]) == (200, "registered")
    assert not list(queries.broken_invariants(now=NOW))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"credit_code": "N2639999MF99000180"}, 422),
        ({"credit_code": "93639999MA990001XA"}, 409),
        ({"founded_on": "2027-01-01"}, 422),
        ({"name": "社"}, 422),
    ],
)
def test_a_wrong_registration_is_refused(
    cast: Cast, post: Post, changes: dict[str, Any], status: int
) -> None:
    founder(cast)
    assert register(cast, post, **changes).status_code == status
    assert Cooperative.objects.count() == 2


def test_the_accountant_keeps_the_contact_and_two_editors_meet(cast: Cast, post: Post) -> None:
    path = f"{PATH}/{cast.cooperative.uid}/edit"
    body = {"version": 1, "said": {"office_phone": "0971-1234567", "name": "别的名字"}}
    done = post(cast.client("accountant"), path, body).json()
    assert (done["office_phone"], done["name"], done["version"]) == (
        "0971-1234567", "东峡种植专业合作社", 2,
    )  # fmt: skip
    assert post(cast.client("accountant"), path, body).status_code == 409
    for who, status in (("stranger_manager", 404), ("official", 403), ("buyer", 403)):
        assert post(cast.client(who), path, body | {"version": 2}).status_code == status
    assert Cooperative.objects.get(pk=cast.cooperative.pk).version == 2


def attach(cast: Cast, post: Post, who: str = "township_official", **changes: Any) -> Any:
    body = {"cooperative": str(cast.near_cooperative.uid), "from_on": "2026-10-01",
            "reason": "合作社合并"} | changes  # fmt: skip
    return post(cast.client(who), f"/api/v1/stations/{cast.dongxia_station.uid}/attachment", body)


@pytest.fixture
def near(cast: Cast) -> Cooperative:
    """Another cooperative of the same township."""
    cast.places["near_cooperative"] = Cooperative.objects.create(
        name="东峡二村养殖合作社", credit_code="93639999MA99000365",
        area=cast.dongxia_other_village, area_code=cast.dongxia_other_village.code,
        founded_on=date(2020, 1, 1),
    )  # fmt: skip
    return cast.near_cooperative


def test_a_station_moves_to_another_cooperative_on_a_day(
    cast: Cast, post: Post, near: Cooperative
) -> None:
    assert attach(cast, post).status_code == 201
    day = date(2026, 10, 1)
    sells = [queries.cooperative_of(cast.dongxia_station, on=on) for on in
             (day - timedelta(days=1), day)]  # fmt: skip
    assert sells == [cast.cooperative, near]
    assert weigh(cast).cooperative == cast.cooperative
    assert not list(queries.broken_invariants(now=NOW))


@pytest.mark.parametrize(
    ("changes", "status"), [({"from_on": "2026-09-01"}, 422), ({"reason": "x"}, 422)]
)
def test_an_attachment_that_would_rewrite_the_past_is_refused(
    cast: Cast, post: Post, near: Cooperative, changes: dict[str, Any], status: int
) -> None:
    assert attach(cast, post, **changes).status_code == status
    assert StationAttachment.objects.filter(station=cast.dongxia_station).count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("stranger_official", 404), ("official", 403), ("manager", 403)]
)
def test_strangers_attach_nothing(
    cast: Cast, post: Post, near: Cooperative, who: str, status: int
) -> None:
    assert attach(cast, post, who).status_code == status
    assert StationAttachment.objects.filter(station=cast.dongxia_station).count() == 1
