"""An operator moves to another station with records still queued (docs/adr/0004)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import RoleAssignment
from cooperatives.models import DayClose, Household, Receipt, StockCount
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import weigh
from tests.cooperatives.test_receipts_api import PATH, said

Post = Callable[..., Any]
YESTERDAY = date(2026, 9, 27)


@pytest.fixture
def moved(cast: Cast, clock: Any) -> Client:
    """A phone bound at the old station; since this morning the operator works at another one."""
    phone = cast.device("operator")
    old = cast.hats["operator"]
    RoleAssignment.objects.filter(pk=old.pk).update(valid_to=YESTERDAY)
    RoleAssignment.objects.create(
        user=old.user, role="SO", scope_kind="station", scope_ref=str(cast.qinglin_station.uid),
        valid_from=date(2026, 9, 28), granted_by=old.granted_by, approved_by=old.approved_by,
    )  # fmt: skip
    return phone


def weighed(cast: Cast, at: Any) -> dict[str, Any]:
    return said(cast, weighed_at=at.isoformat())


def test_what_was_weighed_before_the_move_belongs_to_the_old_station(
    cast: Cast, moved: Client, post: Post
) -> None:
    answer = post(moved, PATH, weighed(cast, NOW - timedelta(days=1)))
    assert answer.status_code == 201, answer.content.decode()
    assert Receipt.objects.get().station == cast.dongxia_station


def test_a_replay_after_the_move_is_the_same_receipt(cast: Cast, moved: Client, post: Post) -> None:
    record = weighed(cast, NOW - timedelta(days=1))
    answers = [post(moved, PATH, record).status_code for _ in range(3)]
    assert (len(answers), Receipt.objects.count()) == (3, 1)


def test_what_was_weighed_after_the_move_is_refused_with_a_way_out(
    cast: Cast, moved: Client, post: Post
) -> None:
    answer = post(moved, PATH, weighed(cast, NOW))
    assert (answer.status_code, answer.json()["code"]) == (403, "made_after_the_hat_ended")
    assert "2026-09-27" in answer.json()["detail"]
    assert "现任运营员" in answer.json()["detail"]
    assert Receipt.objects.count() == 0


def entry(cast: Cast, made_at: Any) -> dict[str, Any]:
    return {
        "uid": "5f0c0c06-0d5b-4b63-9c54-1b2f1c7a0009", "name": "韩占海",
        "village": cast.dongxia_village.code, "made_at": made_at.isoformat(),
    }  # fmt: skip


def test_somebody_entered_before_the_move_is_entered_and_weighed_in(
    cast: Cast, moved: Client, post: Post
) -> None:
    then = NOW - timedelta(days=1)
    made = post(moved, "/api/v1/households/temporary", entry(cast, then))
    weighed_in = post(moved, PATH, weighed(cast, then) | {"household": made.json()["uid"]})
    assert (made.status_code, weighed_in.status_code) == (201, 201)
    assert Receipt.objects.get().household.head_name == "韩占海"


def test_nobody_is_entered_and_no_day_closed_after_the_move(
    cast: Cast, moved: Client, post: Post
) -> None:
    uid, lot = "5f0c0c06-0d5b-4b63-9c54-1b2f1c7a0010", weigh(cast).lot.code
    late = {
        "households/temporary": entry(cast, NOW),
        "day-closes": {"uid": uid, "on": "2026-09-27", "cash": "0.00", "unsent_count": 0},
        "stock-counts": {"uid": uid, "lines": [{"lot": lot, "on_hand_g": 1}]},
        f"lots/{lot}/moves": {"uid": uid, "kind": "waste", "cause": "spoiled", "weight_g": 1},
    }
    codes = {post(moved, f"/api/v1/{path}", body).json()["code"] for path, body in late.items()}
    assert codes == {"made_after_the_hat_ended"}
    assert (Household.objects.count(), DayClose.objects.count(), StockCount.objects.count()) == (
        3, 0, 0,
    )  # fmt: skip


def test_the_old_phone_reads_nothing_any_more(cast: Cast, moved: Client) -> None:
    answer = moved.get("/api/v1/households")
    assert (answer.status_code, answer.json()["code"]) == (403, "hat_ended")


def test_after_a_month_the_old_binding_is_over(
    cast: Cast, moved: Client, post: Post, clock: Any
) -> None:
    clock.shift(timedelta(days=30))
    answer = post(moved, PATH, weighed(cast, NOW - timedelta(days=1)))
    assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")
    assert Receipt.objects.count() == 0
