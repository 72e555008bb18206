"""The list of orders narrowed: by state, number, goods, household and days (SCREENS C2)."""

from typing import Any

import pytest

from orders.models import Order
from tests.cast import Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def orders(cast: Cast) -> list[Order]:
    """Potatoes of one household, beans of another."""
    potatoes = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    beans = a_lot(cast, household="monitored_household", net_g=9_000, number=2,
                  product="broad_bean")  # fmt: skip
    listing = a_listing(cast, beans, product="broad_bean", package_g=500)
    return [
        an_order(cast, wanted(a_listing(cast, potatoes), 1), key="first"),
        an_order(cast, wanted(listing, 1), key="second"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"product": "土豆"}, [0]),
        ({"household": "李秀英"}, [1]),
        ({"station": "东峡"}, [1, 0]),
        ({"station": "青林"}, []),
        ({"status": "paid"}, []),
        ({"status": "paid,placed"}, [1, 0]),
        ({"since": "2026-09-28", "until": "2026-09-28"}, [1, 0]),
        ({"since": "2026-09-29"}, []),
        ({"until": "no day"}, [1, 0]),
    ],
)
def test_a_filter_narrows_the_list(
    cast: Cast, orders: list[Order], asked: dict[str, Any], found: list[int]
) -> None:
    rows = cast.client("manager").get("/api/v1/orders", asked).json()["results"]
    assert [row["number"] for row in rows] == [orders[i].number for i in found]


def test_a_buyer_does_not_search_households(cast: Cast, orders: list[Order]) -> None:
    rows = cast.client("buyer").get("/api/v1/orders", {"household": "李秀英"}).json()["results"]
    assert len(rows) == 2
