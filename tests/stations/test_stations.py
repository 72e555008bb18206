"""Stations: moves, branches, what must hold, and the build's page."""

from datetime import date

import pytest
from django.test import Client

from backend.common.errors import IllegalMove
from stations import queries, rules
from stations.models import PartyBranch, Station, StationBranch
from tests.cast import NOW, Cast

TODAY = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("status", "move", "after"),
    [
        ("applied", "approve", "approved"),
        ("accepted", "open", "operating"),
        ("operating", "suspend", "suspended"),
        ("suspended", "resume", "operating"),
        ("suspended", "close", "closed"),
    ],
)
def test_a_station_moves_as_listed(status: str, move: str, after: str) -> None:
    assert rules.next_status(status, move) == after


@pytest.mark.parametrize(("status", "move"), [("closed", "open"), ("applied", "open"), ("x", "y")])
def test_any_other_move_is_refused(status: str, move: str) -> None:
    with pytest.raises(IllegalMove):
        rules.next_status(status, move)


def test_letters_are_three_characters() -> None:
    assert rules.station_letters(7) == "007"
    with pytest.raises(ValueError, match="1 to 999"):
        rules.station_letters(1_000)


def test_an_operator_stands_for_one_station(cast: Cast) -> None:
    assert queries.station_of(cast.actor("operator")) == cast.dongxia_station
    assert queries.station_of(cast.actor("manager")) is None


def test_the_branch_that_leads_comes_before_the_one_that_hosts(cast: Cast) -> None:
    host = PartyBranch.objects.create(
        name="桥头党支部", kind="village", area=cast.qiaotou_village, member_count=9,
        area_code=cast.qiaotou_village.code,
    )  # fmt: skip
    StationBranch.objects.create(
        station=cast.dongxia_station, branch=host, part="hosted", valid_from=TODAY
    )
    link = queries.leading_branch(cast.dongxia_station, on=TODAY)
    assert link is not None
    assert link.branch == cast.dongxia_branch


def test_before_its_opening_no_branch_led_it(cast: Cast) -> None:
    assert queries.leading_branch(cast.dongxia_station, on=date(2021, 2, 28)) is None


def test_a_sound_valley_breaks_nothing(cast: Cast) -> None:
    assert list(queries.broken_invariants(now=NOW)) == []


def test_a_station_that_says_another_area_is_named(cast: Cast) -> None:
    Station.objects.filter(pk=cast.dongxia_station.pk).update(area_code="630121103201")
    assert list(queries.broken_invariants(now=NOW)) == [
        "station 001: area code differs from its area"
    ]


@pytest.mark.parametrize("path", ["/station/", "/station/receive", "/station/lots/x/label"])
def test_every_screen_of_the_station_is_one_page(db: None, visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code in {200, 503}


def test_a_file_is_no_screen(db: None, visitor: Client) -> None:
    assert visitor.get("/station/missing.js").status_code == 404
