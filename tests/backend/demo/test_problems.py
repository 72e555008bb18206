"""Problems stand in each state, late ones were told of, and what is signed is what is shown."""

import pytest
from django.utils.timezone import now

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.common.models import StoredPhoto
from programme.models import Evidence, Issue
from programme.queries import issues

pytestmark = pytest.mark.usefixtures("county")


def test_every_state_occurs() -> None:
    states = Issue.objects.values_list("state", flat=True)
    assert set(states) == set(Issue.State.values)


def test_the_late_ones_were_told_of() -> None:
    late = Issue.objects.filter(state="assigned", escalations__isnull=False).distinct()
    told = [[one.level for one in issue.escalations.all()] for issue in late.order_by("pk")]
    assert told == [["township"], ["township", "county"]]


def test_two_people_agreed_to_what_was_struck_off_and_the_rest_waits() -> None:
    closed = ApprovalRequest.objects.get(kind="close_out", state="approved")
    assert [one.hat for one in closed.decisions.order_by("step")] == ["TO", "CO"]
    waiting = Issue.objects.get(state="handed_in")
    request = issues.open_close_out(waiting)
    assert request is not None
    assert request.digest == digest_of(issues.close_out_content(waiting))


def test_each_proof_has_its_picture_and_no_invariant_is_broken() -> None:
    kept = set(StoredPhoto.objects.values_list("digest", flat=True))
    assert {proof.sha256 for proof in Evidence.objects.all()} <= kept
    assert list(issues.broken(now=now())) == []
