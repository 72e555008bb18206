"""Cards of stations: anybody may read them."""

from django.test import Client

from stations.models import Station
from tests.cast import Cast

ADDRESS = "/api/v1/public/stations"


def test_anybody_reads_which_stations_serve(cast: Cast, visitor: Client) -> None:
    cards = visitor.get(ADDRESS).json()["results"]
    assert "东峡一村电商服务站" in {card["name"] for card in cards}
    assert set(cards[0]) == {
        "uid", "name", "township", "village", "address", "phone", "service_hours", "services",
        "opened_on",
    }  # fmt: skip


def test_a_suspended_station_has_no_card(cast: Cast, visitor: Client) -> None:
    Station.objects.filter(pk=cast.dongxia_station.pk).update(status=Station.Status.SUSPENDED)
    names = {card["name"] for card in visitor.get(ADDRESS).json()["results"]}
    assert "东峡一村电商服务站" not in names


def test_cards_are_read_by_township(cast: Cast, visitor: Client) -> None:
    found = visitor.get(ADDRESS, {"township": "630121103"}).json()["results"]
    assert {card["township"] for card in found} == {"东峡镇"}
