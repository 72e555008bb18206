"""Rows of the overview, of the income report and of the income surveys."""

from typing import Any

from tests.scope.row import Row, changed, listed, opened, personal, unscoped
from tests.scope.world import World


def form(world: World) -> str:
    return str(world.form.uid)


def wave(world: World) -> str:
    return str(world.wave.uid)


def collected(_: World) -> dict[str, Any]:
    return {"version": 1, "status": "observed", "method": "recall", "persons": 4, "wage": "100.00"}


LINE = {"county_code": "630121", "year": 2025, "kind": "poverty", "amount": "1.00", "source": "x"}
ROWS: list[Row] = [
    personal("GET", "public/months", "ended months by township, read by anybody"),
    unscoped("GET", "overview", "aggregates of the hat's area; tests/impact/test_overview.py"),
    # What the sample sold is not settled: reach is tried in tests/impact/test_homes.py.
    unscoped("GET", "overview/households", "asked by village; tests/impact/test_homes.py"),
    opened("overview/households/<uuid:uid>",
           lambda w: f"{w.potato_household.uid}?period=2026&purpose=x",
           lambda w: str(w.potato_household.uid)),
    unscoped("POST", "overview/households/export", "asked by village; tests/impact/test_files.py"),
    changed("POST", "overview/households/<uuid:uid>/export",
            lambda w: str(w.potato_household.uid),
            lambda _: {"period": "2026", "purpose": "x y", "file_format": "xlsx"}),
    listed("overview/stations", lambda w: str(w.dongxia_station.uid)),
    unscoped("POST", "overview/export", "what the overview shows; tests/impact/test_homes.py"),
    unscoped("GET", "income-report", "a county's figure; tests/impact/test_income_report.py"),
    listed("trade-findings", lambda w: str(w.finding.uid)),
    unscoped("POST", "trade-findings/check", "the hat's own county; tests/impact/test_trades.py"),
    opened("trade-findings/<uuid:uid>", lambda w: f"{w.finding.uid}?purpose=check",
           lambda w: str(w.finding.uid)),
    changed("POST", "trade-findings/<uuid:uid>/propose", lambda w: str(w.finding.uid),
            lambda _: {"verdict": "clear", "reason": "已经核实"}),
    opened("approvals/trade-finding/<uuid:uid>", lambda w: str(w.proposed_finding.uid),
           lambda w: "已经核实"),
    changed("POST", "approvals/trade-finding/<uuid:uid>/decide",
            lambda w: str(w.proposed_finding.uid)),
    # What the sample sold is not settled: reach is tried in tests/impact/test_drill.py.
    unscoped("GET", "income-report/households", "asked by village; tests/impact/test_drill.py"),
    unscoped("GET", "income-report/areas", "asked by place; tests/impact/test_drill.py"),
    opened("income-report/households/<uuid:uid>",
           lambda w: f"{w.potato_household.uid}?year=2026&purpose=x",
           lambda w: str(w.potato_household.uid)),
    unscoped("GET", "near-line", "counts of the hat's area; tests/impact/test_near_line.py"),
    unscoped("GET", "near-line/households", "asked by place; tests/impact/test_near_line.py"),
    unscoped("GET", "income-waves", "a county's; counts narrow: tests/impact/test_waves.py"),
    unscoped("POST", "income-waves", "its county is in the body; tests/impact/test_waves.py"),
    changed("POST", "income-waves/<uuid:uid>/open", wave),
    changed("POST", "income-waves/<uuid:uid>/lock", wave),
    changed("POST", "income-waves/<uuid:uid>/reopen", wave, lambda _: {"reason": "更正"}),
    listed("income-forms", form),
    opened("income-forms/<uuid:uid>", form),
    changed("PUT", "income-forms/<uuid:uid>", form, collected),
    # The household confirms its own form; the station and the village never in its place.
    changed("POST", "income-forms/<uuid:uid>/confirm", form, lambda _: {"version": 1},
            not_for="SO PS"),
    changed("POST", "income-forms/<uuid:uid>/check", form,
            lambda _: {"version": 1, "verdict": "approve"}),
    changed("POST", "income-forms/<uuid:uid>/revisit", form, lambda _: {"earned": "1.00"}),
    unscoped("GET", "income-lines", "published lines of counties"),
    unscoped("POST", "income-lines", "its county is in the body; tests/impact/test_waves.py",
             body=lambda _: LINE),
    unscoped("GET", "price-indexes", "published indexes of counties"),
    unscoped("POST", "price-indexes", "its county is in the body; tests/impact/test_waves.py"),
    # A county's figures: whoever works in the county reads them (ROLES section 3).
    unscoped("GET", "estimation-specs", "a county's; tests/impact/test_runs.py"),
    unscoped("POST", "estimation-specs", "its county is in the body; tests/impact/test_runs.py"),
    changed("POST", "estimation-specs/<uuid:uid>/run", lambda w: str(w.spec.uid)),
    unscoped("GET", "attribution-runs", "a county's; tests/impact/test_runs.py"),
    unscoped("GET", "attribution-runs/compare", "a county's; tests/impact/test_runs.py"),
    unscoped("GET", "attribution-runs/<uuid:uid>", "a county's; tests/impact/test_runs.py",
             lambda w: str(w.run.uid)),
    unscoped("POST", "attribution-runs/<uuid:uid>/export",
             "a county's; tests/impact/test_report_pages.py", lambda w: str(w.run.uid)),
    listed("station-openings", lambda w: str(w.dongxia_station.uid)),
    listed("programme-exposure", lambda w: w.dongxia_village.code),
]  # fmt: skip
