"""Listings of every station, and the stock behind them: weigh-ins made when a sale needs them."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Model

from backend.common.money import amount_of
from backend.common.zone import SHANGHAI
from backend.demo.books import Books
from backend.demo.chain import Place
from backend.demo.goods import Goods
from backend.demo.names import pinyin_of
from backend.demo.people import Homes, Staff
from backend.demo.plan import Plan, local
from backend.demo.produce import (
    BY_CODE,
    GRADE_NAMES,
    MAINS,
    RETAIL_ONLY,
    STAPLE,
    Kind,
    package_price,
    package_text,
)
from backend.demo.store import Store
from backend.ledger.rules import Leg
from cooperatives.models import (
    Certificate,
    Listing,
    ListingLot,
    ListingReview,
    Lot,
    Receipt,
    StockMove,
)
from cooperatives.rules import expiry_of, make_lot_code, search_text

COMMITMENT_SINCE = date(2026, 2, 1)
# What one household brings at a time, in fen of the list: for the counter and for wholesale.
RETAIL_LOT_FEN, BULK_LOT_FEN = (15_000, 50_000), (100_000, 320_000)
PURCHASE_SHARE, FULL_RETAIL, FULL_BULK = 0.06, (30, 70), (15, 40)


@dataclass
class Stock:
    """A lot that still has weight, with what its sources need to say."""

    lot: Lot
    home: int
    mode: str
    weighed_at: datetime


@dataclass
class Shelf:
    """One listing and its pool, first expiring first."""

    row: Listing
    kind: Kind
    grade: str
    bulk: bool
    place: Place
    stock: deque[Stock] = field(default_factory=deque)
    percent: int = 100  # of the list's price


class Counter:
    """The scale of one station: whose turn it is, and today's lot numbers."""

    def __init__(self, plan: Plan, place: Place, homes: Homes) -> None:
        chance = plan.chance(f"counter {place.row.letters}")
        self.rows = homes.of(place.village.index)
        # Everybody sells; some bring more often than others.
        turns = np.repeat(np.array(self.rows), chance.integers(1, 4, len(self.rows)))
        self.turns = [int(row) for row in chance.permutation(turns)]
        self.turn = 0
        self.running: dict[date, int] = {}

    def next_home(self) -> int:
        self.turn += 1
        return self.turns[self.turn % len(self.turns)]

    def next_code(self, day: date, letters: str) -> str:
        self.running[day] = self.running.get(day, 0) + 1
        return make_lot_code("DT", day, letters, "A", self.running[day])


