"""One order with everything that hangs on it, as the services would have left it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.common.actor import system_actor
from backend.common.money import split
from backend.common.zone import SHANGHAI
from backend.demo.books import Books
from backend.demo.chain import Place
from backend.demo.courier import Courier, Journey
from backend.demo.goods import Goods
from backend.demo.money import Money
from backend.demo.people import Buyer, Homes
from backend.demo.plan import Plan
from backend.demo.shelves import Shelf, Shelves, Stock
from backend.demo.store import Store
from orders.models import Hold, LineSource, Order, OrderLine, PaymentAttempt, Shipment
from orders.rules.placing import HOLD_FOR, order_number

RETAIL_FEN = (6_000, 15_000)
# A bulk order is 12,000 yuan less up to 10,000: most are near the top, 9,600 on average.
BULK_MOST_FEN, BULK_LESS_FEN, BULK_POWER = 1_200_000, 1_000_000, 3.2
INSTITUTION_SHARE = 0.05
SECOND_LINE_SHARE = 0.35
EXPIRED_SHARE, CANCELLED_SHARE = 0.02, 0.012
MOST_PACKAGES = 900
# Hours before the last moment, and how many of packed, shipped, delivered have happened.
SHOWN = ((2, 0), (4, 0), (20, 1), (30, 2), (40, 3), (400, 3))
PAYMENTS, RELEASE = system_actor("payments").user_uid, system_actor("release_holds").user_uid
REGIONS = (
    "青海省 西宁市", "青海省 海东市", "甘肃省 兰州市", "陕西省 西安市", "北京市 朝阳区",
    "江苏省 南京市", "四川省 成都市", "广东省 深圳市",
)  # fmt: skip


@dataclass
class Sold:
    """A placed order with its lines and sources, for shipping and for splitting."""

    row: Order
    place: Place
    buyer: Buyer
    lines: list[tuple[OrderLine, list[tuple[LineSource, Stock]]]]
    completes_after: timedelta
    counted: bool = True


@dataclass
class Walked:
    """A paid order with what money and goods hang on."""

    sold: Sold
    attempt: PaymentAttempt
    shipment: Shipment


class Sales:
    """Places orders in order of time."""

    def __init__(
        self, plan: Plan, store: Store, goods: Goods, homes: Homes, shelves: Shelves,
        buyers: list[Buyer], books: Books,
    ) -> None:  # fmt: skip
        self.plan, self.store, self.goods = plan, store, goods
        self.homes, self.shelves = homes, shelves
        self.buyers = {kind: [b for b in buyers if b.kind == kind]
                       for kind in ("person", "business", "institution")}  # fmt: skip
        self.chance = plan.chance("sales")
        self.count = 0
        self.running: dict[date, int] = {}
        self.courier = Courier(plan, store, shelves.staff)
        self.money = Money(plan, store, goods, books)

    def sell(self, at: datetime, place: Place) -> None:
        """One order: mostly paid, shipped and split; a few expire, a few are cancelled."""
        retail = self.chance.random() < self.plan.scale.retail_share
        buyer = self._buyer(retail)
        fate = self.chance.random()
        if fate < EXPIRED_SHARE:
            wanted = self._wanted(place, retail)
            self._expire(self._place(at, place, buyer, wanted, retail, counted=False))
            return
        journey = Journey.draw(self.chance, at, self.plan.closes_at)
        wanted = self._wanted(place, retail)
        if fate < EXPIRED_SHARE + CANCELLED_SHARE and journey.packed_at:
            self._cancel(self._place(at, place, buyer, wanted, retail, counted=False), journey)
        else:
            self._walk(self._place(at, place, buyer, wanted, retail, counted=True), journey)

    def show(self, place: Place, buyer: Buyer) -> None:
        """Orders of the demo's buyer at the demo's station, one at each point of its way."""
        for back_h, reached in SHOWN:
            self.one(place, buyer, back_h, reached)

    def one(
        self, place: Place, buyer: Buyer, back_h: int, reached: int, shelf: Shelf | None = None,
        *, fen: int = 0,
    ) -> Walked:  # fmt: skip
        """An order so many hours before the last moment, as far as its way has come; with `fen`
        a bulk order for so much."""
        at = self.plan.closes_at - timedelta(hours=back_h)
        wanted = [(shelf, fen or RETAIL_FEN[0])] if shelf else self._wanted(place, True)
        sold = self._place(at, place, buyer, wanted, not fen, counted=True)
        return self._walk(sold, Journey.until(at, reached))

    def _walk(self, sold: Sold, journey: Journey) -> Walked:
        journey.finish(self.chance, sold.completes_after, self.plan.closes_at)
        self._step(sold, "placed", "paid", PAYMENTS, journey.paid_at)
        attempt = self.money.capture(sold, journey.paid_at)
        shipment = self.courier.ship(sold, journey)
        sold.row.paid_at = journey.paid_at
        if journey.completed_at:
            self.money.share(sold, journey.completed_at, early=journey.confirmed_early)
        return Walked(sold, attempt, shipment)

    def _expire(self, sold: Sold) -> None:
        at = sold.row.placed_at + HOLD_FOR + timedelta(minutes=5, seconds=30)
        self._step(sold, "placed", "expired", RELEASE, at)
        self.courier.wait(sold)

    def _cancel(self, sold: Sold, journey: Journey) -> None:
        """Paid, cancelled before packing, refunded: the goods are back on the shelf."""
        self._step(sold, "placed", "paid", PAYMENTS, journey.paid_at)
        sold.row.paid_at = journey.paid_at
        at = journey.paid_at + timedelta(minutes=int(self.chance.integers(10, 90)))
        operator = str(self.shelves.staff.operators[sold.place.row.pk].uid)
        self._step(sold, "paid", "cancelled", operator, at)
        self.courier.wait(sold)
        self.money.give_back(sold, journey.paid_at, at, operator)

    def _step(self, sold: Sold, old: str, new: str, actor_uid: str, at: datetime) -> None:
        self.courier.step(sold.row, old, new, actor_uid, at)

    def _buyer(self, retail: bool) -> Buyer:
        kind = "person" if retail else "business"
        if not retail and self.chance.random() < INSTITUTION_SHARE:
            kind = "institution"
        pool = self.buyers[kind]
        return pool[int(self.chance.integers(len(pool)))]

    def _wanted(self, place: Place, retail: bool) -> list[tuple[Shelf, int]]:
        """Shelves of the station with the fen to spend on each."""
        open_here = [s for s in self.shelves.of[place.row.pk] if s.bulk != retail]
        first = open_here[int(self.chance.integers(len(open_here)))]
        if not retail:
            less = int(BULK_LESS_FEN * self.chance.random() ** BULK_POWER)
            return [(first, BULK_MOST_FEN - less)]
        fen = int(self.chance.integers(*RETAIL_FEN))
        others = [s for s in open_here if s is not first and s.row.price_fen * 2 <= fen]
        if not others or first.row.price_fen * 2 > fen or (
            self.chance.random() >= SECOND_LINE_SHARE
        ):  # fmt: skip
            return [(first, fen)]
        return [(first, fen // 2), (others[int(self.chance.integers(len(others)))], fen // 2)]

    def _place(
        self, at: datetime, place: Place, buyer: Buyer, wanted: list[tuple[Shelf, int]],
        retail: bool, *, counted: bool,
    ) -> Sold:  # fmt: skip
        self.count += 1
        order = self.store.add(self._order(at, buyer))
        made = [self._line(order, position, shelf, fen, at, counted, retail)
                for position, (shelf, fen) in enumerate(wanted, start=1)]  # fmt: skip
        order.goods_fen = sum(line.amount_fen for line, _ in made)
        order.shipping_fen = 0 if order.goods_fen >= 9_900 else 800
        order.total_fen = order.goods_fen + order.shipping_fen
        self.store.add(Hold(order_id=order.pk, expires_at=at + HOLD_FOR,
                            state="sold" if counted else "released"))  # fmt: skip
        hours = max(self.goods.classes[s.kind.klass].completes_after_h for s, _ in wanted)
        sold = Sold(order, place, buyer, made, timedelta(hours=hours), counted)
        self._step(sold, "", "placed", str(buyer.user.uid), at)
        return sold

    def _order(self, at: datetime, buyer: Buyer) -> Order:
        day = at.astimezone(SHANGHAI).date()
        running = self.running[day] = self.running.get(day, 0) + 1
        region = REGIONS[int(self.chance.integers(len(REGIONS)))]
        uid = self.plan.uid("order", self.count)
        return Order(
            # Running digits scattered over the six, as live orders draw theirs.
            uid=uid, number=order_number(day, running * 617_283 % 1_000_000),
            buyer_id=buyer.user.pk, buyer_kind=buyer.kind, client_key=uid.hex,
            merchant_id=self.goods.merchant.pk, status="placed", goods_fen=0, shipping_fen=0,
            total_fen=0, receiver_name=buyer.name, receiver_phone=buyer.mobile,
            receiver_address=f"{region} 演示路{self.count % 200 + 1}号", region=region,
            placed_at=at,
        )  # fmt: skip

    def _line(
        self, order: Order, position: int, shelf: Shelf, fen: int, at: datetime, counted: bool,
        retail: bool,
    ) -> tuple[OrderLine, list[tuple[LineSource, Stock]]]:  # fmt: skip
        year = at.astimezone(SHANGHAI).year
        price = self.shelves.price(shelf.place, shelf.kind, shelf.grade, shelf.row.package_g, year,
                                   bulk=shelf.bulk) * shelf.percent // 100  # fmt: skip
        rounded = (fen + price // 2) // price if retail else fen // price
        quantity = min(max(rounded, 1), MOST_PACKAGES)
        product = self.goods.products[shelf.kind.code]
        line = self.store.add(OrderLine(
            order_id=order.pk, position=position, listing_id=shelf.row.pk,
            station_id=shelf.place.row.pk, cooperative_id=shelf.place.partner.pk,
            fee_rule_id=self.goods.fee_rule.pk, title=shelf.row.title, product_name=product.name,
            product_code=product.code, grade=shelf.grade,
            return_rule=self.goods.classes[shelf.kind.klass].return_rule, quantity=quantity,
            package_g=shelf.row.package_g, price_fen=price,
            weight_g=quantity * shelf.row.package_g, amount_fen=quantity * price,
        ))  # fmt: skip
        if counted:
            shelf.row.sold_packages += quantity
            taken = self.shelves.take(shelf, line.weight_g, at)
        else:
            taken = self.shelves.look(shelf, line.weight_g, at)
        return line, self._sources(line, shelf, taken)

    def _sources(
        self, line: OrderLine, shelf: Shelf, taken: list[tuple[Stock, int]]
    ) -> list[tuple[LineSource, Stock]]:
        shares = split(line.amount_fen, [weight for _, weight in taken],
                       [stock.lot.pk for stock, _ in taken])  # fmt: skip
        return [
            (self.store.add(LineSource(
                line_id=line.pk, lot_id=stock.lot.pk, household_id=self.homes.pk(stock.home),
                cooperative_id=line.cooperative_id, station_id=line.station_id,
                household_name=self.homes.names[stock.home], area_code=shelf.place.row.area_code,
                mode=stock.mode, policy=shelf.row.policy, weight_g=weight, share_fen=share,
            )), stock)
            for (stock, weight), share in zip(taken, shares, strict=True)
        ]  # fmt: skip
