"""Two at once, on the engine that is configured: one wins, and the books say so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from backend.common.errors import DomainError
from backend.ledger.models import Transfer
from orders import queries
from orders.services.settlement_posting import post_run
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import a_run, agree, approved, on_the_wall
from tests.orders.trade import sell_from

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=6)


def winners(times: int, work: Callable[[], object]) -> int:
    def run(_: int) -> bool:
        try:
            work()
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(run, range(times)))


def test_of_two_accountants_one_posts(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run, accountant = approved(cast, a_run(cast)), cast.actor("accountant")
    assert winners(2, lambda: post_run(run_uid=run.uid, actor=accountant, now=LATER)) == 1
    assert Transfer.objects.filter(kind="settle").count() == 1
    assert list(queries.broken_invariants(now=LATER)) == []


def test_of_two_words_of_one_secretary_one_counts(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    run = on_the_wall(cast, a_run(cast))
    assert winners(2, lambda: agree(cast, run, "secretary", now=LATER)) == 1
    run.refresh_from_db()
    assert (run.state, run.steps.filter(to_state="approved").count()) == ("approved", 1)


def test_of_two_drafts_at_once_one_stays(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    assert winners(2, lambda: a_run(cast)) == 1
    assert cast.cooperative.runs.count() == 1
