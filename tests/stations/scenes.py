"""Things that happen at the counter, as the tests of this folder need them."""

import uuid
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.cast import NOW


def parcel_body(**more: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()), "direction": "in", "waybill": "SF1540 0000 0001",
        "carrier": "顺丰", "shelf_code": "a-12", "name": "马有福", "phone": "15400000001",
        "arrived_at": NOW.isoformat(),
    } | more  # fmt: skip


def hand_over_body(**more: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()), "taken_by": "owner", "name": "马有福",
        "handed_at": NOW.isoformat(),
    } | more  # fmt: skip


def service_body(**more: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()), "kind": "bill_payment", "count": 2, "amount": "120.50",
        "fee": "2.00", "note": "电费", "done_at": NOW.isoformat(),
    } | more  # fmt: skip


def take_in(post: Any, client: Client, **more: Any) -> dict[str, Any]:
    answer = post(client, "/api/v1/parcels", parcel_body(**more))
    assert answer.status_code == 201, answer.content.decode()
    return dict(answer.json())


def hand(post: Any, client: Client, uid: str, **more: Any) -> Any:
    return post(client, f"/api/v1/parcels/{uid}/hand-over", hand_over_body(**more))


def minutes_later(count: int) -> str:
    return (NOW + timedelta(minutes=count)).isoformat()
