"""A tiny county: two households per village, three hundred orders, everything else whole."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from backend.demo.load import Loaded, load_county
from backend.demo.plan import Plan, Scale

TINY = Scale(households_per_village=2, orders=300, retail_share=0.7, watched=1)


def tiny(*, seed: int = 7, scenario: str = "standard") -> Plan:
    return Plan(seed, TINY, date(2026, 9, 30), scenario)


@pytest.fixture(scope="module")
def county(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Loaded]:
    """Loaded once for a module whose tests only read; taken back at its end."""
    own = override_settings(DATA_DIR=tmp_path_factory.mktemp("data"))
    with django_db_blocker.unblock(), own, transaction.atomic():
        yield load_county(tiny(), lambda line: None)
        transaction.set_rollback(True)
