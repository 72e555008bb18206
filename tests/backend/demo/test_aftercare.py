"""After the sale there is something in every state, so that no page of it is empty."""

import pytest
from django.db.models import F

from backend.approvals.models import ApprovalRequest
from backend.demo.trades import MARK
from impact.models import FindingRow, MonthCheck
from orders.models import (
    Adjustment,
    BillImport,
    LineSource,
    Order,
    PaymentIncident,
    ReconciliationItem,
    Refund,
    RefundClaim,
)
from orders.queries.claims import digest

pytestmark = pytest.mark.usefixtures("county")


def test_a_short_weight_was_given_back_and_another_one_is_unknown_for_a_day() -> None:
    assert sorted(Adjustment.objects.values_list("kind", flat=True)) == [
        "short_weight", "short_weight", "substitution",
    ]  # fmt: skip
    short = Refund.objects.filter(reason="short_weight")
    assert sorted(short.values_list("state", flat=True)) == ["done", "unknown"]
    open_still = PaymentIncident.objects.get(resolved_at__isnull=True)
    assert (open_still.kind, open_still.refund) == ("refund_stuck", short.get(state="unknown"))


def test_claims_stand_in_each_state_and_what_waits_signs_what_is_shown() -> None:
    states = set(RefundClaim.objects.filter(kind="goodwill").values_list("state", flat=True))
    assert states == {"deciding", "refused", "refunded", "withdrawn"}
    waiting = RefundClaim.objects.get(kind="goodwill", state="deciding")
    request = ApprovalRequest.objects.open().get(object_uid=str(waiting.uid))
    assert (request.digest, request.amount_fen) == (digest(waiting), waiting.amount_fen)


def test_a_buyer_complains_of_spoilt_goods_with_a_photo() -> None:
    waiting = RefundClaim.objects.get(kind="quality")
    assert (waiting.state, waiting.made_by_role) == ("deciding", "BY")
    assert waiting.photo is not None
    assert waiting.photo.full_bytes > 1_000


def test_the_bill_of_yesterday_differs_in_three_rows_of_which_one_is_answered() -> None:
    assert BillImport.objects.get().differences == 3
    answers = ReconciliationItem.objects.values_list("difference", "resolution")
    assert {difference: bool(said) for difference, said in answers} == {
        "amount": False, "fee": False, "missing_in_ledger": True,
    }  # fmt: skip


def test_doubtful_trades_are_marked_and_found_by_the_products_own_rules() -> None:
    marked = Order.objects.filter(note=MARK)
    assert marked.count() == 7
    loop = FindingRow.objects.get(kind="loop").source.line.order
    own = FindingRow.objects.get(kind="self_purchase").source.line.order
    assert loop.note == own.note == MARK
    assert loop.pk != own.pk
    assert not MonthCheck.objects.differing().exists()


def test_nothing_was_sold_before_it_was_weighed() -> None:
    weighed, placed = "lot__receipt__weighed_at__gt", F("line__order__placed_at")
    assert LineSource.objects.exists()
    assert not LineSource.objects.filter(**{weighed: placed}).exists()
