"""What a refund would take back from whom is shown before it is confirmed, and then happens."""

from collections.abc import Callable
from typing import Any

import pytest

from orders.models import Order, Refund, SourceChange, SourceSplit
from orders.services import completing
from tests.cast import Cast
from tests.orders.payments.conftest import Till
from tests.orders.payments.test_claims import _ask, _claim, _decide, _deliver

Books = Callable[[], dict[str, int]]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo")]


@pytest.fixture
def delivered(cast: Cast, order: Order, till: Till, books: Books) -> Order:
    till.pay(order)
    _deliver(cast, order, till.now)
    return order


def _preview(cast: Cast, post: Any, order: Order, who: str = "accountant", **line: Any) -> Any:
    body = {"lines": [{"position": 1, "quantity": 1} | line]}
    return post(cast.client(who), f"/api/v1/orders/{order.number}/refund-preview", body)


def test_before_completion_it_names_each_households_share_and_writes_nothing(
    cast: Cast, delivered: Order, post: Any
) -> None:
    body = _preview(cast, post, delivered, amount="5.00").json()
    assert (body["amount"], body["completed"], body["parts"]) == ("5.00", False, [])
    assert sum(float(one["amount"]) for one in body["sources"]) == 5.0
    assert (Refund.objects.count(), SourceChange.objects.count()) == (0, 0)


def test_after_completion_what_is_shown_is_what_is_then_taken_from_each(
    cast: Cast, delivered: Order, till: Till, post: Any
) -> None:
    completing.confirm_receipt(
        order_number=delivered.number, actor=cast.actor("buyer"), now=till.now
    )
    claim = _ask(cast, post, delivered, kind="quality", line={"amount": "5.00"}).json()
    shown = cast.client("manager").get(f"/api/v1/claims/{claim['uid']}").json()["preview"]
    parts = {one["part"]: one["amount"] for one in shown["parts"]}
    _decide(cast, post, "manager", claim, "approve")
    back = SourceSplit.objects.filter(refund__isnull=False)
    assert shown["completed"] is True
    assert parts["household"] == f"{-sum(row.household_fen for row in back) / 100:.2f}"
    assert parts["station"] == f"{-sum(row.station_fen for row in back) / 100:.2f}"


def test_more_than_the_line_is_worth_is_said_at_its_field(
    cast: Cast, delivered: Order, post: Any
) -> None:
    answer = _preview(cast, post, delivered, quantity=99)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["lines.0.quantity"])
    assert _preview(cast, post, delivered, amount="99.00").status_code == 422


@pytest.mark.parametrize(("who", "status"), [("buyer", 404), ("stranger_manager", 403)])
def test_only_the_cooperatives_accountant_is_shown_it(
    cast: Cast, delivered: Order, post: Any, who: str, status: int
) -> None:
    assert _preview(cast, post, delivered, who).status_code == status


def test_a_buyers_claim_shows_no_household(cast: Cast, delivered: Order, post: Any) -> None:
    claim = _ask(cast, post, delivered, kind="quality").json()
    assert claim["preview"] is None
    assert _claim(delivered, "quality")["lines"][0]["position"] == 1


def test_the_money_desk_reads_every_try_to_pay_and_the_buyer_does_not(
    cast: Cast, delivered: Order
) -> None:
    path = f"/api/v1/orders/{delivered.number}"
    tries = cast.client("accountant").get(path).json()["attempts"]
    assert [(one["state"], one["amount"]) for one in tries] == [("paid", "38.00")]
    assert cast.client("buyer").get(path).json()["attempts"] == []
