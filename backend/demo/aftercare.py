"""After the sale, at the demo's station: short weights, another lot, claims in each state."""

from datetime import datetime, timedelta
from pathlib import Path

from backend.accounts.models import User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER
from backend.common import photos
from backend.common.actor import system_actor
from backend.common.models import StoredPhoto
from backend.demo.chain import Place
from backend.demo.people import Buyer
from backend.demo.plan import Plan
from backend.demo.produce import BY_CODE
from backend.demo.sales import Sales, Sold, Walked
from backend.demo.shelves import Shelf, Stock
from backend.demo.store import Store
from cooperatives.models import StockMove
from orders.models import (
    Adjustment,
    ClaimLine,
    LineSource,
    OrderLine,
    Refund,
    RefundClaim,
    SourceChange,
)
from orders.queries.claims import digest_of_content
from orders.rules.paying_out import Limits
from orders.rules.refunding import Taken, Worth, steps_of, take, take_goods
from orders.services.claiming import OBJECT

# One part in twenty of a lot was bad when it was packed.
SHORT_PART = 20
CLAIM_FEN = 500
SPOILT = Path(__file__).parent / "pictures" / "spoilt.webp"
REFUSAL = "照片和发货记录看不出短少，如有新的情况请再联系"
REQUEST_STATES = {
    "deciding": "open", "refused": "rejected", "refunded": "approved", "withdrawn": "voided",
}  # fmt: skip


