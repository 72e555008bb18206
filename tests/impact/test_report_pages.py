"""The frozen report as sections: the page's order, NA instead of nought, and files that agree."""

import json
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from backend.audit.models import AuditEvent
from impact.models import AttributionRun
from impact.queries.reporting import report_of
from impact.rules import charts
from impact.rules.report_pages import sections_of
from impact.rules.report_words import band, chance, digits_of, number
from impact.services import estimating, specifying
from tests.cast import NOW, Cast

POINTS = [
    {"label": -1, "att": 4.0, "band_low": -171.0, "band_high": 180.0, "treated_villages": 90,
     "few": False},
    {"label": 0, "att": 390.0, "band_low": 208.0, "band_high": 572.0, "treated_villages": 8,
     "few": True},
]  # fmt: skip


@pytest.fixture
def run(cast: Cast) -> AttributionRun:
    """Refused, because there are no waves."""
    spec = specifying.freeze_spec(
        county_code="630121", title="试", first_year=2017, last_year=2025, control="notyet",
        least_orders=12, least_months=6, limits={}, draws=99, randomisations=99, seed=1,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    return estimating.run_spec(spec=spec, actor=cast.actor("official"), now=NOW)


def take(cast: Cast, post: Any, run: AttributionRun, kind: str, who: str = "official") -> Any:
    address = f"/api/v1/attribution-runs/{run.uid}/export"
    return post(cast.client(who), address, {"file_format": kind})


def test_twelve_sections_stand_in_the_pages_order_also_when_refused(run: AttributionRun) -> None:
    found = sections_of(run.report)
    assert [section.key for section in found] == list(report_of(run))
    assert [section.heading[0] for section in found[:3]] == ["一", "二", "三"]


def test_a_refused_run_shows_na_and_its_code_and_draws_no_effect(run: AttributionRun) -> None:
    found = {section.key: section for section in sections_of(run.report)}
    numbers = dict(found["headline"].parts[1].rows)
    assert (numbers["人均每年影响（元）"], numbers["95% 区间（元）"]) == ("NA", "NA")
    assert "NO_WAVES" in found["verdict"].parts[0].text[0]
    assert not any(part.svg for part in found["event_study"].parts)


@pytest.mark.parametrize(
    ("shown", "words"),
    [(number(None), "NA"), (number(0), "0"), (number("842776.21"), "842,776.21"),
     (number(0.0561, digits_of({"att": 0.0561})), "0.056"), (chance(0.0004), "<0.001"),
     (number(0.4, digits_of({"att": 0.4, "se": 8.0})), "0"), (number(-171.4), "-171"),
     (band(None, 3.0), "NA"),
     (band(-5.2, 1_246.0), "-5 至 1,246")],
)  # fmt: skip
def test_numbers_are_grouped_and_what_is_not_known_is_na(shown: str, words: str) -> None:
    assert shown == words


def test_the_event_study_draws_every_point_and_few_villages_hollow() -> None:
    svg = charts.event_study(POINTS)
    assert svg.count("<circle") == 2
    assert svg.count('fill="#fff" stroke="#9aa0a8"') == 1
    assert ("90 村" in svg, "8 村" in svg, charts.event_study([])) == (True, True, "")


def test_names_in_a_drawing_cannot_close_it() -> None:
    assert "<script" not in charts.intervals([{"name": "<script>", "low": "1", "high": "2"}])


def test_the_paper_says_verdict_and_headline_on_every_page(
    cast: Cast, run: AttributionRun, post: Any
) -> None:
    answer = take(cast, post, run, "pdf")
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    assert all("不能估计" in page.extract_text() for page in pages)
    assert "使用前请注意" in pages[0].extract_text()
    assert AuditEvent.objects.get(action="attribution.export").data["format"] == "pdf"


def test_workbook_and_json_hold_what_the_page_shows(
    cast: Cast, run: AttributionRun, post: Any
) -> None:
    book = CalamineWorkbook.from_filelike(
        BytesIO(b"".join(take(cast, post, run, "xlsx").streaming_content))
    )
    rows = book.get_sheet_by_name("数据").to_python()
    assert ["二、主要数字", "结论数字", "95% 区间（元）", "数值", "NA"] in rows
    said = json.loads(b"".join(take(cast, post, run, "json").streaming_content))
    assert (said["digest"], said["verdict"]) == (run.digest, "NOT_IDENTIFIED")
    assert list(said["report"]) == [section.key for section in sections_of(run.report)]


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("buyer", 403), ("auditor", 200)])
def test_only_who_may_export_takes_it_out(
    cast: Cast, run: AttributionRun, post: Any, who: str, status: int
) -> None:
    assert take(cast, post, run, "json", who).status_code == status
