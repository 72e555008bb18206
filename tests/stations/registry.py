"""Changes of the registry, as the tests of this folder need them."""

from datetime import timedelta
from typing import Any

from django.test import Client

from backend.accounts.models import RoleAssignment, User
from backend.common.sealed import blind_index
from stations.models import Station
from tests.cast import LONG_AGO, NOW, Cast

TODAY = NOW.date()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def second_township_official(cast: Cast) -> str:
    """Another person of 东峡镇: the maker never approves."""
    user = User(username="township_second", name="测试98", password=cast.users["official"].password)
    user.phone = "15490000098"
    user.phone_index = blind_index("15490000098")
    user.save()
    cast.users["township_second"] = user
    cast.hats["township_second"] = RoleAssignment.objects.create(
        user=user, role="TO", scope_kind="township", scope_name="东峡镇",
        area_prefix="630121103", valid_from=LONG_AGO, granted_by=cast.users["official"],
        approved_by=cast.users["administrator"],
    )  # fmt: skip
    return "township_second"


def decide(post: Any, client: Client, uid: str, verdict: str = "approve", comment: str = "") -> Any:
    body = {"verdict": verdict, "comment": comment}
    return post(client, f"/api/v1/place-changes/{uid}/decide", body)


def agree(cast: Cast, post: Any, uid: str) -> Any:
    """Township, then county."""
    if "township_second" not in cast.users:
        second_township_official(cast)
    first = decide(post, cast.client("township_second"), uid)
    assert first.status_code == 200, first.content.decode()
    return decide(post, cast.client("official"), uid)


def ask(cast: Cast, post: Any, station: Station, what: str, **body: Any) -> Any:
    """The township official submits a change of a station."""
    address = f"/api/v1/stations/{station.uid}/{what}"
    return post(cast.client("township_official"), address, body)


def move(cast: Cast, post: Any, station: Station, step: str, on: str = YESTERDAY) -> Any:
    answer = ask(cast, post, station, "moves", move=step, on=on, reason="按期办理")
    assert answer.status_code == 201, answer.content.decode()
    return agree(cast, post, answer.json()["uid"])


def application(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "village": cast.dongxia_other_village.code, "name": "东峡二村电商服务站",
        "host_kind": "村委会", "level": "village", "area_m2": 32, "broadband": True,
        "equipment": [{"name": "电子秤", "count": 1}], "zones": ["payment", "parcel"],
        "services": ["parcel_in"], "service_hours": "8:30-18:00", "reason": "本村没有服务站",
    } | more  # fmt: skip