class Aftercare:
    """Orders of the demo's buyer to which something happened; none of them is completed."""

    def __init__(self, plan: Plan, store: Store, sales: Sales, place: Place, buyer: Buyer) -> None:
        self.plan, self.store, self.sales = plan, store, sales
        self.place, self.buyer = place, buyer
        staff = sales.shelves.staff
        self.operator = staff.operators[place.row.pk]
        self.accountant = staff.accountants[place.partner.pk]
        self.manager = staff.managers[place.partner.pk]
        self.count = 0

    def lay_out(self) -> None:
        self.short = self._pack_short(back_h=24, done=True)
        # Asked for more than a day ago, and the provider never said what became of it.
        self.stuck = self._pack_short(back_h=30, done=False)
        self._exchange(back_h=26)
        for state in REQUEST_STATES:
            self._claim(state, "goodwill", self.accountant, "CA", "路上压坏了几个，愿意补偿一部分")
        self._claim("awaiting_goods", "return", self.buyer.user, "BY", "买多了，用不完")
        self._claim("deciding", "quality", self.buyer.user, "BY", "到货时有两个已经烂了")

    def _pack_short(self, *, back_h: int, done: bool) -> Refund:
        """Less than was sold: the buyer gets that part of the price back, the rest is sent."""
        one = self.sales.one(self.place, self.buyer, back_h, 2)
        line, source, stock = _first(one.sold)
        missing_g, at = source.weight_g // SHORT_PART, self._at_packing(one.sold)
        paper = self._paper("short_weight", one, line, source, missing_g, "waste", at)
        stock.lot.sold_g -= missing_g
        stock.lot.wasted_g += missing_g
        self.store.add(StockMove(
            uid=self.plan.uid("short", one.sold.row.number), lot_id=stock.lot.pk, kind="waste",
            cause="other", weight_g=missing_g, reason=f"缺重：{paper.reason}",
            by_id=self.operator.pk, at=at,
        ))  # fmt: skip
        taken = take_goods(missing_g, _worth(source))
        number = f"S{paper.uid.hex[:16]}"
        return self._refund(one, number, "short_weight", [taken], at, done=done, paper=paper)

    def _exchange(self, *, back_h: int) -> None:
        """Another household's lot in its place: same weight, same price."""
        one = self.sales.one(self.place, self.buyer, back_h, 1)
        line, source, stock = _first(one.sold)
        at = self._at_packing(one.sold)
        other = self.sales.shelves.weigh_in(
            self.place, BY_CODE[line.product_code], line.grade, source.weight_g + 10_000,
            at - timedelta(hours=2),
        )  # fmt: skip
        paper = self._paper("substitution", one, line, source, source.weight_g, "shelf", at)
        for lot, weight_g in ((stock.lot, -source.weight_g), (other.lot, source.weight_g)):
            lot.sold_g += weight_g
            lot.available_g -= weight_g
        homes = self.sales.homes
        new = self.store.add(LineSource(
            line_id=line.pk, lot_id=other.lot.pk, household_id=homes.pk(other.home),
            cooperative_id=source.cooperative_id, station_id=source.station_id,
            household_name=homes.names[other.home], area_code=source.area_code, mode=other.mode,
            policy=source.policy, weight_g=source.weight_g, share_fen=source.share_fen,
            substitute=True,
        ))  # fmt: skip
        self.store.add(SourceChange(
            source_id=source.pk, adjustment_id=paper.pk, replaced_by_id=new.pk,
            weight_g=-source.weight_g, share_fen=-source.share_fen,
        ))  # fmt: skip

    def _at_packing(self, sold: Sold) -> datetime:
        return sold.row.placed_at + timedelta(minutes=50)

    def _paper(
        self, kind: str, one: Walked, line: OrderLine, source: LineSource, less_g: int, fate: str,
        at: datetime,
    ) -> Adjustment:  # fmt: skip
        return self.store.add(Adjustment(
            uid=self.plan.uid("adjustment", one.sold.row.number), kind=kind,
            shipment_id=one.shipment.pk, line_id=line.pk, source_id=source.pk,
            old_g=source.weight_g, new_g=source.weight_g - less_g, fate=fate,
            reason="打包时挑出坏的" if fate == "waste" else "这一批剩得不够整袋",
            client_key=f"demo-{one.sold.row.number}", by_uid=str(self.operator.uid),
            by_name=self.operator.name, at=at,
        ))  # fmt: skip

    def _refund(
        self, one: Walked, number: str, reason: str, taken: list[Taken], at: datetime, *,
        done: bool, paper: Adjustment | None = None,
    ) -> Refund:  # fmt: skip
        order, attempt = one.sold.row, one.attempt
        done_at = at + timedelta(seconds=90) if done else None
        refund = self.store.add(Refund(
            uid=self.plan.uid("refund", f"{order.number} {number}"), attempt_id=attempt.pk,
            out_request_no=f"{attempt.out_trade_no}{number}", reason=reason, requested_at=at,
            amount_fen=sum(part.share_fen for part in taken), state="done" if done else "unknown",
            done_at=done_at, tries=1 if done else 5,
            next_try_at=None if done else self.plan.closes_at + timedelta(hours=6),
        ))  # fmt: skip
        attempt.asked_fen += refund.amount_fen
        if done:
            attempt.state = "partly_refunded"
        for part in taken:
            self.store.add(SourceChange(
                source_id=part.source_id, refund_id=refund.pk,
                adjustment_id=paper.pk if paper else None,
                weight_g=-part.weight_g, share_fen=-part.share_fen,
            ))  # fmt: skip
        self.sales.money.book_refund(order, attempt, refund, str(self.operator.uid))
        return refund

    def _claim(self, state: str, kind: str, maker: User, role: str, reason: str) -> None:
        """About one package of an order that came an hour ago."""
        shelf = self._dry_goods() if kind == "return" else None
        if kind == "return" and shelf is None:
            return
        one = self.sales.one(self.place, self.buyer, 33, 3, shelf)
        line, _, _ = _first(one.sold)
        made_at = self.plan.closes_at - timedelta(minutes=45)
        whole_fen = line.amount_fen // line.quantity
        amount_fen = whole_fen if kind == "return" else min(CLAIM_FEN, whole_fen)
        claim = self.store.add(RefundClaim(
            uid=self.plan.uid("claim", f"{kind} {state}"), order_id=one.sold.row.pk,
            cooperative_id=line.cooperative_id, kind=kind, state=state, amount_fen=amount_fen,
            reason=reason, made_by_id=maker.pk, made_by_role=role,
            client_key=f"demo-{kind}-{state}", made_at=made_at,
            answer=REFUSAL if state == "refused" else "",
            photo=self._photo(made_at) if kind == "quality" else None,
        ))  # fmt: skip
        claim.order = one.sold.row
        self.store.add(ClaimLine(
            claim_id=claim.pk, line_id=line.pk, quantity=1, amount_fen=amount_fen
        ))  # fmt: skip
        if state in REQUEST_STATES:
            self._ask(claim, maker, [(line.position, 1, amount_fen)])
        if state == "refunded":
            taken = take(amount_fen, [_worth(source) for source, _ in one.sold.lines[0][1]])
            claim.refund_id = self._refund(
                one, f"K{claim.uid.hex[:16]}", kind, taken, self._decided(claim), done=True
            ).pk

    def _photo(self, at: datetime) -> StoredPhoto:
        """A drawing of spoilt goods, kept like any photo a buyer sends."""
        return photos.store(raw=SPOILT.read_bytes(), actor=system_actor("demo"), now=at)

    def _dry_goods(self) -> Shelf | None:
        shelves = self.sales.shelves.of[self.place.row.pk]
        classes = self.sales.goods.classes
        return next(
            (one for one in shelves
             if not one.bulk and classes[one.kind.klass].return_rule == "seven_day"), None,
        )  # fmt: skip

    def _decided(self, claim: RefundClaim) -> datetime:
        return claim.made_at + timedelta(minutes=20)

    def _ask(self, claim: RefundClaim, maker: User, lines: list[tuple[int, int, int]]) -> None:
        decided, decided_at = claim.state in {"refused", "refunded"}, self._decided(claim)
        claim.decided_at = None if claim.state == "deciding" else decided_at
        request = self.store.add(ApprovalRequest(
            uid=self.plan.uid("claim request", f"{claim.kind} {claim.state}"), kind="refund",
            object_kind=OBJECT, object_uid=str(claim.uid), maker_id=maker.pk,
            title=f"{claim.order.number} {claim.get_kind_display()}",
            digest=digest_of_content(claim, lines),
            steps=steps_of(
                claim.amount_fen, supervisor_from_fen=Limits().refund_supervisor_from_fen
            ),
            area_code=self.place.partner.area_code, scope_ref=str(self.place.partner.uid),
            amount_fen=claim.amount_fen, state=REQUEST_STATES[claim.state], step=int(decided),
            opened_at=claim.made_at, due_at=claim.made_at + DUE_AFTER, closed_at=claim.decided_at,
            version=1 + int(decided),
        ))  # fmt: skip
        if decided:
            self.store.add(ApprovalDecision(
                uid=self.plan.uid("claim decision", f"{claim.kind} {claim.state}"),
                request_id=request.pk, step=0, actor_id=self.manager.pk, hat="CM",
                comment=claim.answer, verdict="reject" if claim.state == "refused" else "approve",
                digest=request.digest, at=decided_at, maker_id=maker.pk,
            ))  # fmt: skip


def _first(sold: Sold) -> tuple[OrderLine, LineSource, Stock]:
    line, sources = sold.lines[0]
    return line, *sources[0]


def _worth(source: LineSource) -> Worth:
    return Worth(source.pk, source.weight_g, source.share_fen)
