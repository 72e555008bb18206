"""A tiny county: two households per village, three hundred orders, everything else whole."""

from datetime import date

import pytest

from backend.demo.load import Loaded, load_county
from backend.demo.plan import Plan, Scale

TINY = Scale(households_per_village=2, orders=300, retail_share=0.7)


def tiny(*, seed: int = 7, scenario: str = "standard") -> Plan:
    return Plan(seed, TINY, date(2026, 9, 30), scenario)


@pytest.fixture
def county(db: None) -> Loaded:
    return load_county(tiny(), lambda line: None)
