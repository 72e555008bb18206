"""The list of orders leaves as a file: the same rows, a watermark, nobody's name or phone."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from backend.audit.models import AuditEvent
from orders.models import Order
from tests.cast import Cast
from tests.orders.market import RECEIVER, a_listing, a_lot, an_order, wanted

pytestmark = pytest.mark.usefixtures("clock")
EXPORT = "/api/v1/orders/export"


@pytest.fixture
def orders(cast: Cast) -> list[Order]:
    potatoes = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    beans = a_lot(cast, household="monitored_household", net_g=9_000, number=2,
                  product="broad_bean")  # fmt: skip
    listing = a_listing(cast, beans, product="broad_bean", package_g=500)
    return [
        an_order(cast, wanted(a_listing(cast, potatoes), 2), key="first"),
        an_order(cast, wanted(listing, 1), key="second"),
    ]


def _take(cast: Cast, post: Any, who: str = "accountant", **asked: str) -> Any:
    return post(cast.client(who), EXPORT, {"kind": "csv", "purpose": "核对发货"} | asked)


def test_the_file_holds_the_rows_of_the_list_under_its_filters(
    cast: Cast, orders: list[Order], post: Any
) -> None:
    text = _take(cast, post, product="土豆").getvalue().decode("utf-8-sig")
    mark, head, *rows = text.splitlines()
    assert "用途 核对发货" in mark
    assert head.startswith("订单号,下单时间,状态")
    assert [row.split(",")[0] for row in rows] == [orders[0].number]
    assert rows[0].split(",")[8:12] == ["2", "5000", "15.00", "30.00"]


def test_nobody_who_bought_or_sold_is_named_in_it(
    cast: Cast, orders: list[Order], post: Any
) -> None:
    text = _take(cast, post).getvalue().decode("utf-8-sig")
    hidden = (RECEIVER.name, RECEIVER.phone, RECEIVER.address, "马有福", "李秀英")
    assert len(text.splitlines()) == 4
    assert [word for word in hidden if word in text] == []


def test_it_is_a_workbook_too_and_leaves_a_trace(
    cast: Cast, orders: list[Order], post: Any
) -> None:
    book = load_workbook(io.BytesIO(_take(cast, post, kind="xlsx").getvalue()))
    assert book.active.max_row == 4
    event = AuditEvent.objects.get(action="order.export")
    assert event.data == {"kind": "xlsx", "rows": 2, "purpose": "核对发货"}


def test_without_a_purpose_nothing_leaves(cast: Cast, orders: list[Order], post: Any) -> None:
    answer = _take(cast, post, purpose=" ")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["purpose"])
    assert not AuditEvent.objects.filter(action="order.export").exists()


def test_another_cooperative_takes_none_of_these_rows(
    cast: Cast, orders: list[Order], post: Any
) -> None:
    text = _take(cast, post, who="stranger_manager").getvalue().decode("utf-8-sig")
    assert len(text.splitlines()) == 2
