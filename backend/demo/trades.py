"""Four sales by a stated rule that the false-trade checks must find, at the demo's station.

Each is marked in the order's note. They are made in the as-of month, two weeks before its end: a
household's goods sent to its own phone; the operator buying at the own counter; a bag at three
times the list price; and eight tonnes of potatoes out of one household.
"""

from collections import deque
from datetime import timedelta

from backend.accounts import queries as accounts
from backend.accounts.models import RoleAssignment, User
from backend.demo import codes
from backend.demo.accounts import demo_home
from backend.demo.chain import Place
from backend.demo.people import Buyer
from backend.demo.plan import COUNTY, Plan
from backend.demo.produce import BY_CODE, STAPLE
from backend.demo.sales import Sales
from backend.demo.shelves import Shelf
from impact.models import TradeFinding
from impact.services.trading import check_trades, propose_verdict

MARK = "演示：按规则造的疑似虚假交易"
DEAR_PERCENT = 300
BACK_H = 400
LOADS, LOAD_G, LOAD_FEN = 4, 2_000_000, 545_000


class DoubtfulTrades:
    """Orders like any other, but for the one thing that each of them shows."""

    def __init__(self, sales: Sales, place: Place) -> None:
        self.sales, self.place = sales, place
        self.shelves, self.plan = sales.shelves, sales.plan
        self.hours = BACK_H

    def lay_out(self) -> None:
        retail = next(shelf for shelf in self.shelves.of[self.place.row.pk] if not shelf.bulk)
        operator = self.shelves.staff.operators[self.place.row.pk]
        home = retail.stock[0].home
        # Its own goods, weighed in before it buys them.
        self.shelves.fill(retail, self.plan.closes_at - timedelta(hours=BACK_H), home)
        retail.stock.rotate(1)
        someone = self.sales.buyers["person"][0]
        self._sell(Buyer(someone.user, "person", someone.name, codes.phone(home + 1)), retail)
        mobile = someone.mobile
        self._sell(Buyer(operator, "person", operator.name, mobile), retail)
        retail.percent = DEAR_PERCENT
        self._sell(self.sales.buyers["person"][1], retail)
        retail.percent = 100
        self._too_much()

    def _too_much(self) -> None:
        """So many full loads of one household, sold by the bag to a shop."""
        bulk = next(shelf for shelf in self.shelves.of[self.place.row.pk] if shelf.bulk)
        home = demo_home(self.place, self.shelves.homes) + 1
        at = self.plan.closes_at - timedelta(hours=BACK_H + 48)
        kind = BY_CODE[STAPLE]
        stock = [
            self.shelves.weigh_in(self.place, kind, bulk.grade, LOAD_G, at, home=home)
            for _ in range(LOADS)
        ]
        own = Shelf(bulk.row, kind, bulk.grade, True, self.place, deque(stock))
        for _ in range(LOADS):
            self._sell(self.sales.buyers["business"][0], own, fen=LOAD_FEN)

    def _sell(self, buyer: Buyer, shelf: Shelf, *, fen: int = 0) -> None:
        self.hours -= 1
        walked = self.sales.one(self.place, buyer, self.hours, 3, shelf, fen=fen)
        walked.sold.row.note = MARK


def check_demo_trades(plan: Plan, users: dict[str, User]) -> None:
    """Found by the product's own rules; of one the township has said what it is."""
    check_trades(county_code=COUNTY, year=plan.as_of.year, now=plan.closes_at)
    for row in TradeFinding.objects.all():
        # The same seed makes the same rows.
        named = plan.uid("trade_finding", f"{row.kind}:{row.subject}")
        TradeFinding.objects.filter(pk=row.pk).update(uid=named)
    found = TradeFinding.objects.filter(kind=TradeFinding.Kind.PRICE).order_by("pk").first()
    hat = RoleAssignment.objects.filter(user=users["demo-to"]).first()
    if found is not None and hat is not None:
        propose_verdict(
            uid=found.uid, verdict="clear", reason="买家指定挑选大个头，加价经双方确认（演示）",
            actor=accounts.actor_for(users["demo-to"], hat), now=plan.closes_at,
        )  # fmt: skip
