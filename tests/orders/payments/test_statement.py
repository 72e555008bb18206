"""A household reads its own account, to the fen, and nobody else's."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.audit.services import record_access
from orders.models import Order
from orders.queries.statements import household_statement
from orders.services import completing
from tests import cast as people
from tests.orders import market
from tests.orders.payments.conftest import Till
from tests.orders.payments.test_completing import shipped

Books = Callable[[], dict[str, int]]
pytestmark = pytest.mark.django_db
PERIOD = {"from_on": date(2026, 9, 1), "to_on": date(2026, 9, 30)}


@pytest.fixture
def sold(order: Order, till: Till) -> Order:
    shipped(order, till)
    return completing.confirm_receipt(
        order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
    )


def test_a_sale_stands_with_every_deduction_and_the_balance(sold: Order, cast: people.Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = household_statement(cast.potato_household, **PERIOD)
    assert len(captured) <= 4
    line = found.lines[0]
    assert (line.on, line.product_name, line.grade_name) == (date(2026, 9, 28), "土豆", "一级")
    assert (line.weight_g, line.gross_fen, line.net_fen, line.running_fen) == (
        3_000, 1_800, 1_490, 1_490,
    )  # fmt: skip
    assert line.deductions == (
        ("支付手续费", 10), ("包装", 120), ("服务站服务", 90), ("合作社服务", 54), ("村集体", 36),
    )  # fmt: skip
    assert (found.net_fen, found.balance_fen, found.waiting) == (1_490, 1_490, [])


def test_goods_not_yet_sold_are_listed_as_waiting(sold: Order, cast: people.Cast) -> None:
    found = household_statement(cast.monitored_household, **PERIOD)
    assert [(lot.product_name, lot.weight_g) for lot in found.waiting] == [("土豆", 8_000)]


def test_goods_bought_at_the_scale_count_once_on_the_day_of_the_weigh_in(
    cast: people.Cast, clock: time_machine.Traveller
) -> None:
    lot = market.a_lot(
        cast, household="objecting_household", net_g=5_000, number=9, mode="purchase"
    )
    found = household_statement(cast.objecting_household, **PERIOD)
    assert [(line.on, line.mode_name, line.lot_code, line.net_fen) for line in found.lines] == [
        (date(2026, 9, 27), "收购", lot.code, 1_200)
    ]
    assert found.waiting == []


def test_the_days_of_the_period_bound_the_statement(sold: Order, cast: people.Cast) -> None:
    earlier = household_statement(
        cast.potato_household, from_on=date(2026, 9, 1), to_on=date(2026, 9, 27)
    )
    assert (earlier.lines, earlier.net_fen, earlier.balance_fen) == ([], 0, 1_490)


def test_the_page_says_what_was_sold_what_was_taken_and_what_is_owed(
    sold: Order, cast: people.Cast
) -> None:
    html = cast.client("farmer").get("/my/statement").content.decode()
    for text in ("马有福户账单", "本期合计", "14.90", "18.00", "扣包装 1.20 元", "6斤", "HC000001"):
        assert text in html
    assert "李秀英" not in html
    assert "<script" not in html


def test_another_household_sees_its_own_sheet_alone(sold: Order, cast: people.Cast) -> None:
    html = cast.client("stranger_farmer").get("/my/statement").content.decode()
    assert "李秀英户账单" in html
    assert "9.93" in html
    assert "马有福" not in html


def test_a_visitor_is_sent_to_sign_in_and_back(cast: people.Cast, visitor: Client) -> None:
    answer = visitor.get("/my/statement")
    assert (answer.status_code, answer["Location"]) == (302, "/shop/sign-in?next=%2Fmy%2Fstatement")


@pytest.mark.parametrize("who", ["buyer", "operator", "official", "manager"])
@pytest.mark.parametrize("page", ["statement", "access"])
def test_other_roles_are_refused_in_chinese(cast: people.Cast, who: str, page: str) -> None:
    answer = cast.client(who).get(f"/my/{page}")
    assert answer.status_code == 403
    assert "这一页只给农户本人看" in answer.content.decode()


def test_a_household_reads_who_opened_its_data_and_why(cast: people.Cast) -> None:
    record_access(
        actor=cast.actor("official"), subject=cast.potato_household, fields="phone",
        purpose="核对帮扶对象", at=people.NOW,
    )  # fmt: skip
    own = cast.client("farmer").get("/my/access").content.decode()
    other = cast.client("stranger_farmer").get("/my/access").content.decode()
    assert "手机号" in own
    assert "核对帮扶对象" in own
    assert "县级干部" in own
    assert "还没有人查看过" in other
