"""Opening and deciding requests, and what the database refuses whatever the code does."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.approvals import queries, rules, services
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.audit.models import AuditEvent
from backend.common.errors import NotFound
from tests.backend.approvals.asking import DIGEST, ask, decide
from tests.cast import NOW, Cast


def test_a_manager_approves_what_the_accountant_made(cast: Cast) -> None:
    request = decide(ask(cast), cast, "manager")
    assert (request.state, request.step, request.version) == ("approved", 0, 2)
    assert request.closed_at == NOW
    assert AuditEvent.objects.get(action="approval.decide").data["verdict"] == "approve"


def test_the_maker_cannot_decide(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(rules.MakerDecides):
        decide(request, cast, "accountant")
    assert_untouched(request)


def test_a_manager_of_another_cooperative_does_not_find_it(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(NotFound):
        decide(request, cast, "stranger_manager")
    assert_untouched(request)


def test_another_role_of_the_cooperative_is_told_so(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(rules.NotYourStep):
        decide(request, cast, "supervisor")
    assert_untouched(request)


def test_a_changed_content_voids_the_word(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(rules.ContentChanged):
        decide(request, cast, "manager", content_digest=rules.digest_of("other"))
    assert_untouched(request)


def test_two_steps_need_two_people(cast: Cast) -> None:
    request = ask(cast, default_steps=[["CM"], ["TO"]])
    assert decide(request, cast, "manager").state == "open"
    request = decide(request, cast, "township_official")
    assert request.state == "approved"
    hats = request.decisions.order_by("step").values_list("step", "hat")
    assert list(hats) == [(0, "CM"), (1, "TO")]


def test_nobody_decides_twice(cast: Cast) -> None:
    request = ask(cast, default_steps=[["CM"], ["CM"]])
    decide(request, cast, "manager")
    with pytest.raises(rules.AlreadyDecided):
        decide(request, cast, "manager")
    assert request.decisions.count() == 1


def test_a_township_reaches_its_requests_and_its_neighbour_does_not(cast: Cast) -> None:
    request = ask(cast, default_steps=[["TO"]])
    with pytest.raises(NotFound):
        decide(request, cast, "stranger_official")
    assert decide(request, cast, "township_official").state == "approved"


def test_a_returned_request_makes_room_for_a_new_one(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(rules.AlreadyOpen):
        ask(cast)
    assert (
        decide(request, cast, "manager", verdict="return", comment="价格过高").state == "returned"
    )
    assert ask(cast).state == "open"


def test_a_change_of_the_object_ends_its_open_request(cast: Cast) -> None:
    request = ask(cast)
    assert services.void_open(object_kind="pricelist", object_uid="p1", now=NOW) == 1
    with pytest.raises(rules.AlreadyDecided):
        decide(request, cast, "manager")
    assert services.void_open(object_kind="pricelist", object_uid="p1", now=NOW) == 0


def test_the_database_refuses_a_decision_by_the_maker(cast: Cast) -> None:
    request, manager = ask(cast), cast.users["manager"]
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(request, actor=request.maker, maker=request.maker)
    # A wrong copy would slip past the CHECK; the trigger compares it with the request.
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(request, actor=request.maker, maker=manager)
    assert_untouched(request)


def test_the_database_takes_one_word_a_person(cast: Cast) -> None:
    request, manager = ask(cast), cast.users["manager"]
    insert(request, actor=manager, maker=request.maker)
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(request, actor=manager, maker=request.maker)
    assert request.decisions.count() == 1


def test_the_database_refuses_another_maker_or_content(cast: Cast) -> None:
    request = ask(cast)
    stored = ApprovalRequest.objects.filter(pk=request.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        stored.update(maker=cast.users["manager"])
    with pytest.raises(DatabaseError), transaction.atomic():
        stored.update(digest="0" * 64)
    assert_untouched(request)


def test_the_rows_prove_themselves(cast: Cast) -> None:
    decide(ask(cast), cast, "manager")
    assert list(queries.broken_invariants(now=NOW)) == []
    ApprovalRequest.objects.create(
        kind="x", object_kind="x", object_uid="x", title="x", maker=cast.users["accountant"],
        digest=DIGEST, steps=[["CM"]], area_code="630121", state="approved", opened_at=NOW,
        due_at=NOW,
    )  # fmt: skip
    (found,) = queries.broken_invariants(now=NOW)
    assert found.endswith("closed without a decision")


def insert(request: ApprovalRequest, **people: Any) -> None:
    ApprovalDecision.objects.create(
        request=request, step=0, hat="CM", verdict="approve", digest=DIGEST, at=NOW, **people
    )


def assert_untouched(request: ApprovalRequest) -> None:
    request.refresh_from_db()
    assert (request.state, request.step, request.version) == ("open", 0, 1)
    assert request.decisions.count() == 0
