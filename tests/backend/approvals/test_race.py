"""Two people decide one request at the same moment: one of them wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import AlreadyDecided
from tests.backend.approvals.asking import ask, decide
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_one_wins(cast: Cast) -> None:
    request = ask(cast, default_steps=[["CM", "CS"]])
    together = Barrier(2)

    def word(who: str, verdict: str) -> str:
        together.wait()
        try:
            return decide(request, cast, who, verdict=verdict, comment="看过了").state
        except AlreadyDecided:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        heard = list(pool.map(word, ["manager", "supervisor"], ["approve", "reject"]))
    request = ApprovalRequest.objects.get()
    assert sorted(heard) == sorted(["late", request.state])
    assert (request.decisions.count(), request.version) == (1, 2)
