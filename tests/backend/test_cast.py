"""The cast itself: each hat reaches what its role says."""

from cooperatives.models import Household
from tests.cast import Cast


def test_the_operator_reaches_the_households_of_the_catchment(cast: Cast) -> None:
    assert Household.objects.visible_to(cast.actor("operator")).count() == 3
    assert Household.objects.visible_to(cast.actor("stranger")).count() == 0


def test_a_farmer_reaches_only_the_own_household(cast: Cast) -> None:
    seen = Household.objects.visible_to(cast.actor("farmer"))
    assert list(seen) == [cast.potato_household]
