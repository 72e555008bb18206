"""Every route x eleven roles x every position (ROLES 8.1). A route without a row fails.

How a new route gets its row stands in CONTRIBUTING.md.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests.cast import NOW
from tests.scope import world as worlds
from tests.scope.judge import verdicts
from tests.scope.routes import VIEWS
from tests.scope.row import Row
from tests.scope.rows import ROWS


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[worlds.World]:
    """Built once for all rows, in one transaction that is rolled back at the end."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_route_reaches_no_further_than_its_scope(row: Row, world: worlds.World) -> None:
    assert "\n".join(verdicts(row, VIEWS[row.name], world)) == ""
