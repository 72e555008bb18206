"""Whatever happens to a station's lots, in whatever order: every gram is somewhere."""

import uuid
from contextlib import suppress
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.approvals.rules import digest_of
from backend.common.errors import DomainError
from backend.ledger import queries as books
from backend.ledger.models import Entry
from cooperatives import queries, services
from cooperatives.models import Lot, Receipt, StockMove
from cooperatives.queries import void_content
from tests.cast import NOW, Cast, build
from tests.cooperatives.scenes import weigh

KINDS = ["weigh", "reject", "waste", "hold", "sell", "release", "void", "count"]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 13_000)), max_size=14)


def do(cast: Cast, kind: str, weight_g: int) -> None:
    """One step on the lot that is its turn; what the rules refuse changes nothing."""
    lots = list(Lot.objects.order_by("id"))
    lot = lots[weight_g % len(lots)]
    operator: dict[str, Any] = {"actor": cast.actor("operator"), "now": NOW}
    out = {"uid": uuid.uuid4(), "lot_code": lot.code, "cause": "spoiled", "reason": ""}
    deeds = {
        "weigh": lambda: weigh(cast, mode="purchase"),
        "reject": lambda: services.take_out(kind="reject", weight_g=weight_g, **out, **operator),
        "waste": lambda: services.take_out(kind="waste", weight_g=weight_g, **out, **operator),
        "hold": lambda: services.hold_lots(takes={lot.pk: weight_g}),
        "sell": lambda: services.sell_held(takes={lot.pk: weight_g}),
        "release": lambda: services.release_held(takes={lot.pk: weight_g}),
        "void": lambda: void(cast, lot),
        "count": lambda: services.count_stock(
            uid=uuid.uuid4(), lines=[(lot.code, weight_g)], note="", **operator
        ),
    }
    deeds[kind]()


def void(cast: Cast, lot: Lot) -> None:
    asked = services.ask_void(
        uid=uuid.uuid4(), receipt_uid=lot.receipt.uid, reason="称错了户",
        actor=cast.actor("operator"), now=NOW,
    )  # fmt: skip
    services.decide_void(
        request_uid=asked.uid, verdict="approve", comment="",
        content_digest=digest_of(void_content(asked)), actor=cast.actor("manager"), now=NOW,
    )  # fmt: skip


def attempt(cast: Cast, step: tuple[str, int]) -> None:
    with suppress(DomainError), transaction.atomic():
        do(cast, *step)


class EveryGram(TestCase):
    cast: Cast

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.cast = build()

    @given(steps=STEPS)
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def test_every_gram_is_somewhere_and_every_fen_is_owed_once(
        self, steps: list[tuple[str, int]]
    ) -> None:
        weigh(self.cast, mode="purchase")
        _ = [attempt(self.cast, step) for step in steps]
        lots = Lot.objects.all()
        moved = sum(StockMove.objects.exclude(kind="void").values_list("weight_g", flat=True))
        standing = Receipt.objects.standing()
        assert [
            lot.received_g
            - (lot.available_g + lot.held_g + lot.sold_g + lot.rejected_g + lot.wasted_g)
            for lot in lots
        ] == [0] * len(lots)
        assert sum(lot.rejected_g + lot.wasted_g for lot in lots) == moved
        assert sum(lot.received_g for lot in lots) == sum(r.net_g for r in standing)
        owed = books.balance_of("household", str(self.cast.potato_household.uid))
        assert owed == sum(receipt.amount_fen for receipt in standing)
        assert sum(Entry.objects.values_list("amount_fen", flat=True)) == 0
        assert list(queries.broken_invariants(now=NOW)) == []
