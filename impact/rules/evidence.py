"""From a county's study to what the gates look at; the report and the simulation use the same."""

from impact.estimators import county, county_checks
from impact.estimators.county import Core, Options
from impact.estimators.panel import Panel
from impact.rules.gates import Evidence, Judged, Thresholds, judge


def evidence_of(
    core: Core,
    *,
    limits: Thresholds,
    cadre_share: float = 0.0,
    data_faults: tuple[str, ...] = (),
    link_rate: float | None = None,
    high_per_household: float | None = None,
    persons_per_household: float = 0.0,
    branch_varies: bool = False,
) -> Evidence:
    panel, found = core.panel, core.simple.overall
    two, three = county_checks.pre_years(panel)
    honest = core.breakdown if three >= 50 else None
    return Evidence(
        controls_by_year=county_checks.controls_by_year(panel),
        treated_villages=int(panel.treated.sum()),
        treated_with_two_pre=two,
        treated_with_three_pre=three,
        att=found.att,
        pretrend_p=core.randomised.pretrend_p,
        largest_pre=county.largest_pre(core, limits.pre_point_villages),
        breakdown_mbar=honest,
        attrition_gap=core.gap,
        attrition_overall=core.missing,
        bounds=(core.bounds.lower, core.bounds.upper) if core.bounds else None,
        transfer_p=core.transfer.p,
        fake_date_p=core.faked.p,
        bundle_share=county_checks.bundle_share(panel),
        spillover_p=core.spillover.p if core.spillover else None,
        donut_controls=core.donut_controls,
        cadre_share=cadre_share,
        data_faults=data_faults,
        link_rate=link_rate,
        baseline_mean=core.baseline_mean,
        high_per_household=high_per_household,
        persons_per_household=persons_per_household,
        branch_varies=branch_varies,
    )


def try_county(panel: Panel, options: Options, limits: Thresholds) -> tuple[Core, Judged]:
    """Estimate and judge; `TableRefused` where nothing can be estimated."""
    core = county.study_county(panel, options)
    return core, judge(evidence_of(core, limits=limits), limits)
