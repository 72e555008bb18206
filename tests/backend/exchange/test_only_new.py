"""Records that are history are added by a file and never changed, whoever asks for it."""

import pytest

from backend.exchange import queries
from backend.exchange.services import batches
from backend.exchange.services.kinds import EditingDesk
from cooperatives.models import ReferencePrice
from cooperatives.services.importing import KINDS
from tests.backend.exchange import books
from tests.backend.exchange.walk import CHECK, agree, applying, bring_in, carry, checking, upload
from tests.cast import NOW, Cast

PRICE = "reference_price"
DEARER = [*books.POTATO[:5], 1.5, books.POTATO[6]]
ADDED_ONLY = {"price_list", "reference_price"}


def test_which_kinds_a_file_can_only_add_to() -> None:
    assert {kind.code for kind in KINDS.values() if kind.only_new} == ADDED_ONLY


@pytest.mark.parametrize("code", sorted(set(KINDS) - ADDED_ONLY))
def test_every_other_kind_knows_how_to_change_a_record(cast: Cast, code: str) -> None:
    assert isinstance(KINDS[code].desk(cast.actor("official"), NOW), EditingDesk)


def test_a_differing_row_is_a_conflict_even_where_changes_were_asked_for(cast: Cast) -> None:
    bring_in(cast, PRICE, books.book([books.PRICES, books.POTATO]), "township_official", "official")
    content = books.book([books.PRICES, DEARER])
    batch = upload(cast, "township_official", PRICE, content, update_existing=True)
    row = queries.rows_of(batch, batch.chunks.get())[0]
    assert (batch.update_existing, row.status) == (False, "conflict")
    assert row.problems == [["price", "已有这条记录，内容不同；这类记录不能用文件修改"]]


def test_asking_for_changes_at_a_second_look_makes_no_difference(cast: Cast) -> None:
    bring_in(cast, PRICE, books.book([books.PRICES, books.POTATO]), "township_official", "official")
    batch = upload(cast, "township_official", PRICE, books.book([books.PRICES, DEARER]))
    batches.recheck(
        uid=str(batch.uid), kind=KINDS[PRICE], mapping={}, update_existing=True, check_task=CHECK,
        actor=cast.actor("township_official"), now=NOW,
    )  # fmt: skip
    carry(batch, checking.run_check)
    assert (batch.update_existing, batch.counts["conflict"]) == (False, 1)


def test_a_row_that_came_to_differ_before_the_writing_is_left_out(cast: Cast) -> None:
    batch = upload(cast, "township_official", PRICE, books.book([books.PRICES, DEARER]))
    ReferencePrice.objects.create(
        product=cast.potato, grade="first", area_code="630121103", observed_on="2026-03-05",
        channel="收购商", price_fen_per_jin=120, source="东峡镇集市",
    )  # fmt: skip
    agree(cast, batch, "township_official", "official")
    carry(batch, applying.run_apply)
    assert batch.written == {"new": 0, "changed": 0, "stale": 1}
    assert ReferencePrice.objects.get().price_fen_per_jin == 120
