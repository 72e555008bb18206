"""A likely duplicate from the held row to the register: one proposes, two agree, a row follows."""

import pytest

from backend.approvals.models import ApprovalRequest
from backend.exchange import queries
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.services import adjudicating, applying, batches
from cooperatives.models import Household
from cooperatives.services.importing import KINDS
from tests.backend.exchange import books
from tests.backend.exchange.walk import APPLY, bring_in, carry, take_back
from tests.cast import NOW, Cast
from tests.cooperatives.importing.test_households import AGREE, CODE, HEAD, NEW

LIKE = [CODE, "马友福", "", "15400000001", 6, 3, "", ""]


@pytest.fixture
def batch(cast: Cast) -> ImportBatch:
    """Written, but for one row that may be 马有福's household."""
    content = books.book([HEAD, NEW, LIKE])
    return bring_in(cast, "household", content, *AGREE, update_existing=True)


def judged(cast: Cast, verdict: str, *deciders: str) -> DuplicateCase:
    case = DuplicateCase.objects.get()
    adjudicating.propose(
        uid=str(case.uid), verdict=verdict, reason="入户核对过", actor=cast.actor("secretary"),
        now=NOW,
    )  # fmt: skip
    digest = ApprovalRequest.objects.get(object_uid=str(case.uid)).digest
    for who in deciders:
        adjudicating.decide(
            uid=str(case.uid), kind=KINDS["household"], verdict="approve", comment="",
            digest=digest, actor=cast.actor(who), now=NOW,
        )  # fmt: skip
    case.refresh_from_db()
    return case


def write_the_rest(cast: Cast, batch: ImportBatch) -> None:
    batches.apply_now(
        uid=str(batch.uid), kind=KINDS["household"], task=APPLY, actor=cast.actor("secretary"),
        now=NOW,
    )  # fmt: skip
    carry(batch, applying.run_apply)


def test_the_held_row_is_not_written_with_the_others(cast: Cast, batch: ImportBatch) -> None:
    assert (batch.counts["held"], batch.written["new"]) == (1, 1)
    assert not Household.objects.filter(head_name="马友福").exists()


def test_two_households_the_row_becomes_a_household_of_its_own(
    cast: Cast, batch: ImportBatch
) -> None:
    assert judged(cast, "different", "township_official", "official").state == "different"
    assert queries.waiting_rows([batch.pk]) == {batch.pk: 1}
    write_the_rest(cast, batch)
    assert Household.objects.get(head_name="马友福").size == 6
    assert (batch.written["new"], queries.waiting_rows([batch.pk])) == (2, {})


def test_one_household_the_row_changes_the_record_we_had(cast: Cast, batch: ImportBatch) -> None:
    judged(cast, "same", "township_official", "official")
    write_the_rest(cast, batch)
    cast.potato_household.refresh_from_db()
    assert (cast.potato_household.size, cast.potato_household.head_name) == (6, "马有福")
    assert (batch.written["changed"], Household.objects.count()) == (1, 4)


def test_half_an_agreement_moves_no_row(cast: Cast, batch: ImportBatch) -> None:
    assert judged(cast, "different", "township_official").state == "proposed"
    assert queries.waiting_rows([batch.pk]) == {}


def test_undo_takes_back_the_row_that_was_decided_later_too(cast: Cast, batch: ImportBatch) -> None:
    judged(cast, "different", "township_official", "official")
    write_the_rest(cast, batch)
    take_back(cast, batch, "secretary")
    assert (batch.state, Household.objects.count()) == ("undone", 3), batch.error


def test_a_stranger_finds_no_case_and_decides_none(cast: Cast, batch: ImportBatch) -> None:
    with pytest.raises(adjudicating.NotFound):
        judged(cast, "same", "stranger_official")
    assert DuplicateCase.objects.get().state == "proposed"
