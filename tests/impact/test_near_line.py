"""Households near the monitoring line: counts for the county, names only where the form is read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.audit.models import AccessEvent
from cooperatives.models import Household
from impact.models import IncomeEntry, IncomeLine, IncomeSurvey
from impact.rules.near_line import per_head, place_of
from stations.models import Area
from tests.cast import NOW, Cast

COUNTS, HOMES = "/api/v1/near-line", "/api/v1/near-line/households"
Settle = Callable[[Area], Household]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def line(cast: Cast) -> IncomeLine:
    return IncomeLine.objects.create(
        county_code="630121", year=2025, kind="monitoring", amount_fen=800_000, source="文号 1"
    )


def locked(*incomes: tuple[Household, int]) -> IncomeSurvey:
    """A locked wave of 2025; each household is one person with so many yuan of wage."""
    wave = IncomeSurvey.objects.create(
        county_code="630121", year=2025, instrument="问卷 A", opened_at=NOW
    )
    for home, yuan in incomes:
        IncomeEntry.objects.create(
            survey=wave, household=home, area_code=home.area_code, status="observed",
            stage="checked", persons=1, wage_fen=yuan * 100,
        )  # fmt: skip
    changed = IncomeSurvey.objects.filter(pk=wave.pk)
    changed.update(state="locked", locked_at=LATER, digest="d" * 64)
    return wave


@pytest.mark.parametrize(
    ("head", "place"),
    [(799_999, "below"), (800_000, "near"), (960_000, "near"), (960_001, "above")],
)
def test_a_fifth_above_the_line_is_still_near(head: int, place: str) -> None:
    assert place_of(head, 800_000) == place


def test_an_income_a_head_is_rounded_down() -> None:
    assert (per_head(100, 3), per_head(-100, 3)) == (33, -34)


def test_a_secretary_reads_the_names_and_each_household_sees_it(
    cast: Cast, line: IncomeLine
) -> None:
    locked((cast.potato_household, 7_000), (cast.monitored_household, 9_000))
    asked = {"area": cast.dongxia_village.code, "purpose": "走访前核对"}
    found = cast.client("secretary").get(HOMES, asked).json()
    assert [(row["name"], row["per_head"], row["place"]) for row in found["rows"]] == [
        (cast.potato_household.head_name, "7000.00", "below"),
        (cast.monitored_household.head_name, "9000.00", "near"),
    ]
    seen = AccessEvent.objects.filter(fields="near_line_2025", purpose="走访前核对")
    assert seen.count() == 2


def test_township_and_auditor_read_masked_names(cast: Cast, line: IncomeLine) -> None:
    locked((cast.potato_household, 7_000))
    asked = {"area": cast.dongxia_village.code, "purpose": "核对"}
    for who in ("township_official", "auditor"):
        (row,) = cast.client(who).get(HOMES, asked).json()["rows"]
        assert row["name"] != cast.potato_household.head_name
        assert "*" in row["name"]


def test_the_county_reads_counts_alone_and_few_households_are_closed(
    cast: Cast, line: IncomeLine, household: Settle
) -> None:
    homes = [household(cast.dongxia_village) for _ in range(12)]
    others = [household(cast.baoku_village) for _ in range(18)]
    locked(
        *((home, 7_000) for home in (*homes[:6], *others[:6])),
        *((home, 9_000) for home in (*homes[6:], *others[6:12])),
        *((home, 20_000) for home in others[12:]),
    )
    client = cast.client("official")
    found = client.get(COUNTS).json()
    rows = {row["code"]: row["counts"] for row in found["rows"]}
    assert rows[cast.dongxia_village.code[:9]] == {"asked": 12, "below": 6, "near": 6}
    assert found["totals"]["counts"] == {"asked": 30, "below": 12, "near": 12}
    asked = {"area": "630121", "purpose": "核对"}
    assert client.get(HOMES, asked).status_code == 403


def test_a_place_with_two_households_below_is_closed_with_its_neighbour(
    cast: Cast, line: IncomeLine, household: Settle
) -> None:
    homes = [household(cast.dongxia_village) for _ in range(12)]
    others = [household(cast.baoku_village) for _ in range(12)]
    locked(
        *((home, 7_000) for home in (*homes[:2], *others[:6])),
        *((home, 20_000) for home in (*homes[2:], *others[6:])),
    )
    found = cast.client("official").get(COUNTS).json()
    assert [
        row["counts"] for row in found["rows"] if row["counts"] and row["counts"]["asked"]
    ] == []


def test_without_a_line_or_a_wave_the_list_says_so_and_is_empty(cast: Cast) -> None:
    client = cast.client("official")
    assert client.get(COUNTS).json()["year"] is None
    locked((cast.potato_household, 7_000))
    found = client.get(COUNTS).json()
    assert (found["year"], found["line"], found["rows"]) == (2025, None, [])


def test_a_stranger_finds_nobody(cast: Cast, line: IncomeLine) -> None:
    locked((cast.potato_household, 7_000))
    stranger = cast.client("stranger_official")
    asked = {"area": cast.dongxia_village.code, "purpose": "核对"}
    assert stranger.get(HOMES, asked).json()["rows"] == []
    assert stranger.get(COUNTS, {"parent": cast.dongxia_village.code}).status_code == 404
    assert not AccessEvent.objects.exists()
    nothing: dict[str, Any] = {"area": cast.dongxia_village.code}
    assert cast.client("secretary").get(HOMES, nothing).status_code == 422
