"""What a phone fetches before it goes where there is no network (SCREENS section 5: 200 kB)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cooperatives.models import Household
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")
# Four large villages: the widest catchment of the county has fewer.
MANY = 400


def neighbours(cast: Cast) -> None:
    Household.objects.bulk_create(
        Household(
            card_no=f"HC1{number:05d}", head_name="才让·卓玛措", pinyin="cairangzhuomacuo",
            initials="crzmc", area=cast.dongxia_village, area_code=cast.dongxia_village.code,
            size=4, labour_count=2, phone_tail="0017", villager_group="三社",
        )
        for number in range(MANY)
    )  # fmt: skip


def pages(client: Client, path: str) -> Iterator[Any]:
    """Every page as a phone follows them."""
    address: str | None = path
    while address:
        answer = client.get(address)
        yield answer
        following = answer.json()["next"]
        address = f"{urlsplit(following).path}?{urlsplit(following).query}" if following else None


def test_the_households_of_a_wide_catchment_are_less_than_200_kb(cast: Cast) -> None:
    neighbours(cast)
    answers = list(pages(cast.client("operator"), "/api/v1/households?page_size=50"))
    held = sum(len(answer.json()["results"]) for answer in answers)
    assert held == Household.objects.count()
    assert sum(len(answer.content) for answer in answers) < 200_000
