"""A problem from discovery to close-out, and who is refused on the way."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import MakerDecides, NotYourStep
from backend.audit.models import AuditEvent
from backend.common.errors import Invalid, NotFound
from programme import queries, rules, services
from programme.models import Evidence, Issue, IssueMove, Responsibility
from tests.cast import NOW, Cast
from tests.programme.problems import (
    DUE,
    closed,
    decide,
    digest,
    handed_in,
    handed_out,
    opened,
    picture,
    proof_of,
    rectified,
)


def test_a_problem_goes_from_discovery_to_close_out(cast: Cast) -> None:
    issue = closed(cast)
    assert (issue.state, issue.closed_by) == ("closed_out", cast.users["official"])
    assert issue.look_back_on == date(2026, 12, 27)
    moves = IssueMove.objects.filter(issue=issue).values_list("move", "hat")
    assert list(moves) == [
        ("open", "TO"), ("assign", "TO"), ("hand_in", "PS"), ("verify", "TO"), ("close_out", "CO"),
    ]  # fmt: skip
    assert list(queries.broken_invariants(now=NOW)) == []


def test_each_move_leaves_an_audit_row(cast: Cast) -> None:
    closed(cast)
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"issue.open", "issue.assign", "issue.rectify", "issue.close_out"} <= actions


def test_an_operator_opens_one_at_its_own_station(cast: Cast) -> None:
    said = services.IssueSaid(
        title="电子秤不准", words="校准后仍差三十克", area_code="630121205200"
    )
    issue = services.open_issue(said=said, actor=cast.actor("operator"), now=NOW)
    assert (issue.station, issue.area_code) == (cast.dongxia_station, "630121103200")


def test_a_prefilled_source_is_kept_as_text(cast: Cast) -> None:
    uid = str(uuid4())
    issue = opened(cast, source_kind="inspection", source_uid=uid)
    rows = cast.client("official").get(f"/api/v1/issues?source_uid={uid}").json()["results"]
    assert [(row["uid"], row["source_name"]) for row in rows] == [(str(issue.uid), "服务站检查")]


def test_a_township_cannot_open_one_in_another_township(cast: Cast) -> None:
    body = {"title": "站点灭火器过期", "words": "两具已过期", "area_code": "630121103200"}
    answer = cast.client("stranger_official").post(
        "/api/v1/issues", body, "application/json", headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == 404
    assert Issue.objects.count() == 0


def test_a_township_typing_anothers_link_finds_nothing(cast: Cast) -> None:
    issue, client = handed_in(cast), cast.client("stranger_official")
    body = {"verdict": "approve", "digest": digest(issue)}
    seen = client.get(f"/api/v1/issues/{issue.uid}")
    signed = client.post(
        f"/api/v1/issues/{issue.uid}/close-out", body, "application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )  # fmt: skip
    assert (seen.status_code, signed.status_code) == (404, 404)
    assert ApprovalRequest.objects.get().step == 0


def test_an_identity_number_in_the_words_is_refused(cast: Cast) -> None:
    said = services.IssueSaid(
        title="站点灭火器过期", words="张某 639999196503120017 反映", area_code="630121103200"
    )
    with pytest.raises(Invalid):
        services.open_issue(said=said, actor=cast.actor("township_official"), now=NOW)


def test_who_hands_it_out_cannot_name_oneself(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        handed_out(cast, lead="township_official")
    assert "lead" in refusal.value.fields


def test_nobody_of_another_township_can_be_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        handed_out(cast, assists=("stranger",))
    assert "assists" in refusal.value.fields
    assert Responsibility.objects.count() == 0


def test_a_hat_nobody_agreed_to_cannot_be_named(cast: Cast) -> None:
    hat = cast.hats["secretary"]
    hat.approved_by = None
    hat.save()
    with pytest.raises(Invalid) as refusal:
        handed_out(cast)
    assert "lead" in refusal.value.fields


def test_a_step_behind_the_deadline_is_refused(cast: Cast) -> None:
    steps = [rules.Step("更换灭火器", DUE + timedelta(days=1))]
    with pytest.raises(Invalid):
        rules.check_steps(steps, today=date(2026, 9, 28), due_on=DUE)


def test_named_anew_the_former_lead_answers_no_more(cast: Cast) -> None:
    issue = handed_out(cast)
    services.assign_issue(
        issue_uid=issue.uid, lead=cast.hats["operator"].uid, assists=[], due_on=DUE,
        steps=[rules.Step("补充安全培训", DUE)], version=issue.version,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    with pytest.raises(rules.NotResponsible):
        proof_of(cast, issue, "secretary")
    assert Responsibility.objects.filter(ended_at__isnull=False).count() == 3


def test_a_stale_form_does_not_overwrite_a_newer_assignment(cast: Cast) -> None:
    issue = handed_out(cast)
    with pytest.raises(rules.IssueMoved):
        services.assign_issue(
            issue_uid=issue.uid, lead=cast.hats["operator"].uid, assists=[], due_on=DUE,
            steps=[rules.Step("补充安全培训", DUE)], version=1, actor=cast.actor("official"),
            now=NOW,
        )  # fmt: skip


def test_a_manager_sees_only_what_is_assigned_to_it(cast: Cast) -> None:
    before, client = opened(cast), cast.client("manager")
    issue = handed_out(cast)
    rows = client.get("/api/v1/issues").json()["results"]
    assert [row["uid"] for row in rows] == [str(issue.uid)]
    assert client.get(f"/api/v1/issues/{before.uid}").status_code == 404


def test_only_who_answers_for_it_rectifies(cast: Cast) -> None:
    issue = handed_out(cast, assists=())
    with pytest.raises(rules.NotResponsible):
        services.add_evidence(
            issue_uid=issue.uid, name="照片", content=picture(), actor=cast.actor("operator"),
            now=NOW,
        )  # fmt: skip


def test_a_file_that_is_no_picture_and_no_paper_is_refused(cast: Cast) -> None:
    issue = handed_out(cast)
    with pytest.raises(Invalid):
        services.add_evidence(
            issue_uid=issue.uid, name="木马", content=b"MZ\x90", actor=cast.actor("secretary"),
            now=NOW,
        )  # fmt: skip
    assert Evidence.objects.count() == 0


def test_a_proof_serves_one_rectification(cast: Cast) -> None:
    issue = handed_out(cast)
    again = {
        "task_uid": issue.tasks.get().uid, "words": "已更换灭火器",
        "evidence": [proof_of(cast, issue)], "actor": cast.actor("secretary"), "now": NOW,
    }  # fmt: skip
    services.rectify_task(**again)
    with pytest.raises(Invalid):
        services.rectify_task(**again)


def test_without_evidence_it_is_not_handed_in(cast: Cast) -> None:
    issue = handed_out(cast)
    with pytest.raises(rules.EvidenceMissing, match="第 1 项"):
        services.hand_in_issue(
            issue_uid=issue.uid, words="已经完成", actor=cast.actor("secretary"), now=NOW
        )


def test_only_the_lead_hands_in(cast: Cast) -> None:
    issue = rectified(cast)
    with pytest.raises(rules.NotResponsible):
        services.hand_in_issue(
            issue_uid=issue.uid, words="已经完成", actor=cast.actor("operator"), now=NOW
        )


def test_its_owner_never_closes_it(cast: Cast) -> None:
    issue = handed_in(cast)
    with pytest.raises(rules.OwnerCloses):
        decide(cast, issue, "secretary")
    assert Issue.objects.get().state == "handed_in"


def test_a_county_official_who_answers_for_it_never_closes_it(cast: Cast) -> None:
    issue = handed_in(cast, assists=("official",))
    decide(cast, issue, "township_official")
    with pytest.raises(rules.OwnerCloses):
        decide(cast, issue, "official")


def test_the_township_verifies_but_does_not_strike_off(cast: Cast) -> None:
    issue = handed_in(cast)
    decide(cast, issue, "township_official")
    with pytest.raises((NotYourStep, MakerDecides)):
        decide(cast, issue, "township_official")
    assert Issue.objects.get().state == "handed_in"


def test_the_database_refuses_a_close_out_by_the_owner(cast: Cast) -> None:
    issue = handed_in(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(
            state="closed_out", closed_by=issue.owner, closed_at=NOW, look_back_on=DUE
        )


def test_returned_it_asks_for_more_before_it_comes_again(cast: Cast) -> None:
    issue = handed_in(cast)
    decide(cast, issue, "township_official", "return", "照片看不清日期")
    again = {
        "issue_uid": issue.uid, "words": "已经完成", "actor": cast.actor("secretary"),
        "now": NOW + timedelta(hours=3),
    }  # fmt: skip
    with pytest.raises(rules.EvidenceMissing, match="补充"):
        services.hand_in_issue(**again)
    services.rectify_task(
        task_uid=issue.tasks.get().uid, words="补拍了检查卡",
        evidence=[proof_of(cast, issue, colour="red")], actor=cast.actor("secretary"),
        now=NOW + timedelta(hours=2),
    )  # fmt: skip
    assert services.hand_in_issue(**again).state == "handed_in"


def test_the_trail_cannot_be_rewritten(cast: Cast) -> None:
    handed_in(cast)
    refused("DELETE FROM programme_issuemove")
    refused("DELETE FROM programme_rectification")
    refused("DELETE FROM programme_evidence")
    refused("DELETE FROM programme_responsibility")
    refused("UPDATE programme_evidence SET rectification_id = NULL")


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_stranger_cannot_open_a_proof(cast: Cast) -> None:
    issue = handed_out(cast)
    uid = proof_of(cast, issue)
    found = cast.client("secretary").get(f"/api/v1/issue-evidence/{uid}/link")
    foreign = cast.client("stranger").get(f"/api/v1/issue-evidence/{uid}/link")
    assert found.json()["url"].startswith("/photos/private/")
    assert foreign.status_code == 404
    with pytest.raises(NotFound):
        services.open_evidence(uid=uid, actor=cast.actor("stranger_official"))


def test_the_page_says_what_this_hat_may_do(cast: Cast) -> None:
    issue = handed_in(cast)
    page = f"/api/v1/issues/{issue.uid}"
    assert cast.client("township_official").get(page).json()["may"] == ["decide"]
    assert cast.client("secretary").get(page).json()["may"] == []
    assert cast.client("official").get(page).json()["waits_for"] == "核验（乡镇干部或县级干部）"


def test_a_list_and_a_page_cost_few_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    first, *_ = [handed_in(cast) for _ in range(3)]
    client = cast.client("official")
    with django_assert_max_num_queries(6):
        client.get("/api/v1/issues")
    with django_assert_max_num_queries(22):
        client.get(f"/api/v1/issues/{first.uid}")
