"""Baselines and premiums to the fen, without a database."""

from datetime import date, timedelta

from impact.rules.measured import Baseline, Baselines, Line, Observation, measure, median

DAY = date(2026, 8, 3)


def seen(area: str, price: int, days: int) -> Observation:
    return Observation("potato", "first", area, DAY + timedelta(days=days), price)


def line(paid: int, household: int = 1, area: str = "630121103200") -> Line:
    return Line(household, "potato", "first", area, DAY, 5_000, paid, 3_000)


def test_three_observations_of_the_township_within_two_weeks_are_class_a() -> None:
    found = Baselines(
        [seen("630121103", price, day) for price, day in ((150, -14), (170, 0), (160, 14))]
    )
    assert found.find(line(2_000)) == Baseline(160, "a")


def test_the_fifteenth_day_no_longer_counts() -> None:
    found = Baselines([seen("630121103", 150, day) for day in (-15, 0, 14)])
    assert found.find(line(2_000)) is None


def test_another_townships_nearest_day_is_class_b() -> None:
    found = Baselines(
        [seen("630121205", 140, -20), seen("630121200", 150, 9), seen("630121205", 130, -9)]
    )
    assert found.find(line(2_000)) == Baseline(140, "b")


def test_after_sixty_days_there_is_no_baseline() -> None:
    found = Baselines([seen("630121205", 140, -61), seen("630121205", 140, 61)])
    assert found.find(line(2_000)) is None


def test_another_county_is_no_baseline() -> None:
    assert Baselines([seen("630122103", 140, 0)]).find(line(2_000)) is None


def test_losses_count_and_class_b_is_only_in_the_high_value() -> None:
    own = [seen("630121103", 150, day) for day in (-7, 0, 7)]
    lines = [
        line(2_000),
        line(1_300, 2),
        line(1_900, 3, "630121200200"),
        line(900, 4, "630122100200"),
    ]
    found = measure(lines, Baselines(own))
    assert (found.low_fen, found.high_fen) == (500 - 200, 500 - 200 + 400)
    assert (found.class_a_lines, found.class_b_lines, found.unmeasured_lines) == (2, 1, 1)
    assert (found.unmeasured_sales_fen, found.households) == (3_000, 3)
    assert (found.premium_mean_fen, found.premium_median_fen) == (233, 400)
    assert found.share_below_zero_bp == 3_333


def test_nothing_measured_has_no_mean_rather_than_zero() -> None:
    found = measure([line(2_000)], Baselines([]))
    assert (found.premium_mean_fen, found.premium_median_fen) == (None, None)
    assert (found.low_fen, found.households, found.share_below_zero_bp) == (0, 0, None)


def test_the_median_between_two_is_half_up() -> None:
    assert median([1, 2]) == 2
    assert median([3, 1, 2]) == 2
