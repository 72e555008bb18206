"""付款凭证: printed by who paid, with what came back; nobody else finds it."""

import pytest
from django.test import Client

from orders.models import Order, Refund
from tests.cast import Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted
from tests.orders.trade import give_back, sell

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast) -> Order:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    return sell(cast, a_listing(cast, lot), 2, key="received")


def test_it_names_seller_payment_and_sum_in_capitals(cast: Cast, order: Order) -> None:
    paper = cast.client("buyer").get(f"/print/receipt/{order.number}").content.decode()
    assert "东峡种植专业合作社 93639999MA990001XA" in paper
    assert order.attempts.get().trade_no in paper
    assert "叁拾" in paper
    assert "不是发票" in paper


def test_what_was_given_back_is_subtracted(cast: Cast, order: Order) -> None:
    give_back(cast, order, 500)
    Refund.objects.update(state="done")
    paper = cast.client("buyer").get(f"/print/receipt/{order.number}").content.decode()
    assert "已退款</dt><dd>5.00 元" in paper


def test_an_unpaid_order_and_another_ones_have_none(cast: Cast, order: Order) -> None:
    other = an_order(cast, wanted(order.lines.get().listing, 1), key="unpaid")
    assert cast.client("buyer").get(f"/print/receipt/{other.number}").status_code == 404
    assert cast.client("stranger_buyer").get(f"/print/receipt/{order.number}").status_code == 404
    assert cast.client("accountant").get(f"/print/receipt/{order.number}").status_code == 404


def test_signed_out_it_leads_to_the_sign_in_page(order: Order, visitor: Client) -> None:
    answer = visitor.get(f"/print/receipt/{order.number}")
    assert (answer.status_code, answer["Location"].startswith("/shop/sign-in?next=")) == (302, True)