class Shelves:
    """All listings of the county and the verbs that fill and empty them."""

    def __init__(
        self, plan: Plan, store: Store, goods: Goods, homes: Homes, staff: Staff, books: Books
    ) -> None:
        self.plan, self.store, self.goods, self.homes = plan, store, goods, homes
        self.staff, self.books = staff, books
        self.chance = plan.chance("shelves")
        self.of: dict[int, list[Shelf]] = {}
        self.counters: dict[int, Counter] = {}
        self.weigh_ins = 0

    def open_station(self, place: Place) -> None:
        """Potatoes by the bag and by the sack, one more main crop so, and a few specialities."""
        self.counters[place.row.pk] = Counter(self.plan, place, self.homes)
        mains = [code for code in MAINS if code != STAPLE]
        main = mains[int(self.chance.integers(len(mains)))]
        wanted = [(STAPLE, False), (STAPLE, True), (main, False), (main, True)]
        picks = self.chance.permutation(len(RETAIL_ONLY))[: int(self.chance.integers(0, 3))]
        wanted += [(RETAIL_ONLY[int(i)], False) for i in picks]
        shelves = self.of[place.row.pk] = []
        for code, bulk in wanted:
            kind = BY_CODE[code]
            row = self.listing(place, kind, kind.grades[0], bulk=bulk, status="on_sale")
            shelves.append(Shelf(row, kind, kind.grades[0], bulk, place))

    def listing(self, place: Place, kind: Kind, grade: str, *, bulk: bool, status: str) -> Listing:
        package_g = kind.bulk_g if bulk else kind.retail_g
        price = self.price(place, kind, grade, package_g, self.plan.as_of.year, bulk=bulk)
        since = local(place.starts_on or self.plan.as_of, 8)
        title = (
            f"{place.village.area.name}{kind.name} {GRADE_NAMES[grade]} {package_text(package_g)}"
        )
        row = self.store.add(Listing(
            uid=self.plan.uid("listing", f"{place.row.letters} {kind.code} {grade} {package_g}"),
            station_id=place.row.pk, cooperative_id=place.partner.pk,
            product_id=self.goods.products[kind.code].pk, grade=grade, title=title,
            story=_story(place, kind), package_g=package_g, price_fen=price, status=status,
            area_code=place.row.area_code, search_text=_findable(place, kind, title),
            made_by_id=self.staff.operators[place.row.pk].pk,
            on_sale_at=since if status in ("on_sale", "down") else None,
        ))  # fmt: skip
        self._review(place, row, "draft", "submitted", since - timedelta(hours=3))
        if status in ("on_sale", "down"):
            self._review(place, row, "submitted", "on_sale", since)
        return row

    def _review(self, place: Place, row: Listing, old: str, new: str, at: datetime) -> None:
        released = new == "on_sale"
        by = self.staff.managers[place.partner.pk] if released else (
            self.staff.operators[place.row.pk])  # fmt: skip
        self.store.add(ListingReview(
            uid=self.plan.uid("review", f"{row.uid} {new}"), listing_id=row.pk, from_status=old,
            to_status=new, by_id=by.pk, at=at,
        ))  # fmt: skip

    def price(
        self, place: Place, kind: Kind, grade: str, package_g: int, year: int, *, bulk: bool
    ) -> int:
        entry = self.goods.prices.of(place.partner.pk, year, kind.code, grade)
        return package_price(entry.sell_fen_per_jin, package_g, bulk=bulk)

    def take(self, shelf: Shelf, need_g: int, at: datetime) -> list[tuple[Stock, int]]:
        """Sells grams off the pool, weighing in what is missing; expired lots are wasted first."""
        taken, today = [], at.astimezone(SHANGHAI).date()
        while need_g:
            if not shelf.stock or shelf.stock[0].weighed_at > at:
                # A sale of an earlier day, written later, sells nothing weighed since.
                self.fill(shelf, at)
                shelf.stock.rotate(1)
            stock = shelf.stock[0]
            lot = stock.lot
            if lot.expires_on < today:
                self._waste(lot, shelf.place, at)
                shelf.stock.popleft()
                continue
            weight = min(need_g, lot.available_g)
            lot.available_g -= weight
            lot.sold_g += weight
            need_g -= weight
            taken.append((stock, weight))
            if not lot.available_g:
                shelf.stock.popleft()
        return taken

    def _waste(self, lot: Lot, place: Place, at: datetime) -> None:
        """What expired before it was sold is written off, with its move."""
        self.store.add(StockMove(
            uid=self.plan.uid("waste", lot.code), lot_id=lot.pk, kind="waste", cause="expired",
            weight_g=lot.available_g, by_id=self.staff.operators[place.row.pk].pk, at=at,
        ))  # fmt: skip
        lot.wasted_g, lot.available_g = lot.wasted_g + lot.available_g, 0

    def look(self, shelf: Shelf, need_g: int, at: datetime) -> list[tuple[Stock, int]]:
        """The lots an order held and gave back: no gram moves in the end."""
        today = at.astimezone(SHANGHAI).date()
        while self._fresh_g(shelf, today) < need_g:
            self.fill(shelf, at)
        seen = []
        for stock in shelf.stock:
            if need_g and stock.lot.expires_on >= today:
                seen.append((stock, min(need_g, stock.lot.available_g)))
                need_g -= seen[-1][1]
        return seen

    @staticmethod
    def _fresh_g(shelf: Shelf, today: date) -> int:
        return sum(s.lot.available_g for s in shelf.stock if s.lot.expires_on >= today)

    def fill(self, shelf: Shelf, at: datetime, home: int | None = None) -> None:
        """One household's weigh-in a few hours to three days before, for this shelf."""
        place, package_g = shelf.place, shelf.row.package_g
        weighed_at = at - timedelta(minutes=int(self.chance.integers(120, 4_000)))
        low, high = BULK_LOT_FEN if shelf.bulk else RETAIL_LOT_FEN
        price = self.price(place, shelf.kind, shelf.grade, package_g, weighed_at.year,
                           bulk=shelf.bulk)  # fmt: skip
        most = shelf.kind.most_g // package_g
        net_g = package_g * min(max(int(self.chance.integers(low, high)) // price, 1), most)
        stock = self.weigh_in(place, shelf.kind, shelf.grade, net_g, weighed_at, home=home)
        self.store.add(ListingLot(
            listing_id=shelf.row.pk, lot_id=stock.lot.pk, added_at=weighed_at + timedelta(minutes=5)
        ))  # fmt: skip
        shelf.stock.append(stock)

    def weigh_in(
        self, place: Place, kind: Kind, grade: str, net_g: int, weighed_at: datetime, *,
        home: int | None = None,
    ) -> Stock:  # fmt: skip
        """Receipt, lot, certificate where the class asks for one, and the debt of a purchase."""
        self.weigh_ins += 1
        counter, day = self.counters[place.row.pk], weighed_at.astimezone(SHANGHAI).date()
        home = counter.next_home() if home is None else home
        tare_g = int(self.chance.integers(2, 12)) * 100
        entry = self.goods.prices.of(place.partner.pk, day.year, kind.code, grade)
        mode = "purchase" if self.chance.random() < PURCHASE_SHARE else "consignment"
        receipt = self.store.add(Receipt(
            uid=self.plan.uid("receipt", self.weigh_ins), household_id=self.homes.pk(home),
            station_id=place.row.pk, cooperative_id=place.partner.pk,
            product_id=self.goods.products[kind.code].pk, grade=grade, mode=mode,
            gross_g=net_g + tare_g, tare_g=tare_g, net_g=net_g, price_entry_id=entry.pk,
            price_fen_per_jin=entry.buy_fen_per_jin,
            amount_fen=amount_of(net_g, entry.buy_fen_per_jin), area_code=place.row.area_code,
            weighed_at=weighed_at, received_at=weighed_at,
            operator_id=self.staff.operators[place.row.pk].pk,
            read_back=self.goods.read_back(self.homes.names[home], kind, entry, net_g),
        ))  # fmt: skip
        lot = self.store.add(Lot(
            uid=self.plan.uid("lot", self.weigh_ins), receipt_id=receipt.pk,
            code=counter.next_code(day, place.row.letters), area_code=place.row.area_code,
            expires_on=expiry_of(day, kind.shelf_days), received_g=net_g, available_g=net_g,
        ))  # fmt: skip
        self._certify(lot, kind, place, weighed_at)
        if mode == "purchase":
            self._owe(receipt, place, home)
        return Stock(lot, home, mode, weighed_at)

    def _certify(self, lot: Lot, kind: Kind, place: Place, at: datetime) -> None:
        regime = self.goods.classes[kind.klass].certificate_regime
        if regime != "commitment" or at < local(COMMITMENT_SINCE):
            return
        uid = self.plan.uid("certificate", lot.code)
        self.store.add(Certificate(
            uid=uid, number=f"HG{lot.code}", lot_id=lot.pk, basis="control", token=uid.hex[:22],
            issuer_name=place.partner.name, issuer_phone=place.row.phone, issued_at=at,
            statement_version="2026-02",
        ))  # fmt: skip

    def _owe(self, receipt: Receipt, place: Place, home: int) -> None:
        self.books.post(
            key=f"purchase:{receipt.uid}", kind="purchase", reference=str(receipt.uid),
            at=receipt.weighed_at, actor_uid=str(self.staff.operators[place.row.pk].uid),
            legs=[
                Leg("purchase", str(place.partner.uid), -receipt.amount_fen),
                Leg("household", str(self.plan.uid("household", home)), receipt.amount_fen),
            ],
        )  # fmt: skip

    def unfinished(self) -> list[Model]:
        """Listings and lots that still change; the store must not write them yet."""
        shelves = [shelf for row in self.of.values() for shelf in row]
        lots = [stock.lot for shelf in shelves for stock in shelf.stock]
        return [*[shelf.row for shelf in shelves], *lots]

    def fill_up(self) -> None:
        """On the as-of day the shop is full: every listing has packages to sell."""
        for shelves in self.of.values():
            for shelf in shelves:
                low, high = FULL_BULK if shelf.bulk else FULL_RETAIL
                wanted_g = int(self.chance.integers(low, high)) * shelf.row.package_g
                while sum(stock.lot.available_g for stock in shelf.stock) < wanted_g:
                    back = timedelta(hours=int(self.chance.integers(2, 72)))
                    self.fill(shelf, self.plan.closes_at - back)


def _story(place: Place, kind: Kind) -> str:
    north = (place.village.area.altitude_m or 0) // 10 * 10
    return (
        f"产自大通县{place.village.township.name}{place.village.area.name}，海拔约 {north} 米"
        f"（演示数据，海拔为虚构）。农户自产，服务站称重分级后发货。{kind.season}上市。"
    )


def _findable(place: Place, kind: Kind, title: str) -> str:
    said = [pinyin_of(word) for word in (kind.name, *kind.aliases)]
    areas = (place.village.area, place.village.township)
    return search_text([
        title, kind.name, *kind.aliases, *[part for pair in said for part in pair],
        *[part for area in areas for part in (area.name, area.pinyin, area.initials)],
    ])  # fmt: skip
