"""Published numbers come out, to the last digit where they were printed with all of them."""

import numpy as np
import pytest

from impact.estimators.aggregate import Kind, aggregate
from impact.estimators.csv_table import numbers
from impact.estimators.fitting import Spec, estimate
from impact.estimators.inference import infer
from impact.estimators.plan import Control
from impact.estimators.two_way import least_squares, two_way
from tests.impact.estimators import tables

EXACT = 1e-9
NEVER = [
    ("simple", -0.0399512751551763, 0.0120340127701854),
    ("dynamic", -0.0772398214573151, 0.0199649890618494),
    ("group", -0.0310182822287484, 0.0124460593209979),
    ("calendar", -0.0417004321312822, 0.01597185188456),
]
NOT_YET = [
    ("simple", -0.0397636256230437),
    ("dynamic", -0.0773993139705847),
    ("group", -0.030462228112565),
]


def column(file: str, position: int) -> np.ndarray:
    lines = (tables.HERE / "data" / file).read_text().splitlines()[1:]
    return np.array([line.split(",")[position] for line in lines])


@pytest.mark.parametrize(("kind", "att", "se"), NEVER)
def test_county_employment_with_never_treated_controls(kind: Kind, att: float, se: float) -> None:
    fit = estimate(tables.mpdta())
    found = infer(fit, aggregate(fit, kind)).overall
    assert found.att == pytest.approx(att, abs=EXACT)
    assert found.se == pytest.approx(se, abs=EXACT)


@pytest.mark.parametrize(("kind", "att"), NOT_YET)
def test_county_employment_with_not_yet_treated_controls(kind: Kind, att: float) -> None:
    fit = estimate(tables.mpdta(), Spec(control="notyet"))
    assert aggregate(fit, kind).overall.att == pytest.approx(att, abs=EXACT)


def test_not_yet_treated_controls_have_the_published_error() -> None:
    fit = estimate(tables.mpdta(), Spec(control="notyet"))
    found = infer(fit, aggregate(fit, "simple")).overall
    assert found.se == pytest.approx(0.0120524247873419, abs=EXACT)


def test_house_prices_near_an_incinerator() -> None:
    price = numbers(list(column("kielmc.csv", 1)), "rprice")
    after = numbers(list(column("kielmc.csv", 2)), "y81")
    near = numbers(list(column("kielmc.csv", 3)), "nearinc")
    x = np.column_stack([np.ones(len(price)), after, near, after * near])
    found = least_squares(price, x)
    assert (found.n, round(found.coefficients[3], 2), round(found.se[3], 2)) == (
        321,
        -11863.90,
        7456.65,
    )


def test_organ_donors_with_state_and_quarter_effects() -> None:
    state, quarter = column("organ_donations.csv", 0), column("organ_donations.csv", 1)
    late = quarter.astype(float) > 3
    treated = ((state == "California") & late).astype(float)
    rate = column("organ_donations.csv", 2).astype(float)
    found = two_way(rate, treated[:, None], unit=state, time=quarter, cluster=state)
    assert round(found.coefficients[0], 6) == -0.022459
    assert round(found.se[0], 6) == 0.006131


@pytest.mark.parametrize(("control", "simple"), [("never", 0.019), ("notyet", 0.017)])
def test_castle_laws_show_a_third_of_what_two_way_effects_say(
    control: Control, simple: float
) -> None:
    table = tables.castle()
    treated = ((table.cohort > 0) & (table.time >= table.cohort)).astype(float)
    plain = two_way(table.outcome, treated[:, None], unit=table.unit, time=table.time)
    fit = estimate(table, Spec(control=control))
    assert round(plain.coefficients[0], 3) == 0.069
    assert round(aggregate(fit, "simple").overall.att, 3) == simple
