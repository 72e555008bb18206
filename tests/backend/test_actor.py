"""Area reach is a half-open range of division codes."""

from backend.common.actor import AreaRange


def test_a_township_reaches_its_villages_and_not_the_next_township() -> None:
    dongxia = AreaRange.of("630121103")
    assert dongxia.holds("630121103200")
    assert not dongxia.holds("630121104200")
    assert not dongxia.holds("630121")


def test_the_last_township_of_a_county_ends_where_the_next_county_begins() -> None:
    assert AreaRange.of("630121").high == "630122"
    assert AreaRange.of("099").high == "100"
