"""What people make of sales that look like false trade: one proposes, another agrees."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from backend.approvals.models import ApprovalRequest
from impact import queries
from impact.models import AreaMonth, FindingRow, TradeFinding
from impact.queries import findings
from impact.services import trading
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

ADDRESS = "/api/v1/trade-findings"


def check() -> int:
    return trading.check_trades(county_code="630121", year=2026, now=NOW)


def propose(cast: Cast, post: Any, loop: TradeFinding, who: str, verdict: str) -> Any:
    body = {"verdict": verdict, "reason": "已电话核实购买人和用途"}
    return post(cast.client(who), f"{ADDRESS}/{loop.uid}/propose", body)


def decide(cast: Cast, post: Any, loop: TradeFinding, who: str, verdict: str = "approve") -> Any:
    loop.refresh_from_db()
    body = {"verdict": verdict, "comment": "再核一次", "digest": findings.digest(loop)}
    return post(cast.client(who), f"/api/v1/approvals/trade-finding/{loop.uid}/decide", body)


def test_a_second_person_clears_and_the_sales_count_at_once(
    cast: Cast, loop: TradeFinding, post: Any
) -> None:
    assert propose(cast, post, loop, "township_official", "clear").status_code == 200
    assert AreaMonth.objects.get().sales_fen == 15_000
    assert decide(cast, post, loop, "official").json()["state"] == "cleared"
    assert AreaMonth.objects.get().sales_fen == 18_000
    assert check() == 0
    assert AreaMonth.objects.get().sales_fen == 18_000


def test_what_was_found_false_stays_out_and_is_told_apart(
    cast: Cast, loop: TradeFinding, post: Any
) -> None:
    propose(cast, post, loop, "township_official", "confirm")
    assert decide(cast, post, loop, "official").json()["state"] == "confirmed"
    left = cast.client("official").get("/api/v1/overview").json()["totals"]["left_out"]
    assert (left["review_lines"], left["confirmed_sales"]) == (0, "30.00")
    assert queries.differences(now=NOW) == []


def test_whoever_proposed_never_decides(cast: Cast, loop: TradeFinding, post: Any) -> None:
    propose(cast, post, loop, "official", "clear")
    refused = decide(cast, post, loop, "official")
    assert (refused.status_code, refused.json()["code"]) == (403, "maker_decides")
    assert AreaMonth.objects.get().sales_fen == 15_000
    assert not TradeFinding.objects.exclude(state="under_review").exists()


def test_the_database_refuses_a_verdict_of_one_person(cast: Cast, loop: TradeFinding) -> None:
    said = {"proposal": "clear", "proposed_by_uid": "a", "proposed_because": "因为"}
    with pytest.raises(IntegrityError), transaction.atomic():
        TradeFinding.objects.update(state="cleared", decided_by_uid="a", decided_at=NOW, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        TradeFinding.objects.update(state="cleared", decided_by_uid="b", decided_at=NOW)
    assert TradeFinding.objects.get().state == "under_review"


def test_rows_of_a_finding_are_never_taken_away(cast: Cast, loop: TradeFinding) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM impact_findingrow")
    assert FindingRow.objects.count() == 1


def test_a_returned_opinion_may_be_given_anew(cast: Cast, loop: TradeFinding, post: Any) -> None:
    propose(cast, post, loop, "township_official", "clear")
    again = propose(cast, post, loop, "township_official", "clear")
    assert (again.status_code, again.json()["code"]) == (409, "finding_proposed")
    decide(cast, post, loop, "official", "return")
    assert propose(cast, post, loop, "township_official", "confirm").status_code == 200
    assert ApprovalRequest.objects.open().get().object_uid == str(loop.uid)


def test_a_reason_is_asked_for(cast: Cast, loop: TradeFinding, post: Any) -> None:
    body = {"verdict": "clear", "reason": "好"}
    refused = post(cast.client("official"), f"{ADDRESS}/{loop.uid}/propose", body)
    assert refused.status_code == 422
    assert "4 至 400 字" in refused.json()["fields"]["reason"]


def test_sales_found_after_an_opinion_are_a_finding_of_their_own(
    cast: Cast, loop: TradeFinding, sell: Sell, post: Any
) -> None:
    propose(cast, post, loop, "township_official", "clear")
    sell(cast.potato_household, order={"buyer": cast.users["farmer"]})
    assert check() == 1
    assert TradeFinding.objects.count() == 2
    assert decide(cast, post, loop, "official", "return").status_code == 200
