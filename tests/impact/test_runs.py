"""Specs are frozen before outcomes; every run is listed, also the refused ones, and stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from impact.models import AttributionRun, EstimationSpec, IncomeEntry, IncomeSurvey, PriceIndex
from impact.queries.panel import Loaded
from impact.queries.reporting import SECTIONS, report_of
from impact.queries.runs import content_of
from impact.rules.simulating import made_county, truth_of
from impact.rules.specifying import RunRefused, check_one_entry, check_unchanged
from impact.services import estimating, specifying
from tests.cast import NOW, Cast

Post = Callable[..., Any]
LATER = NOW + timedelta(days=1)
NEW: dict[str, Any] = {
    "county_code": "630121", "title": "开站的影响", "first_year": 2023, "last_year": 2025,
    "draws": 99, "randomisations": 99,
}  # fmt: skip


@pytest.fixture
def spec(cast: Cast) -> EstimationSpec:
    return specifying.freeze_spec(
        **NEW, control="notyet", least_orders=12, least_months=6, limits={}, seed=1,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip


def wave(cast: Cast, year: int, *, opened_at: datetime = LATER, series: str = "disposable",
         state: str = "locked") -> IncomeSurvey:  # fmt: skip
    """A locked wave of the three households, each with 9,000 yuan a head."""
    made = IncomeSurvey.objects.create(
        county_code="630121", year=year, instrument="问卷 A", series=series, opened_at=opened_at
    )
    for home in (cast.potato_household, cast.monitored_household, cast.objecting_household):
        IncomeEntry.objects.create(
            survey=made, household=home, area_code=home.area_code, status="observed",
            stage="checked", persons=4, wage_fen=3_600_000,
        )  # fmt: skip
    if state == "locked":
        IncomeSurvey.objects.filter(pk=made.pk).update(
            state="locked", locked_at=LATER, digest=str(year) * 16
        )
    return made


def index(year: int, base_year: int = 2017) -> None:
    PriceIndex.objects.create(
        county_code="630121", name=f"指数 {base_year}", base_year=base_year, year=year,
        index_bp=10_000, source="统计年鉴",
    )  # fmt: skip


def run(cast: Cast, spec: EstimationSpec) -> AttributionRun:
    return estimating.run_spec(spec=spec, actor=cast.actor("official"), now=LATER)


def test_a_county_freezes_a_spec_and_nobody_can_edit_it(cast: Cast, post: Post) -> None:
    body = post(cast.client("official"), "/api/v1/estimation-specs", NEW).json()
    assert (body["number"], body["limits"]["least_treated"], body["run_count"]) == (1, 6.0, 0)
    frozen = EstimationSpec.objects.get()
    check_unchanged(content_of(frozen), frozen.digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        EstimationSpec.objects.update(seed=2)
    frozen.seed = 2
    with pytest.raises(RunRefused, match="改动过"):
        check_unchanged(content_of(frozen), frozen.digest)


def test_a_strange_limit_is_refused_and_nothing_is_frozen(cast: Cast, post: Post) -> None:
    answer = post(cast.client("official"), "/api/v1/estimation-specs", {**NEW, "limits": {"x": 1}})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["limits.x"])
    assert not EstimationSpec.objects.exists()


def test_a_run_without_waves_is_refused_by_name_and_listed(
    cast: Cast, spec: EstimationSpec
) -> None:
    made = run(cast, spec)
    assert (made.verdict, made.refusal) == ("NOT_IDENTIFIED", "NO_WAVES")
    listed = cast.client("secretary").get("/api/v1/attribution-runs").json()["results"]
    assert [row["refusal"] for row in listed] == ["NO_WAVES"]
    assert made.gates[0]["fix"].startswith("补做")


def test_waves_loaded_before_the_spec_are_refused(cast: Cast, spec: EstimationSpec) -> None:
    for year in (2023, 2024, 2025):
        wave(cast, year, opened_at=NOW - timedelta(days=year == 2024))
    made = run(cast, spec)
    assert made.refusal == "WAVE_BEFORE_SPEC"
    assert made.gates[0]["text"].startswith("2024 年的收入")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda cast: wave(cast, 2025, state="open"), "WAVE_NOT_LOCKED"),
        (lambda cast: wave(cast, 2025), "NO_INDEX"),
        (lambda cast: (wave(cast, 2025, series="net_per_capita"), index(2025)), "SERIES_SPLICED"),
        (lambda cast: (wave(cast, 2025), index(2025, base_year=2020)), "INDEX_SPLICED"),
        (lambda cast: (wave(cast, 2025), index(2025)), "NO_TREATED"),
    ],
)
def test_bad_data_is_a_named_refusal(
    cast: Cast, spec: EstimationSpec, spoil: Callable[[Cast], Any], code: str
) -> None:
    for year in (2023, 2024):
        wave(cast, year)
        index(year)
    spoil(cast)
    assert run(cast, spec).refusal == code


def test_two_forms_of_one_household_and_year_are_named() -> None:
    with pytest.raises(RunRefused, match="农户 7 2024 年") as refused:
        check_one_entry(["农户 7 2024 年"])
    assert refused.value.code == "DUPLICATE_UNIT_YEARS"


def test_a_run_never_changes_and_the_next_stands_beside_it(
    cast: Cast, spec: EstimationSpec
) -> None:
    first, second = run(cast, spec), run(cast, spec)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttributionRun.objects.update(verdict="REPORTABLE")
    with pytest.raises(IntegrityError), transaction.atomic():
        first.delete()


def test_a_run_is_a_job_of_the_county(cast: Cast, spec: EstimationSpec, post: Post) -> None:
    path = f"/api/v1/estimation-specs/{spec.uid}/run"
    assert post(cast.client("secretary"), path).status_code == 403
    answer = post(cast.client("official"), path)
    assert answer.status_code == 202
    assert set(answer.json()) == {"job"}


def test_the_report_keeps_its_order_also_when_refused(cast: Cast, spec: EstimationSpec) -> None:
    made = run(cast, spec)
    body = cast.client("manager").get(f"/api/v1/attribution-runs/{made.uid}").json()
    assert tuple(body["report"]) == SECTIONS
    assert not any(sign.isdigit() for sign in body["report"]["headline"]["text"])
    assert body["report"]["other_programmes"]["branch"].endswith("不写成金额。")


def test_a_refused_run_gives_away_no_effect_in_any_table(cast: Cast, spec: EstimationSpec) -> None:
    results = {
        "headline_text": "现有数据不能估计影响，不填任何数字。", "verdict_text": "不能估计。",
        "headline": {"att": None, "low": None, "high": None},
        "event": [{"label": -2, "att": 41.5}, {"label": 0, "att": 741.5}],
        "tables": {"cohorts": [{"att": 741.5}], "components": [{"att": 741.5}]},
        "honest": {"mbar": [{"low": 741.5}]}, "randomisation": {"low": 741.5, "pretrend_p": 0.01},
        "attrition": {"gap": 1.0, "missing": 3.0, "lower": 741.5},
        "unrestricted": {"att": 741.5},
    }  # fmt: skip
    refused = AttributionRun(spec=spec, verdict="NOT_IDENTIFIED", results=results)
    text = str(report_of(refused))
    assert "741.5" not in text
    assert "41.5" in text


def test_two_runs_are_compared_by_what_differs(cast: Cast, spec: EstimationSpec) -> None:
    other = specifying.freeze_spec(
        **NEW, control="never", least_orders=12, least_months=6, limits={"bundle": 30}, seed=1,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    first, second = run(cast, spec), run(cast, other)
    rows = cast.client("auditor").get(
        "/api/v1/attribution-runs/compare", {"first": first.uid, "second": second.uid}
    ).json()  # fmt: skip
    differing = {row["name"]: (row["first"], row["second"]) for row in rows}
    assert differing["control"] == ("notyet", "never")
    assert differing["limits.bundle"] == (50.0, 30.0)
    assert "seed" not in differing


def test_another_county_sees_neither_spec_nor_run(cast: Cast, spec: EstimationSpec) -> None:
    made = run(cast, spec)
    for table in ("estimation-specs", "attribution-runs"):
        assert cast.client("farmer").get(f"/api/v1/{table}").status_code == 403
    assert not AttributionRun.objects.visible_to(cast.actor("buyer")).exists()
    assert AttributionRun.objects.visible_to(cast.actor("operator")).get() == made


def test_the_first_report_says_what_the_newest_run_found(cast: Cast, spec: EstimationSpec) -> None:
    run(cast, spec)
    found = cast.client("official").get("/api/v1/income-report").json()
    assert (found["verdict"], found["estimated"]["state"]) == ("NOT_IDENTIFIED", "refused")
    assert [reason["code"] for reason in found["reasons"]] == ["NO_WAVES"]


def test_a_countys_households_go_through_estimators_gates_and_words(
    cast: Cast, spec: EstimationSpec
) -> None:
    made = made_county("effect", 3, households=4)
    loaded = Loaded(
        panel=made.panel, townships=[f"乡镇 {n}" for n in range(20)], base_year=2017, digest="d",
        synthetic=True, branch_varies=False, cadre_share=5.0, persons_per_household=4.0,
    )  # fmt: skip
    found = estimating.study_panel(spec, loaded)
    free = found.results["unrestricted"]
    assert free["low"] <= truth_of(made) <= free["high"]
    assert [gate["code"].split()[0] for gate in found.gates] == [f"G{n}" for n in range(1, 13)]
    assert len(found.results["tables"]["townships"]) == 20
    assert all(
        row["suppressed"] or row["villages"] >= 5 for row in found.results["tables"]["townships"]
    )
