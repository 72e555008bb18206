"""待定价: a weigh-in is never blocked by a missing price, and gets the first one that comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.common.actor import system_actor
from backend.ledger.models import Entry
from cooperatives import queries, rules
from cooperatives.models import PriceEntry, PriceList, Receipt
from cooperatives.services import price_waiting
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import offer, weigh

BEAT = system_actor("pricing")
LATER = NOW + timedelta(hours=1)


def unpriced(cast: Cast, **changes: Any) -> Receipt:
    """Special grade is on no list yet."""
    return weigh(cast, **{"grade": "special", "price_fen_per_jin": None} | changes)


def new_list(cast: Cast, *, grade: str = "special") -> PriceEntry:
    made = PriceList.objects.create(
        cooperative=cast.cooperative, number=2, effective_from=NOW + timedelta(minutes=30),
        announced_at=NOW, made_by=cast.users["accountant"],
    )  # fmt: skip
    return PriceEntry.objects.create(
        price_list=made, product=cast.potato, grade=grade, buy_fen_per_jin=150,
        sell_fen_per_jin=300,
    )  # fmt: skip


def test_without_a_price_it_waits(cast: Cast) -> None:
    receipt = unpriced(cast, mode="purchase")
    assert (receipt.price_entry, receipt.price_fen_per_jin, receipt.amount_fen) == (None, 0, 0)
    assert receipt.read_back == "马有福，土豆 特级 25.5斤，待定价"
    assert not Entry.objects.exists()


def test_where_the_list_names_it_the_price_is_set_at_once(cast: Cast) -> None:
    assert weigh(cast, price_fen_per_jin=None).price_fen_per_jin == 120


def test_it_cannot_be_listed_before(cast: Cast) -> None:
    receipt = unpriced(cast)
    with pytest.raises(rules.LotNotPriced):
        offer(cast, receipt, grade="special")


def test_the_first_list_that_names_it_prices_it(cast: Cast) -> None:
    receipt = unpriced(cast, mode="purchase")
    entry = new_list(cast)
    assert price_waiting(actor=BEAT, now=LATER) == 1
    receipt.refresh_from_db()
    assert (receipt.price_entry, receipt.amount_fen) == (entry, 3_825)
    assert sorted(Entry.objects.values_list("amount_fen", flat=True)) == [-3_825, 3_825]


def test_pricing_again_changes_nothing(cast: Cast) -> None:
    unpriced(cast, mode="purchase")
    new_list(cast)
    assert [price_waiting(actor=BEAT, now=LATER) for _ in range(3)] == [1, 0, 0]
    assert Entry.objects.count() == 2


def test_a_list_not_in_force_or_of_other_goods_prices_nothing(cast: Cast) -> None:
    unpriced(cast)
    new_list(cast, grade="second")
    assert price_waiting(actor=BEAT, now=LATER) == 0
    assert price_waiting(actor=BEAT, now=NOW) == 0


@pytest.mark.parametrize(
    "change", [{"net_g": 1}, {"amount_fen": 1}, {"note": "x"}, {"price_fen_per_jin": 1}]
)
def test_a_priced_receipt_is_never_changed(cast: Cast, change: dict[str, Any]) -> None:
    receipt = weigh(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).delete()


def test_an_unpriced_receipt_takes_a_price_and_nothing_else(cast: Cast) -> None:
    receipt, entry = unpriced(cast), new_list(cast)
    price = {"price_entry": entry, "price_fen_per_jin": 150, "amount_fen": 3_825}
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(**price, gross_g=99_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(note="x")
    assert Receipt.objects.filter(pk=receipt.pk).update(**price) == 1


def test_an_unpriced_county_is_sound(cast: Cast) -> None:
    unpriced(cast)
    assert list(queries.broken_invariants(now=NOW)) == []
