"""What a cooperative sold and what its members' accounts hold, against cases worked by hand.

Two packages at 15.00: 1,800 fen from the potato household's 3,000 g, 1,200 fen from the monitored
household's 2,000 g. Of 1,800 remain 1,490 for the household: 10 payment, 120 packaging, 90 station,
54 cooperative, 36 village.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from backend.audit.models import AccessEvent, AuditEvent
from cooperatives.models import MemberAccountEntry, Membership
from orders.models import Order
from orders.rules.period import Period, read_period
from orders.services import completing
from tests.cast import NOW, Cast
from tests.orders import market
from tests.orders.payments.conftest import Till, clock, made_keys, order, till
from tests.orders.payments.test_completing import shipped

__all__ = ["clock", "made_keys", "order", "till"]
pytestmark = pytest.mark.django_db
OVERVIEW, SALES, ACCOUNTS = "/api/v1/sales/overview", "/api/v1/sales", "/api/v1/member-accounts"
Counted = Callable[[int], Any]


@pytest.fixture
def sold(order: Order, till: Till) -> Order:
    shipped(order, till)
    return completing.confirm_receipt(
        order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
    )


def overview(cast: Cast, by: str = "product", who: str = "manager", **asked: str) -> Any:
    return cast.client(who).get(OVERVIEW, {"by": by, **asked}).json()


def summed(rows: list[Any], name: str) -> str:
    cents = sum(round(float(row["now"][name]) * 100) for row in rows)
    return f"{cents // 100}.{cents % 100:02d}"


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("product", ["土豆"]),
        ("member", ["马有福", "李秀英"]),
        ("station", ["东峡一村电商服务站"]),
        ("month", ["2026-09"]),
    ],
)
def test_any_grouping_sums_to_the_same_totals(
    sold: Order, cast: Cast, by: str, names: list[str]
) -> None:
    found = overview(cast, by)
    assert [row["name"] for row in found["rows"]] == names
    assert (found["now"]["sold"], found["now"]["net"], found["now"]["weight_g"]) == (
        "30.00", "30.00", 5_000,
    )  # fmt: skip
    assert summed(found["rows"], "net") == "30.00"
    assert summed(found["rows"], "households") == found["now"]["households"]


def test_a_members_row_holds_its_own_share(sold: Order, cast: Cast) -> None:
    (first, second) = overview(cast, "member")["rows"]
    assert (first["now"]["net"], first["now"]["households"], first["now"]["cooperative"]) == (
        "18.00", "14.90", "0.54",
    )  # fmt: skip
    assert (second["now"]["net"], second["now"]["sales_count"]) == ("12.00", 1)


def test_the_period_before_stands_beside(sold: Order, cast: Cast) -> None:
    found = overview(cast, from_on="2026-10-01", to_on="2026-10-31")
    assert (found["before_from_on"], found["before_to_on"]) == ("2026-09-01", "2026-09-30")
    assert (found["now"]["net"], found["before"]["net"]) == ("0.00", "30.00")
    assert [(row["name"], row["before"]["net"]) for row in found["rows"]] == [("土豆", "30.00")]


def test_a_figure_opens_down_to_its_receipts(
    sold: Order, cast: Cast, django_assert_num_queries: Counted
) -> None:
    client, member = cast.client("accountant"), str(cast.potato_household.uid)
    with django_assert_num_queries(5):
        rows = client.get(SALES, {"member": member}).json()["results"]
    assert [(row["order"], row["amount"], row["to_household"]) for row in rows] == [
        (sold.number, "18.00", "14.90")
    ]
    assert rows[0]["receipt"] == str(sold.lines.get().sources.first().lot.receipt.uid)
    assert overview(cast, member=member)["now"]["net"] == "18.00"


def test_what_is_paid_and_not_completed_is_said_apart(order: Order, till: Till) -> None:
    till.pay(order)
    found = overview(till.cast)
    assert (found["now"]["net"], found["open_orders"], found["open_amount"]) == ("0.00", 1, "30.00")


def test_the_overview_costs_the_same_however_much_was_sold(
    sold: Order, cast: Cast, django_assert_num_queries: Counted
) -> None:
    client = cast.client("manager")
    with django_assert_num_queries(8):
        assert client.get(OVERVIEW, {"by": "member"}).status_code == 200


def test_the_accounts_add_up_and_cost_the_same(
    sold: Order, cast: Cast, django_assert_num_queries: Counted
) -> None:
    market.a_lot(cast, household="objecting_household", net_g=5_000, number=9, mode="purchase")
    MemberAccountEntry.objects.create(
        membership=Membership.objects.get(household=cast.potato_household), kind="capital",
        amount_fen=50_000, booked_on=date(2026, 9, 1), reason="出资",
        made_by=cast.users["accountant"], made_at=NOW,
    )  # fmt: skip
    client = cast.client("manager")
    with django_assert_num_queries(11):
        found = client.get(ACCOUNTS, {"from_on": "2026-09-01", "to_on": "2026-09-30"}).json()
    shown = [
        (row["number"], row["capital"], row["received_g"], row["bought"], row["sold"],
         row["patronage"], row["payable"], row["paid"])
        for row in found["results"]
    ]  # fmt: skip
    assert shown == [
        ("M001", "500.00", 3_000, "0.00", "18.00", "18.00", "14.90", "0.00"),
        ("M002", "0.00", 10_000, "0.00", "12.00", "12.00", "9.93", "0.00"),
        ("M003", "0.00", 5_000, "12.00", "0.00", "12.00", "0.00", "0.00"),
    ]
    totals = found["totals"]
    assert (totals["members_count"], totals["capital"], totals["received_g"]) == (
        3,
        "500.00",
        18_000,
    )
    assert (totals["patronage"], totals["payable"], totals["earned"]) == ("42.00", "24.83", "24.83")


def test_trade_before_joining_is_no_members_trade(sold: Order, cast: Cast) -> None:
    Membership.objects.filter(household=cast.potato_household).update(valid_from=date(2026, 9, 29))
    asked = {"from_on": "2026-09-01", "to_on": "2026-09-30"}
    first = cast.client("manager").get(ACCOUNTS, asked).json()["results"][0]
    assert (first["number"], first["patronage"], first["received_g"]) == ("M001", "0.00", 0)


def test_a_file_holds_the_screen_with_masked_names_and_leaves_a_trace(
    sold: Order, cast: Cast, post: Callable[..., Any]
) -> None:
    said = {"kind": "csv", "purpose": "社员大会", "by": "member"}
    text = post(cast.client("manager"), "/api/v1/sales/file", said).content.decode()
    assert "马*福,1,3000,18.00,0.00,18.00,14.90,0.54,0.00" in text
    assert "合计,2,5000,30.00" in text
    accounts = post(cast.client("manager"), "/api/v1/member-accounts/file", said)
    assert "M001,马*福,东峡一村" in accounts.content.decode()
    assert "用途 社员大会" in text
    assert "马有福" not in text + accounts.content.decode()
    assert AuditEvent.objects.filter(action="sales.export").count() == 2


def statement(cast: Cast, who: str) -> Any:
    membership = Membership.objects.get(household=cast.potato_household)
    return cast.client(who).get(f"/print/member-statement/{membership.uid}")


def test_the_books_show_a_members_statement_and_the_member_sees_who_looked(
    sold: Order, cast: Cast
) -> None:
    page = statement(cast, "accountant").content.decode()
    assert "到手 14.90 元" in page
    assert "出具可核验的打印件" not in page
    looked = AccessEvent.objects.get(subject_uid=str(cast.potato_household.uid))
    assert (looked.fields, looked.purpose) == ("账单", "社员对账")


@pytest.mark.parametrize("who", ["stranger_manager", "operator", "official", "buyer", "farmer"])
def test_strangers_open_no_members_statement(cast: Cast, who: str) -> None:
    assert statement(cast, who).status_code == 404
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("who", ["stranger_manager", "buyer", "operator", "official", "farmer"])
def test_strangers_read_no_sales(sold: Order, cast: Cast, who: str) -> None:
    client, cooperative = cast.client(who), str(cast.cooperative.uid)
    answer = client.get(OVERVIEW, {"cooperative": cooperative})
    assert answer.status_code == 403 or answer.json()["rows"] == []
    assert client.get(ACCOUNTS, {"cooperative": cooperative}).status_code in (403, 404)


@pytest.mark.parametrize(
    ("from_on", "to_on", "before"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), (date(2026, 8, 1), date(2026, 8, 31))),
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 9, 8), date(2026, 9, 14), (date(2026, 9, 1), date(2026, 9, 7))),
        (date(2026, 9, 1), date(2026, 9, 28), (date(2026, 8, 4), date(2026, 8, 31))),
    ],
)
def test_months_are_compared_with_months(
    from_on: date, to_on: date, before: tuple[date, date]
) -> None:
    assert Period(from_on, to_on).before() == Period(*before)


def test_a_period_begins_before_it_ends(cast: Cast) -> None:
    assert read_period(None, None, today=NOW.date()) == Period(date(2026, 9, 1), date(2026, 9, 28))
    asked = {"from_on": "2026-09-30", "to_on": "2026-09-01"}
    with time_machine.travel(NOW, tick=False):
        assert cast.client("manager").get(OVERVIEW, asked).status_code == 422
