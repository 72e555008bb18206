"""An objection holds its own line; answered, the line comes back or goes on with its correction."""

from datetime import timedelta

import pytest

from backend.approvals.models import ApprovalRequest
from backend.common.errors import Conflict, Forbidden, NotFound
from orders import queries
from orders.models import SettlementLine, SettlementObjection, SettlementRun
from orders.rules import settling as rules
from orders.services.objecting import answer_objection, correct_line, object_to_line
from orders.services.settlement_deciding import submit_run
from orders.services.settlement_posting import post_run
from orders.services.settling import calculate_run
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import a_run, agree, limits_are, on_the_wall, owed, party, posted
from tests.orders.trade import sell_from

TWO = 2_482
LATER = NOW + timedelta(days=10)


def line_of(cast: Cast, who: str) -> SettlementLine:
    return SettlementLine.objects.filter(party__household=cast.places[who]).latest("pk")


def hung(cast: Cast) -> SettlementObjection:
    """Two households on the wall, and the potato household says its weight is wrong."""
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    on_the_wall(cast, a_run(cast))
    return object_to_line(
        line_uid=line_of(cast, "potato_household").uid, reason="少记了五斤",
        actor=cast.actor("farmer"), now=NOW,
    )  # fmt: skip


def answered(cast: Cast, objection: SettlementObjection, *, upheld: bool, fen: int = 0) -> None:
    answer_objection(
        objection_uid=objection.uid, upheld=upheld, answer="已核对过磅单", correction_fen=fen,
        actor=cast.actor("supervisor"), now=NOW,
    )  # fmt: skip


def test_what_an_objection_holds_counts_for_who_is_asked(cast: Cast) -> None:
    limits_are(cast, township_from_fen=TWO)
    run = hung(cast).run
    agree(cast, run, "secretary", now=NOW, verdict="return", comment="请重新核对")
    run = calculate_run(run_uid=run.uid, actor=cast.actor("accountant"), now=NOW)
    assert run.payable_fen == TWO
    submit_run(run_uid=run.uid, actor=cast.actor("accountant"), now=NOW)
    request = ApprovalRequest.objects.get(object_uid=str(run.uid), state="open")
    assert request.steps == [["CM"], ["PS"], ["TO"]]


def test_only_its_own_line_waits(cast: Cast) -> None:
    run = hung(cast).run
    assert agree(cast, run, "secretary", now=NOW + timedelta(days=6)).state == "approved"
    run = posted_now(cast, run)
    assert (run.payable_fen, party(run, cast.potato_household).payable_fen) == (TWO, 0)
    assert owed(cast, "potato_household") == (TWO, 0, 0)
    assert list(queries.broken_invariants(now=LATER)) == []


def posted_now(cast: Cast, run: SettlementRun) -> SettlementRun:
    return post_run(run_uid=run.uid, actor=cast.actor("accountant"), now=LATER)


def test_dismissed_the_line_counts_after_all(cast: Cast) -> None:
    objection = hung(cast)
    answered(cast, objection, upheld=False)
    row = party(objection.run, cast.potato_household)
    assert (row.payable_fen, line_of(cast, "potato_household").state) == (TWO, "included")


def test_upheld_the_next_run_pays_it_with_its_correction(cast: Cast) -> None:
    objection = hung(cast)
    answered(cast, objection, upheld=True, fen=600)
    agree(cast, objection.run, "secretary", now=NOW + timedelta(days=6))
    posted_now(cast, objection.run)
    run = posted(cast, now=LATER)
    assert party(run, cast.potato_household).payable_fen == TWO + 600
    assert list(queries.broken_invariants(now=LATER)) == []


def test_a_line_held_open_waits_for_its_answer(cast: Cast) -> None:
    objection = hung(cast)
    agree(cast, objection.run, "secretary", now=NOW + timedelta(days=6))
    posted_now(cast, objection.run)
    run = a_run(cast, now=LATER)
    assert line_of(cast, "potato_household").reason == "异议处理中，结果出来后转下次结算"
    assert run.payable_fen == 0


def test_one_objection_per_line_and_only_while_it_hangs(cast: Cast) -> None:
    hung(cast)
    line, farmer = line_of(cast, "potato_household"), cast.actor("farmer")
    with pytest.raises(Conflict):
        object_to_line(line_uid=line.uid, reason="再说一次", actor=farmer, now=NOW)


def test_nobody_objects_for_a_stranger_or_answers_itself(cast: Cast) -> None:
    objection = hung(cast)
    other = line_of(cast, "monitored_household")
    with pytest.raises(NotFound):
        object_to_line(line_uid=other.uid, reason="不对", actor=cast.actor("farmer"), now=NOW)
    with pytest.raises(Forbidden):
        answer_objection(objection_uid=objection.uid, upheld=False, answer="不成立",
                         correction_fen=0, actor=cast.actor("accountant"), now=NOW)  # fmt: skip
    assert SettlementObjection.objects.get().state == "open"


def test_a_posted_line_is_corrected_by_a_reversal_in_the_next_run(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    posted(cast)
    correct_line(line_uid=line_of(cast, "potato_household").uid, amount_fen=-400,
                 reason="等级记高了", actor=cast.actor("accountant"), now=LATER)  # fmt: skip
    sell_from(cast, "potato_household", 2, number=2, now=LATER)
    assert posted(cast, now=LATER).payable_fen == TWO - 400
    assert list(queries.broken_invariants(now=LATER)) == []


def test_a_line_that_is_not_posted_needs_no_correction(cast: Cast) -> None:
    sell_from(cast, "potato_household", 2, number=1)
    a_run(cast)
    with pytest.raises(rules.RunMoved):
        correct_line(line_uid=line_of(cast, "potato_household").uid, amount_fen=-400,
                     reason="等级记高了", actor=cast.actor("accountant"), now=NOW)  # fmt: skip
