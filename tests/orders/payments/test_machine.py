"""F7: any walk from receipt to completion: short weights, exchanges, returns, losses, repeats.

After every step the rows must prove themselves; a small model says what the buyer is out of pocket.
"""

import os
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.common.errors import DomainError
from backend.ledger import queries as ledger
from cooperatives import queries as produce
from cooperatives.models import ListingLot
from orders import queries
from orders.gateways import sandbox_here
from orders.gateways.sandbox import Action, Refused, act, deliver_due
from orders.models import Order, Refund
from orders.queries.worth import sources_of
from orders.services import (
    adjusting,
    claiming,
    completing,
    deciding,
    fulfilling,
    losing,
    paying,
    polling,
    releasing,
)
from tests import cast as people
from tests.cooperatives.scenes import weigh
from tests.orders import market
from tests.orders.payments.conftest import post_notify

# `make slow` walks longer and elsewhere each time; a walk that fails prints how to repeat it.
MODES = ["consignment", "purchase"]
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


class Sales(RuleBasedStateMachine):
    """One buyer, one station, two households; the clock only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.cast = people.build()
        self.now = datetime.now(UTC)
        self.keys = 0
        self.paid_fen = 0

    @initialize()
    def receive_and_list(self) -> None:
        lots = [
            market.a_lot(self.cast, household=f"{who}_household", net_g=9_000, number=number,
                         expires_on=date(2099, 1, 1))
            for number, who in enumerate(("potato", "monitored"), start=1)
        ]  # fmt: skip
        self.listing = market.a_listing(self.cast, *lots)
        # Not in the pool: what an operator may put in the place of spoilt potatoes.
        self.spare = market.a_lot(
            self.cast, household="objecting_household", net_g=20_000, number=3,
            expires_on=date(2099, 1, 1),
        )  # fmt: skip
        beans = market.a_lot(
            self.cast, household="potato_household", net_g=6_000, number=4, product="broad_bean",
            expires_on=date(2099, 1, 1),
        )  # fmt: skip
        self.beans = market.a_listing(
            self.cast, beans, product="broad_bean", package_g=500, price_fen=900
        )

    def key(self) -> str:
        self.keys += 1
        return f"machine-{self.keys}"

    def orders(self, *states: str) -> list[Order]:
        return list(Order.objects.filter(status__in=states).order_by("pk"))

    def attempt(self, work: Any, **given: Any) -> None:
        """A refusal by rule is an answer too; it must leave nothing behind."""
        try:
            with transaction.atomic():
                work(**given, now=self.now)
        except (DomainError, Refused):
            return

    @rule(who=st.sampled_from(["potato", "monitored"]), mode=st.sampled_from(MODES))
    def receive(self, who: str, mode: str) -> None:
        """Another weigh-in of what is sold, by hand-over or bought at once, into the pool."""
        receipt = weigh(
            self.cast, f"{who}_household", mode=mode, gross_g=3_000, weighed_at=self.now,
            now=self.now,
        )  # fmt: skip
        ListingLot.objects.create(listing=self.listing, lot=receipt.lot, added_at=self.now)

    @rule(packages=st.integers(1, 3), dry=st.booleans())
    def place(self, packages: int, dry: bool) -> None:
        wanted = market.wanted(self.beans if dry else self.listing, packages)
        self.attempt(lambda now: market.an_order(self.cast, wanted, key=self.key(), now=now))

    @precondition(lambda self: self.orders("placed"))
    @rule(action=st.sampled_from([Action.PAY, Action.DUPLICATE, Action.CLOSE_THEN_PAY]))
    def pay(self, action: Action) -> None:
        order, box = self.orders("placed")[0], sandbox_here()
        try:
            _, url = paying.start_attempt(
                order_number=order.number, channel="wap", actor=self.cast.actor("buyer"),
                now=self.now,
            )  # fmt: skip
            trade = box.open_page(urlsplit(url).query)
            act(box, trade_no=trade["trade_no"], action=action, now=box.now())
        except (DomainError, Refused):
            return
        deliver_due(box.store, now=box.now(), send=post_notify)
        self.paid_fen += order.total_fen

    @precondition(lambda self: self.orders("placed", "paid"))
    @rule()
    def cancel(self) -> None:
        order = self.orders("placed", "paid")[0]
        self.attempt(releasing.cancel_order, number=order.number, actor=self.cast.actor("buyer"))

    @precondition(lambda self: self.orders("paid"))
    @rule(short_g=st.integers(1, 400), fate=st.sampled_from(["shelf", "waste"]))
    def pack_short(self, short_g: int, fate: str) -> None:
        shipment = self.orders("paid")[0].shipments.get()
        source = market_sources(shipment)[0]
        found = adjusting.Shortage(
            position=1, lot_code=source.lot.code, fate=fate, reason="称重少于应发",
            client_key=self.key(),
        )  # fmt: skip
        self.attempt(
            adjusting.pack_short, shipment_uid=str(shipment.uid), found=found,
            actual_g=max(source.net_g - short_g, 0), actor=self.cast.actor("operator"),
        )  # fmt: skip

    @precondition(lambda self: self.orders("paid"))
    @rule(fate=st.sampled_from(["shelf", "waste"]))
    def exchange(self, fate: str) -> None:
        """The spare lot takes the place of one in the parcel; beans are refused it."""
        shipment = self.orders("paid")[0].shipments.get()
        found = adjusting.Shortage(
            position=1, lot_code=market_sources(shipment)[0].lot.code, fate=fate,
            reason="发芽了，换一批", client_key=self.key(),
        )  # fmt: skip
        self.attempt(
            adjusting.substitute, shipment_uid=str(shipment.uid), found=found,
            new_lot_code=self.spare.code, actor=self.cast.actor("operator"),
        )  # fmt: skip

    @precondition(lambda self: self.orders("delivered"))
    @rule(packages=st.integers(1, 2), fate=st.sampled_from(["shelf", "waste"]))
    def send_back(self, packages: int, fate: str) -> None:
        """Seven-day goods come back without a reason; fresh ones are refused."""
        order = self.orders("delivered")[-1]
        asking = claiming.Asking(
            order_number=order.number, kind="return", lines=[claiming.Asked(1, packages)],
            reason="不想要了", client_key=self.key(),
        )  # fmt: skip
        self.attempt(claiming.make_claim, asking=asking, actor=self.cast.actor("buyer"))
        for claim in order.claims.filter(state="awaiting_goods"):
            self.attempt(
                deciding.receive_return, claim_uid=str(claim.uid), fate=fate,
                actor=self.cast.actor("operator"),
            )  # fmt: skip

    @precondition(lambda self: self.orders("paid", "packed", "shipped"))
    @rule(step=st.sampled_from(["pack", "ship", "deliver", "lose", "give_up"]))
    def move(self, step: str) -> None:
        shipment = self.orders("paid", "packed", "shipped")[0].shipments.get()
        codes = [source.lot.code for source in market_sources(shipment)]
        more: dict[str, Any] = {
            "pack": {"lot_codes": codes},
            "ship": {"courier": "邮政快递", "waybill": f"EMS{shipment.pk:08d}"},
            "lose": {"reason": "快递丢失"},
            "give_up": {"reason": "整单缺货"},
        }.get(step, {})
        work = getattr(losing if step in {"lose", "give_up"} else fulfilling, step)
        self.attempt(
            work, shipment_uid=str(shipment.uid), actor=self.cast.actor("operator"), **more
        )

    @precondition(lambda self: self.orders("delivered", "completed"))
    @rule(amount_fen=st.integers(1, 3_000), verdict=st.sampled_from(["approve", "reject"]))
    def goodwill(self, amount_fen: int, verdict: str) -> None:
        order = self.orders("delivered", "completed")[-1]
        asking = claiming.Asking(
            order_number=order.number, kind="goodwill", lines=[claiming.Asked(1, 1, amount_fen)],
            reason="协商退款", client_key=self.key(),
        )  # fmt: skip
        self.attempt(claiming.make_claim, asking=asking, actor=self.cast.actor("accountant"))
        for claim in order.claims.filter(state="deciding"):
            self.attempt(
                deciding.decide_claim, claim_uid=str(claim.uid), verdict=verdict, comment="同意",
                content_digest=claiming.queries.digest(claim), actor=self.cast.actor("manager"),
            )  # fmt: skip

    @rule(hours=st.sampled_from([0, 1, 60, 200]))
    def time_goes_by(self, hours: int) -> None:
        """Sweepers run; what they did is not done again."""
        self.now += timedelta(hours=hours)
        releasing.release_holds(now=self.now)
        completing.complete_delivered(now=self.now)
        polling.payments_tick(now=self.now)

    @invariant()
    def the_rows_prove_themselves(self) -> None:
        assert list(queries.broken_invariants(now=self.now)) == []
        assert list(ledger.broken_invariants(now=self.now)) == []
        assert list(produce.broken_invariants(now=self.now)) == []
        assert ledger.verify()["difference_fen"] == 0

    @invariant()
    def the_buyer_is_out_of_pocket_by_the_model(self) -> None:
        back = sum(Refund.objects.filter(state="done").values_list("amount_fen", flat=True))
        statement = ledger.verify()
        assert statement["paid_in_fen"] == self.paid_fen
        assert statement["refunded_fen"] == back

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)


def market_sources(shipment: Any) -> list[Any]:
    found = sources_of(order_id=shipment.order_id).select_related("lot")
    return [source for source in found if source.net_g > 0]


@pytest.mark.django_db
@pytest.mark.hypothesis
def test_any_walk_keeps_the_books(made_keys: Path, settings: Any) -> None:
    settings.DATA_DIR = Path(tempfile.mkdtemp(dir=settings.DATA_DIR))
    shutil.copytree(made_keys, settings.DATA_DIR / "sandbox-keys")
    settings.SANDBOX_NOTIFY_SEND = post_notify
    machine = Sales.TestCase
    machine.settings = hypothesis_settings(
        max_examples=60 if LONG else 5, stateful_step_count=60 if LONG else 15, deadline=None,
        derandomize=not LONG, print_blob=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    machine().runTest()
