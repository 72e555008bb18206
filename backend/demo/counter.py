"""The demo station's desk on the last day: goods to list, a listing that waits, one returned."""

from datetime import datetime, timedelta

from backend.accounts.models import User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.demo.chain import Place
from backend.demo.plan import Plan
from backend.demo.produce import BY_CODE, NEVER_LISTED
from backend.demo.shelves import Shelves
from backend.demo.store import Store
from cooperatives.models import Listing, ListingLot, ListingReview
from cooperatives.queries import digest_content

RETURN_REASON = "照片看不清等级，请重新分级后再提交"
DOWN_REASON = "本批已售完，停止上架"


class Desk:
    """What the operator, the manager and the officials find when they first sign in."""

    def __init__(self, plan: Plan, store: Store, shelves: Shelves, place: Place) -> None:
        self.plan, self.store, self.shelves, self.place = plan, store, shelves, place
        self.now = plan.closes_at

    def lay_out(self, operator: User, manager: User) -> None:
        """Unlisted lots first, then a listing that waits, one returned, one taken down."""
        self._unlisted("potato", "first", 60_000)
        self._unlisted(*NEVER_LISTED, 25_000)
        taken = {shelf.kind.code for shelf in self.shelves.of[self.place.row.pk]}
        free = [code for code in ("scallion", "highland_barley", "pea", "wheat", "rapeseed")
                if code not in taken]  # fmt: skip
        waiting = self._offer("potato", "second", "submitted", stocked=True)
        returned = self._offer(free[0], BY_CODE[free[0]].grades[0], "returned", stocked=False)
        down = self._offer(free[1], BY_CODE[free[1]].grades[0], "down", stocked=False)
        self._review(returned, "submitted", "returned", manager, RETURN_REASON)
        self._review(down, "on_sale", "down", operator, DOWN_REASON)
        self.store.flush()
        self._ask(waiting, operator)
        request = self._ask(returned, operator)
        self._decide(request, manager)

    def _unlisted(self, code: str, grade: str, net_g: int) -> None:
        at = self.now - timedelta(hours=3)
        self.shelves.weigh_in(self.place, BY_CODE[code], grade, net_g, at)

    def _offer(self, code: str, grade: str, status: str, *, stocked: bool) -> Listing:
        row = self.shelves.listing(self.place, BY_CODE[code], grade, bulk=False, status=status)
        if stocked:
            at = self.now - timedelta(hours=5)
            stock = self.shelves.weigh_in(self.place, BY_CODE[code], grade, 80_000, at)
            self.store.add(ListingLot(listing_id=row.pk, lot_id=stock.lot.pk, added_at=at))
        return row

    def _review(self, row: Listing, old: str, new: str, by: User, reason: str) -> None:
        self.store.add(ListingReview(
            uid=self.plan.uid("review", f"{row.uid} {new}"), listing_id=row.pk, from_status=old,
            to_status=new, by_id=by.pk, reason=reason, at=self.now - timedelta(hours=1),
        ))  # fmt: skip

    def _ask(self, row: Listing, maker: User) -> ApprovalRequest:
        """As `ask_release` asks, with the digest of the stored listing."""
        row = Listing.objects.select_related("station", "product", "cooperative").get(pk=row.pk)
        asked_at: datetime = self.now - timedelta(hours=4)
        return self.store.add(ApprovalRequest(
            uid=self.plan.uid("request", str(row.uid)), kind="listing", object_kind="listing",
            object_uid=str(row.uid), title=f"{row.station.name}：{row.title}", maker_id=maker.pk,
            digest=digest_of(digest_content(row)), steps=[["CM"]], area_code=row.area_code,
            scope_ref=str(row.cooperative.uid), amount_fen=row.price_fen, opened_at=asked_at,
            due_at=asked_at + DUE_AFTER,
        ))  # fmt: skip

    def _decide(self, request: ApprovalRequest, manager: User) -> None:
        at = self.now - timedelta(hours=1)
        request.state, request.closed_at, request.version = "returned", at, 2
        self.store.add(ApprovalDecision(
            uid=self.plan.uid("decision", str(request.uid)), request_id=request.pk, step=0,
            actor_id=manager.pk, hat="CM", verdict="return", comment=RETURN_REASON,
            digest=request.digest, at=at, maker_id=request.maker_id,
        ))  # fmt: skip
