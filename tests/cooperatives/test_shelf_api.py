"""Rejection, waste and counting at the counter."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from backend.common.errors import DomainError
from cooperatives import queries, rules
from cooperatives.models import Lot, Receipt, StockCount, StockMove
from cooperatives.services import hold_lots, sell_held, take_out
from tests.cast import NOW, Cast, build
from tests.cooperatives.scenes import weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]


def out(receipt: Receipt, **changes: Any) -> tuple[str, dict[str, Any]]:
    body = {"uid": str(uuid.uuid4()), "kind": "waste", "cause": "spoiled", "weight_g": 2_000}
    return f"/api/v1/lots/{receipt.lot.code}/moves", body | changes


def grams(receipt: Receipt) -> tuple[int, int, int]:
    lot = Lot.objects.get(receipt=receipt)
    return lot.available_g, lot.rejected_g, lot.wasted_g


def test_waste_and_rejection_leave_the_stock_with_their_reason(cast: Cast, post: Post) -> None:
    receipt, client = weigh(cast), cast.client("operator")
    post(client, *out(receipt))
    answer = post(client, *out(receipt, kind="reject", cause="other", reason="有虫眼"))
    assert (answer.status_code, answer.json()["kind_name"]) == (201, "质量拒收")
    assert grams(receipt) == (8_750, 2_000, 2_000)
    told = cast.client("manager").get(f"/api/v1/lots/{receipt.lot.code}/moves").json()["results"]
    assert [row["cause_name"] for row in told] == ["其他", "腐坏"]
    assert list(queries.broken_invariants(now=NOW)) == []


def test_the_same_move_twice_moves_once(cast: Cast, post: Post) -> None:
    receipt, client = weigh(cast), cast.client("operator")
    path, body = out(receipt)
    answers = [post(client, path, body) for _ in range(3)]
    other = post(client, path, body | {"weight_g": 1})
    assert {answer.status_code for answer in answers} == {201}
    assert (other.status_code, other.json()["code"]) == (409, "move_changed")
    assert grams(receipt) == (10_750, 0, 2_000)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"weight_g": 12_751}, 409, "lot_has_less"),
        ({"weight_g": 0}, 422, "invalid"),
        ({"cause": "other"}, 422, "invalid"),
        ({"kind": "void"}, 422, "invalid"),
    ],
)
def test_what_cannot_be_moved_stays(
    cast: Cast, post: Post, changes: dict[str, Any], status: int, code: str
) -> None:
    receipt = weigh(cast)
    answer = post(cast.client("operator"), *out(receipt, **changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert grams(receipt) == (12_750, 0, 0)
    assert not StockMove.objects.exists()


def test_what_a_buyer_holds_is_not_written_off(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    hold_lots(takes={receipt.lot.pk: 12_000})
    answer = post(cast.client("operator"), *out(receipt))
    assert answer.json()["detail"] == "批次只剩 1.5斤 可动用，其余已预留或售出"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("manager", 403), ("buyer", 403)])
def test_others_move_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    receipt = weigh(cast)
    assert post(cast.client(who), *out(receipt)).status_code == status
    assert grams(receipt) == (12_750, 0, 0)


def test_a_count_shows_what_is_missing(cast: Cast, post: Post) -> None:
    receipt, client = weigh(cast), cast.client("operator")
    hold_lots(takes={receipt.lot.pk: 2_500})
    sell_held(takes={receipt.lot.pk: 2_500})
    post(client, *out(receipt))
    lines = [{"lot": receipt.lot.code, "on_hand_g": 8_000}]
    answer = post(client, "/api/v1/stock-counts", {"uid": str(uuid.uuid4()), "lines": lines})
    line = answer.json()["lines"][0]
    assert (answer.status_code, line["variance_g"]) == (201, 250)
    assert (line["received_g"], line["sold_g"], line["wasted_g"]) == (12_750, 2_500, 2_000)
    assert grams(receipt) == (8_250, 0, 2_000)
    seen = cast.client("accountant").get("/api/v1/stock-counts").json()["results"]
    assert [(row["lots_count"], row["variance_g"]) for row in seen] == [(1, 250)]


def test_the_settlement_guard_sees_three_percent(cast: Cast, post: Post) -> None:
    receipt = weigh(cast)
    lines = [{"lot": receipt.lot.code, "on_hand_g": 12_300}]
    body = {"uid": str(uuid.uuid4()), "lines": lines}
    post(cast.client("operator"), "/api/v1/stock-counts", body)
    begin, end = queries.day_bounds(NOW.date())
    variance = queries.stock_variance(cast.cooperative.pk, begin=begin, end=end)
    assert (variance.missing_g, variance.surplus_g, variance.basis_points) == (450, 0, 352)


@pytest.mark.parametrize("code", ["DT2609280020001X", "nonsense"])
def test_a_lot_of_another_station_is_not_counted(cast: Cast, post: Post, code: str) -> None:
    lines = [{"lot": code, "on_hand_g": 1}]
    body = {"uid": str(uuid.uuid4()), "lines": lines}
    answer = post(cast.client("operator"), "/api/v1/stock-counts", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["lines"])
    assert not StockCount.objects.exists()


def test_a_move_is_never_changed(cast: Cast, post: Post) -> None:
    post(cast.client("operator"), *out(weigh(cast)))
    with pytest.raises(DatabaseError), transaction.atomic():
        StockMove.objects.update(weight_g=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        StockMove.objects.all().delete()


def waste_apart(cast: Cast, code: str) -> str:
    try:
        take_out(
            uid=uuid.uuid4(), lot_code=code, kind="waste", cause="spoiled", weight_g=5_000,
            reason="", actor=cast.actor("operator"), now=NOW,
        )  # fmt: skip
    except rules.LotHasLess as error:
        return error.code
    except DomainError as error:
        return f"unexpected {error.code}"
    finally:
        connections.close_all()
    return "moved"


@pytest.mark.django_db(transaction=True)
def test_of_six_at_once_only_what_is_there_is_moved() -> None:
    cast = build()
    receipt = weigh(cast)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: waste_apart(cast, receipt.lot.code), range(6)))
    assert sorted(answers) == ["lot_has_less"] * 4 + ["moved"] * 2
    assert grams(receipt) == (2_750, 0, 10_000)
    assert StockMove.objects.count() == 2


def test_stock_shows_where_it_lies_and_how_old_it_is(cast: Cast) -> None:
    weigh(cast)
    weigh(cast, "monitored_household", gross_g=5_500)
    weigh(cast, product_uid=cast.broad_bean.uid, price_fen_per_jin=400)
    rows = cast.client("supervisor").get("/api/v1/stock").json()
    potatoes = rows[0]
    assert [row["product_name"] for row in rows] == ["土豆", "蚕豆"]
    assert (potatoes["available_g"], potatoes["lots_count"], potatoes["unlisted_g"]) == (
        17_750, 2, 17_750,
    )  # fmt: skip
    assert (potatoes["oldest_on"], potatoes["soon_g"]) == ("2026-09-28", 0)
    assert cast.client("stranger_manager").get("/api/v1/stock").json() == []
