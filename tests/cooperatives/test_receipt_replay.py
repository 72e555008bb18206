"""A device's queue sent again, in any order: each record once, all totals the same."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.ledger.models import Entry, Transfer
from cooperatives.models import Lot, Receipt
from cooperatives.services import WeighIn, weigh_in_many
from tests.cast import NOW, Cast, build
from tests.cooperatives.scenes import AN_HOUR_AGO, bind_phone
from tests.cooperatives.test_receipt_batch import code


class Replays(TestCase):
    """A queue replayed in any order and any number of pieces."""

    cast: Cast

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.cast = build()
        bind_phone(cls.cast)

    @given(order=st.permutations(range(6)), cuts=st.lists(st.integers(1, 6), max_size=3))
    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    def test_any_order_gives_the_same_totals(self, order: list[int], cuts: list[int]) -> None:
        cast = self.cast
        records = [offline(cast, number) for number in range(6)]
        replayed = [records[i] for i in order] + [records[i % 6] for i in cuts]
        pieces = [replayed[: cuts[0]], replayed[cuts[0] :]] if cuts else [replayed]
        for piece in filter(None, pieces):
            weigh_in_many(records=piece, sent_at=None, actor=cast.actor("operator"), now=NOW)
        assert Receipt.objects.count() == Lot.objects.count() == Transfer.objects.count() == 6
        assert sum(lot.received_g for lot in Lot.objects.all()) == 6 * 12_750 + 1_500
        assert sum(entry.amount_fen for entry in Entry.objects.all()) == 0


def offline(cast: Cast, number: int) -> WeighIn:
    return WeighIn(
        uid=uuid.UUID(int=number + 1), household_uid=cast.potato_household.uid,
        product_uid=cast.potato.uid, grade="first", mode="purchase",
        gross_g=13_250 + 100 * number, tare_g=500, price_fen_per_jin=120,
        weighed_at=AN_HOUR_AGO, lot_code=code(number + 1),
    )  # fmt: skip
