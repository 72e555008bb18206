"""What the cooperative finds on its desk: a void to decide, a count that differs, closed days."""

from datetime import timedelta
from typing import Any

from backend.accounts.models import User
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.demo.chain import Place
from backend.demo.plan import COUNTY, Plan, local
from backend.demo.produce import BY_CODE
from backend.demo.shelves import Shelves
from backend.demo.store import Store
from cooperatives import queries
from cooperatives.models import (
    DayClose,
    Lot,
    PriceCeiling,
    PriceDraft,
    PriceEntry,
    StockCount,
    StockCountLine,
    VoidRequest,
)

# Of five lots counted the second lacks 1.2 kg and the fourth has 200 g too many.
DIFFERS = {1: -1_200, 3: 200}


class Counts:
    """At the demo's station, on its last two days."""

    def __init__(self, plan: Plan, store: Store, shelves: Shelves, place: Place) -> None:
        self.plan, self.store, self.shelves, self.place = plan, store, shelves, place
        self.now = plan.closes_at

    def lay_out(self, operator: User, accountant: User, official: User) -> None:
        self._void(operator)
        self._draft()
        self._prices(accountant, official)
        self.store.flush()
        self._count(operator)
        for back in (2, 1):
            self._close(operator, back)

    def _void(self, operator: User) -> None:
        """Weighed under the wrong name; the manager is asked."""
        at = self.now - timedelta(hours=2)
        stock = self.shelves.weigh_in(self.place, BY_CODE["potato"], "first", 32_000, at)
        self.store.flush()
        receipt = Lot.objects.select_related(
            "receipt__station", "receipt__cooperative", "receipt__household", "receipt__product"
        ).get(pk=stock.lot.pk).receipt  # fmt: skip
        asked = self.store.add(VoidRequest(
            uid=self.plan.uid("void", 1), receipt_id=receipt.pk, reason="户主记错，应为邻居家的货",
            asked_by_id=operator.pk, asked_at=at + timedelta(minutes=20),
        ))  # fmt: skip
        asked.receipt = receipt
        self.store.add(self._request(
            "receipt_void", "void_request", asked, operator,
            f"{receipt.station.name}：{receipt.lot.code} {receipt.read_back}",
            digest_of(queries.void_content(asked)), receipt.amount_fen,
        ))  # fmt: skip

    def _draft(self) -> None:
        """Begun and not sent in."""
        self.shelves.listing(
            self.place, BY_CODE["pea"], BY_CODE["pea"].grades[0], bulk=True, status="draft"
        )

    def _prices(self, accountant: User, official: User) -> None:
        """A price list that the accountant has begun, and the county's ceiling beside it."""
        year = self.plan.as_of.year
        entries = [
            self.shelves.goods.prices.of(self.place.partner.pk, year, code, "first")
            for code in ("potato", "broad_bean")
        ]
        self.store.add(PriceDraft(
            uid=self.plan.uid("price draft", 1), cooperative_id=self.place.partner.pk,
            effective_from=local(self.plan.as_of + timedelta(days=8)), note="入冬调价",
            lines=[self._line(entry, 5) for entry in entries], made_by_id=accountant.pk,
        ))  # fmt: skip
        self.store.add(PriceCeiling(
            uid=self.plan.uid("ceiling", 1), county_code=COUNTY,
            product_id=self.shelves.goods.products["potato"].pk, grade="first",
            sell_fen_per_jin=entries[0].sell_fen_per_jin * 2, valid_from=self.plan.as_of,
            source="县发改局（演示）", made_by_id=official.pk, at=self.now,
        ))  # fmt: skip

    def _line(self, entry: PriceEntry, more_fen: int) -> dict[str, Any]:
        product = next(
            one for one in self.shelves.goods.products.values() if one.pk == entry.product_id
        )
        return {
            "product": str(product.uid), "grade": entry.grade,
            "buy_fen": entry.buy_fen_per_jin + more_fen,
            "sell_fen": entry.sell_fen_per_jin + more_fen, "institution_fen": None,
        }  # fmt: skip

    def _count(self, operator: User) -> None:
        lots = Lot.objects.filter(receipt__station=self.place.row, available_g__gt=2_000)
        count = self.store.add(StockCount(
            uid=self.plan.uid("stock count", 1), station_id=self.place.row.pk,
            cooperative_id=self.place.partner.pk, counted_at=self.now - timedelta(minutes=40),
            note="月末盘点", by_id=operator.pk,
        ))  # fmt: skip
        for number, lot in enumerate(lots.order_by("code")[:5]):
            book_g = lot.received_g - lot.sold_g - lot.rejected_g - lot.wasted_g
            self.store.add(StockCountLine(
                count_id=count.pk, lot_id=lot.pk, received_g=lot.received_g, sold_g=lot.sold_g,
                rejected_g=lot.rejected_g, wasted_g=lot.wasted_g,
                on_hand_g=book_g + DIFFERS.get(number, 0),
            ))  # fmt: skip

    def _close(self, operator: User, back: int) -> None:
        on = self.plan.as_of - timedelta(days=back)
        self.store.add(DayClose(
            uid=self.plan.uid("day close", back), station_id=self.place.row.pk,
            cooperative_id=self.place.partner.pk, on=on, cash_fen=12_600 * back, unsent_count=0,
            by_id=operator.pk, at=local(on, 18), **queries.day_figures(self.place.row, on=on),
        ))  # fmt: skip

    def _request(
        self, kind: str, object_kind: str, subject: Any, maker: User, title: str, digest: str,
        amount_fen: int,
    ) -> ApprovalRequest:  # fmt: skip
        return ApprovalRequest(
            uid=self.plan.uid("desk request", f"{kind} {subject.uid}"), kind=kind,
            object_kind=object_kind, object_uid=str(subject.uid), title=title[:120],
            maker_id=maker.pk, digest=digest, steps=[["CM"]],
            area_code=self.place.row.area_code, scope_ref=str(self.place.partner.uid),
            amount_fen=amount_fen, opened_at=self.now, due_at=self.now + DUE_AFTER,
        )  # fmt: skip
