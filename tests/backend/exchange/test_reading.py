"""Files of every kind and every wrong kind; headers in two rows; sums and signatures below."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.exchange import queries
from backend.exchange.rules.errors import FileRefused
from backend.exchange.services import reading
from cooperatives.models import ReferencePrice
from tests.backend.exchange import books
from tests.backend.exchange.walk import bring_in, upload
from tests.cast import Cast

PRICE = "reference_price"


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"%PDF-1.7 ...", b"\x89PNG\r\n", b"<html></html>",
        archive(**{"word/document.xml": ""}), b"PK\x03\x04 broken", "中文".encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(FileRefused):
        reading.sniff(content)


def test_a_workbook_with_macros_is_refused() -> None:
    made = archive(**{"xl/workbook.xml": "", "xl/vbaProject.bin": ""})
    with pytest.raises(FileRefused, match="宏"):
        reading.sniff(made)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_in_the_encodings_of_offices(cast: Cast, encoding: str) -> None:
    content = books.csv_of([books.PRICES, books.POTATO, books.BEANS], encoding=encoding)
    batch = upload(cast, "township_official", PRICE, content)
    assert (batch.file_type, batch.counts["new"]) == ("csv", 2)


def test_a_workbook_of_the_old_office_is_read_with_its_dates(cast: Cast) -> None:
    content = (Path(__file__).parent / "prices.xls").read_bytes()
    batch = bring_in(cast, PRICE, content, "township_official", "official")
    assert (batch.file_type, batch.header["row"], batch.written["new"]) == ("xls", 2, 2)
    beans = ReferencePrice.objects.get(product=cast.broad_bean)
    assert (str(beans.observed_on), beans.price_fen_per_jin) == ("2026-03-06", 385)


def test_a_merged_head_blank_rows_sums_and_signatures(cast: Cast) -> None:
    rows: list[list[Any]] = [
        ["", "", "", "", "", "", ""],
        [],
        ["品种", "", "采集地", "", "", "价格", ""],
        ["名称", "等级", "区划代码", "日期", "渠道", "单价(元/斤)", "采集人"],
        ["洋芋", "一级", "630121103", date(2026, 3, 5), "收购商", 1.2, "马某"],
        [],
        ["合计", "", "", "", "", 1.2, ""],
        ["填报人：某某", "", "", "", "", "", ""],
    ]
    content = books.book(rows, merge=[(0, 0, 0, 6, "2026年一季度参考价采集表")])
    batch = upload(cast, "township_official", PRICE, content)
    assert (batch.header["row"], batch.counts["new"], batch.counts["error"]) == (4, 1, 0)


def test_a_missing_column_is_named(cast: Cast) -> None:
    content = books.book([["产品", "等级", "采集日期"], ["洋芋", "一级", "2026-03-05"]])
    batch = upload(cast, "township_official", PRICE, content)
    assert batch.state == "failed"
    assert "缺少列：区划代码、渠道、价格(元/斤)、来源" in batch.error


def test_a_row_that_stands_twice_is_written_once(cast: Cast) -> None:
    content = books.book([books.PRICES, books.POTATO, books.POTATO])
    batch = bring_in(cast, PRICE, content, "township_official", "official")
    assert (batch.counts["new"], batch.counts["repeated"]) == (1, 1)
    assert ReferencePrice.objects.count() == 1


def test_two_rows_that_contradict_each_other_are_both_left_out(cast: Cast) -> None:
    other = [*books.POTATO[:5], 9.9, "东峡镇集市"]
    batch = upload(
        cast, "township_official", PRICE, books.book([books.PRICES, books.POTATO, other])
    )
    assert (batch.counts["new"], batch.counts["conflict"]) == (0, 2)
    whys = [row.problems[-1][1] for row in queries.rows_of(batch, batch.chunks.get())]
    assert whys == [
        "与第 3 行是同一条记录，但内容不同", "与第 2 行是同一条记录，但内容不同",
    ]  # fmt: skip


def test_a_place_out_of_reach_is_refused_row_by_row(cast: Cast) -> None:
    away = ["洋芋", "一级", "630121205", "2026-03-05", "收购商", 1.2, "宝库"]
    batch = upload(cast, "township_official", PRICE, books.book([books.PRICES, away]))
    row = queries.rows_of(batch, batch.chunks.get())[0]
    assert (row.status, row.problems[0][0]) == ("error", "area_code")
    assert "不在您的管辖范围" in row.problems[0][1]


def test_numbers_where_text_belongs_are_refused_with_the_words_of_the_trade(cast: Cast) -> None:
    figure = ["洋芋", "一级", 630121103, "2026-03-05", "收购商", 1.2, "集市"]
    batch = upload(cast, "township_official", PRICE, books.book([books.PRICES, figure]))
    row = queries.rows_of(batch, batch.chunks.get())[0]
    assert row.problems == [["area_code", "列被当作数字，请改为文本"]]
