"""Papers: Chinese that can be selected, numbered pages, caveats first, the same bytes again."""

import io
from typing import Any

from pypdf import PdfReader

from backend.common.printing import joined, pdf, qr
from tests.cast import NOW

REPORT = "backend/common/papers/report.typ"


def report(rows: int = 1) -> dict[str, Any]:
    lines = [[f"向化藏族乡第 {number} 村", "1,234.50"] for number in range(rows)]
    table = {"heading": "按村", "head": ["村", "金额（元）"], "rows": lines, "right": [1]}
    return {
        "title": "全县概览", "mark": "导出人 马县长  用途 核对", "caveats": ["毛收入不是增收"],
        "sections": [table, {"svg": qr("https://example.org/v/abc")}], "signatures": ["审核人"],
    }  # fmt: skip


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_report_says_its_caveats_figures_and_who_took_it_out() -> None:
    (page,) = texts(pdf(REPORT, report(), now=NOW))
    for said in ("全县概览", "毛收入不是增收", "向化藏族乡第 0 村", "1,234.50", "用途 核对"):
        assert said in page
    assert "第 1 页 共 1 页" in page


def test_a_long_table_repeats_its_head_and_counts_its_pages() -> None:
    pages = texts(pdf(REPORT, report(rows=120), now=NOW))
    assert [page.count("金额（元）") for page in pages] == [1] * len(pages)
    assert f"第 2 页 共 {len(pages)} 页" in pages[1]
    assert [page.count("毛收入不是增收") for page in pages] == [1] + [0] * (len(pages) - 1)


def test_the_font_travels_with_the_paper_and_the_same_paper_has_the_same_bytes() -> None:
    first, again = (pdf(REPORT, report(), now=NOW) for _ in range(2))
    page: Any = PdfReader(io.BytesIO(first)).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert {name.split("+")[1] for name in names} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert first == again


def test_several_papers_become_one_in_their_order() -> None:
    one, two = (pdf(REPORT, report() | {"title": title}, now=NOW) for title in ("甲册", "乙册"))
    pages = texts(joined([one, two]))
    assert ["甲册" in pages[0], "乙册" in pages[1], len(pages)] == [True, True, 2]
