"""A batch: looked through without writing, agreed to, written once, taken back whole."""

from typing import Any

import pytest
from django.db import connection

from backend.approvals.rules import MakerDecides
from backend.audit.models import AuditEvent
from backend.exchange import queries
from backend.exchange.models import ImportBatch, ImportChunk
from backend.exchange.rules.errors import IllegalBatchMove
from backend.exchange.services import applying, chunks
from cooperatives.models import Product, ReferencePrice
from cooperatives.services.importing import KINDS
from tests.backend.exchange import books
from tests.backend.exchange.walk import agree, bring_in, carry, take_back, upload
from tests.cast import NOW, Cast

PRICE = "reference_price"


def prices(*rows: Any) -> bytes:
    return books.book([books.PRICES, *rows])


def dump(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


def test_the_dry_run_counts_and_writes_nothing(cast: Cast) -> None:
    batch = upload(cast, "township_official", PRICE, prices(books.POTATO, books.BEANS))
    assert (batch.state, batch.counts["new"], batch.counts["error"]) == ("checked", 2, 0)
    assert ReferencePrice.objects.count() == 0


def test_a_second_person_agrees_and_the_rows_are_written(cast: Cast) -> None:
    batch = bring_in(
        cast, PRICE, prices(books.POTATO, books.BEANS), "township_official", "official"
    )
    assert (batch.state, batch.written["new"]) == ("applied", 2)
    potato = ReferencePrice.objects.get(product=cast.potato)
    assert (potato.price_fen_per_jin, str(potato.observed_on)) == (120, "2026-03-05")
    assert AuditEvent.objects.filter(action="import.applied").count() == 1


def test_the_same_workbook_again_changes_nothing(cast: Cast) -> None:
    content = prices(books.POTATO, books.BEANS)
    bring_in(cast, PRICE, content, "township_official", "official")
    again = upload(cast, "township_official", PRICE, content)
    assert (again.counts["unchanged"], again.counts["new"]) == (2, 0)


def test_the_maker_never_agrees_to_their_own_batch(cast: Cast) -> None:
    batch = upload(cast, "township_official", PRICE, prices(books.POTATO))
    with pytest.raises(MakerDecides):
        agree(cast, batch, "township_official", "township_official")
    assert ReferencePrice.objects.count() == 0


def test_nothing_is_written_before_it_is_agreed_to(cast: Cast) -> None:
    batch = upload(cast, "township_official", PRICE, prices(books.POTATO))
    job = carry(batch, applying.run_apply)
    assert (job.state, ReferencePrice.objects.count()) == ("done", 0)


def test_undo_leaves_the_table_as_it_was_to_the_byte(cast: Cast) -> None:
    before = dump("cooperatives_product")
    changed = ["potato", "马铃薯", "蔬菜", "土豆、洋芋", 60, 900]
    content = books.book([books.PRODUCTS, books.GARLIC, changed])
    batch = bring_in(cast, "product", content, "administrator", "official", update_existing=True)
    assert (batch.written, Product.objects.get(code="potato").name) == (
        {"new": 1, "changed": 1, "stale": 0}, "马铃薯",
    )  # fmt: skip
    take_back(cast, batch, "administrator")
    assert (batch.state, dump("cooperatives_product")) == ("undone", before)


def test_existing_records_change_only_where_the_person_said_so(cast: Cast) -> None:
    changed = ["potato", "马铃薯", "蔬菜", "", 60, 900]
    content = books.book([books.PRODUCTS, books.GARLIC, changed])
    batch = bring_in(cast, "product", content, "administrator", "official")
    assert (batch.counts["changed"], batch.written["changed"]) == (1, 0)
    assert Product.objects.get(code="potato").name == "土豆"


def test_the_diff_shows_old_and_new_values(cast: Cast) -> None:
    changed = ["potato", "马铃薯", "蔬菜", "", 60, 900]
    batch = upload(cast, "administrator", "product", books.book([books.PRODUCTS, changed]))
    row = queries.rows_of(batch, batch.chunks.get())[0]
    assert row.changes["name"] == ["土豆", "马铃薯"]
    assert row.changes["shelf_life_days"] == [90, 60]


def test_undo_is_refused_while_later_records_depend_on_it(cast: Cast) -> None:
    content = books.book([books.PRODUCTS, books.GARLIC])
    batch = bring_in(cast, "product", content, "administrator", "official")
    garlic = Product.objects.get(code="garlic")
    ReferencePrice.objects.create(
        product=garlic, grade="first", area_code="630121103", observed_on="2026-09-01",
        channel="收购商", price_fen_per_jin=300, source="集市",
    )  # fmt: skip
    job = take_back(cast, batch, "administrator")
    assert (job.state, batch.state) == ("failed", "applied")
    assert "第 2 行 大蒜" in batch.error
    assert Product.objects.filter(code="garlic").exists()


def test_a_record_changed_after_the_import_stops_the_undo(cast: Cast) -> None:
    content = books.book([books.PRODUCTS, books.GARLIC])
    batch = bring_in(cast, "product", content, "administrator", "official")
    Product.objects.filter(code="garlic").update(version=2, season="秋季")
    take_back(cast, batch, "administrator")
    assert batch.error.count("导入后又被修改过") == 1


def test_a_worker_that_dies_between_chunks_is_followed_by_one_that_writes_the_rest_once(
    cast: Cast,
) -> None:
    batch = upload(cast, "township_official", PRICE, prices(books.POTATO, books.BEANS))
    second = queries.rows_of(batch, batch.chunks.get())[1:]
    chunks.store(batch, 1, second)
    agree(cast, batch, "township_official", "official")
    first = batch.chunks.get(number=0)
    desk = KINDS[PRICE].desk(cast.actor("township_official"), NOW)
    applying._write_once(batch, first, KINDS[PRICE], desk)
    carry(batch, applying.run_apply)
    assert (batch.state, batch.written["new"]) == ("applied", 2)
    assert ReferencePrice.objects.count() == 2


def test_a_record_that_appeared_meanwhile_is_not_written_over(cast: Cast) -> None:
    batch = upload(cast, "administrator", "product", books.book([books.PRODUCTS, books.GARLIC]))
    garlic = Product.objects.get(code="potato")
    garlic.pk, garlic.uid, garlic.code = None, "0" * 32, "garlic"
    garlic.save(force_insert=True)
    agree(cast, batch, "administrator", "official")
    carry(batch, applying.run_apply)
    assert batch.written == {"new": 0, "changed": 0, "stale": 1}
    assert Product.objects.get(code="garlic").name == "土豆"


def test_a_written_batch_cannot_be_written_again(cast: Cast) -> None:
    batch = bring_in(cast, PRICE, prices(books.POTATO), "township_official", "official")
    with pytest.raises(IllegalBatchMove):
        agree(cast, batch, "township_official", "official")


def test_what_a_chunk_holds_is_sealed(cast: Cast) -> None:
    batch = upload(cast, "administrator", "product", books.book([books.PRODUCTS, books.GARLIC]))
    body = bytes(ImportChunk.objects.get(batch=batch).body)
    assert "大蒜".encode() not in body
    assert ImportBatch.objects.get().state == "checked"
