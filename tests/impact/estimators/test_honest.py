"""Sensitivity to failing parallel trends agrees with moderndid and with itself."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import foldnorm, truncnorm

from bench.studies import STUDIES, EventStudy
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Spec, estimate
from impact.estimators.honest import relative, smooth
from impact.estimators.honest.conditional import normals, truncated_share
from impact.estimators.honest.study import Interval, Study, study, study_of
from tests.impact.estimators.tables import mpdta, recorded

CLOSE = 2e-3
WITHOUT_EARLIEST = slice(2, None)


def given(made: EventStudy) -> Study:
    return study(
        np.array(made.betas),
        made.sigma(),
        pre=made.pre,
        post=made.post,
        target=np.array(made.target),
    )


def rows(found: list[Interval]) -> np.ndarray:
    return np.array([[row.m, row.lower, row.upper] for row in found])


def without_earliest(made: Study, grid: np.ndarray) -> list[Interval]:
    drawn = normals(2 * (made.pre + made.post))
    parts = [relative.pieces(made, m, alpha=0.05, drawn=drawn) for m in grid]
    return [
        relative.interval(made, m, part[WITHOUT_EARLIEST])
        for m, part in zip(grid, parts, strict=True)
    ]


@pytest.mark.parametrize("made", STUDIES, ids=lambda made: made.name)
def test_smoothness_intervals_are_those_of_moderndid(made: EventStudy) -> None:
    peer = np.array(recorded("honest")[made.name]["sd"])
    assert rows(smooth.intervals(given(made), peer[:, 0])) == pytest.approx(peer, abs=CLOSE)


@pytest.mark.parametrize("made", STUDIES[1:], ids=lambda made: made.name)
def test_relative_magnitudes_without_the_earliest_step_are_those_of_moderndid(
    made: EventStudy,
) -> None:
    """moderndid 0.2.0 starts its union at the second step; the paper and R's package at the first.

    So its answer is compared with the same union, and is never wider than ours.
    """
    peer = np.array(recorded("honest")[made.name]["rm"])
    whole = rows(relative.intervals(given(made), peer[:, 0]))
    assert rows(without_earliest(given(made), peer[:, 0])) == pytest.approx(peer, abs=CLOSE)
    assert (whole[:, 1] <= peer[:, 1] + CLOSE).all()
    assert (whole[:, 2] >= peer[:, 2] - CLOSE).all()


def test_the_target_scales_the_interval() -> None:
    made = given(STUDIES[0])
    double = study(made.betas, made.sigma, pre=3, post=1, target=np.array([2.0]))
    one = rows(relative.intervals(made, np.array([1.0])))
    assert rows(relative.intervals(double, np.array([1.0])))[0, 1:] == pytest.approx(2 * one[0, 1:])


def test_mirrored_estimates_give_the_mirrored_interval() -> None:
    made = given(STUDIES[1])
    mirrored = study(-made.betas, made.sigma, pre=5, post=2)
    one, other = (relative.intervals(item, np.array([1.0]))[0] for item in (made, mirrored))
    # Critical values are drawn, the same draws on both sides.
    assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower), abs=2e-4)


@pytest.mark.parametrize("method", [relative, smooth])
def test_zero_enters_exactly_at_the_breakdown_value(method: Any) -> None:
    made = given(STUDIES[1])
    value = method.breakdown(made)
    before, after = method.intervals(made, np.array([value * 0.999, value * 1.001]))
    assert (before.holds_zero, after.holds_zero) == (False, True)


def test_an_effect_that_is_not_significant_breaks_down_at_zero() -> None:
    made = given(STUDIES[1])
    tiny = study(np.append(made.betas[:5], [0.001, 0.001]), made.sigma, pre=5, post=2)
    assert (relative.breakdown(tiny), smooth.breakdown(tiny)) == (0.0, 0.0)


@pytest.mark.parametrize("method", [relative, smooth])
def test_intervals_grow_with_what_is_allowed(method: Any) -> None:
    found = rows(method.intervals(given(STUDIES[3]), np.array([0.0, 0.5, 1.0, 2.0])))
    widths = found[:, 2] - found[:, 1]
    assert (np.diff(widths) > 0).all()


def test_an_event_study_comes_straight_from_a_fit() -> None:
    made = study_of(estimate(mpdta(), Spec(base="universal")))
    assert (made.pre, made.post) == (3, 4)
    assert made.estimate == pytest.approx(-0.0199318, abs=1e-6)


def test_a_varying_base_has_no_common_reference() -> None:
    with pytest.raises(ValueError, match="universal"):
        study_of(estimate(mpdta()))


def test_one_pre_period_shows_no_step_to_compare_with() -> None:
    made = study(np.array([0.1, 0.2]), np.eye(2), pre=1, post=1)
    with pytest.raises(TableRefused, match="至少需要 2 个"):
        relative.intervals(made, np.array([1.0]))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 2.0), (0.5, 3.0), (6.0, 9.0), (-8.0, 1.5)])
def test_truncated_normal_shares_are_right_in_the_tail(low: float, high: float) -> None:
    at = np.array([low + 0.3])
    found = truncated_share(at, np.array([low]), np.array([high]))
    assert found == pytest.approx(truncnorm.cdf(at, low, high), rel=1e-8)


@pytest.mark.parametrize("bias", [0.0, 0.3, 2.0, 9.0])
def test_folded_normal_quantiles_are_those_of_scipy(bias: float) -> None:
    assert smooth.folded_normal(bias, 0.05) == pytest.approx(foldnorm.ppf(0.95, bias), rel=1e-8)


def test_drawn_critical_values_repeat() -> None:
    assert (normals(3) == normals(3)).all()
