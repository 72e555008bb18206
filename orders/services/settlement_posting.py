"""Posting a run: what was signed is moved to what is to be paid, in one transaction."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.failpoints import failpoint
from backend.ledger.rules import Booking, Leg
from backend.ledger.services import post_working_off
from orders.models import SettlementLine, SettlementParty, SettlementRun
from orders.queries import settling as queries
from orders.rules import settling as rules
from orders.services.settling import move, own_run

AT_ONCE = 1_000
# Where a deduction goes, and where an advance comes from.
TAKERS = {"loan": "loan_due", "advance": "advance"}


@transaction.atomic
def post_run(*, run_uid: UUID, actor: Actor, now: datetime) -> SettlementRun:
    """Of two accountants one posts. What is held by an objection goes to the next run."""
    run = own_run(run_uid, actor, locked=True)
    if run.state != SettlementRun.State.APPROVED:
        raise rules.RunMoved
    if digest_of(queries.signed_content(run)) != run.digest:
        raise rules.RunChanged
    if gone := queries.voided_since(run):
        raise rules.RunChanged(f"收货单已作废：{'、'.join(gone[:3])}。请退回重新计算")
    held = SettlementLine.objects.filter(party__run=run, state="held")
    held.update(state=SettlementLine.State.RELEASED)
    move(run, "post", actor=actor, now=now, posted_at=now)
    failpoint("settle.moved")
    bookings = list(_bookings(run))
    for start in range(0, len(bookings), AT_ONCE):
        post_working_off(
            bookings=bookings[start : start + AT_ONCE], county_code=run.area_code[:6],
            actor=actor, now=now,
        )  # fmt: skip
        failpoint("settle.booked")
    if run.payable_fen == 0:
        move(run, "pay", actor=actor, now=now)
    audit.record(
        actor=actor, action="settlement.post", subject=run, at=now,
        data={"digest": run.digest, "payable_fen": run.payable_fen},
    )  # fmt: skip
    failpoint("settle.posted")
    return run


def _bookings(run: SettlementRun) -> Iterator[Booking]:
    """One movement per household. Sales and purchases are owed to it already: what it is paid
    leaves that account; corrections and relief are the cooperative's."""
    agreed = _agreed(run)
    corrected = _corrected(run)
    for party in run.parties.select_related("household").order_by("pk"):
        legs = list(_legs(run, party, agreed[party.pk], corrected[party.pk]))
        if any(leg.amount_fen for leg in legs):
            yield Booking(
                key=f"settle:{run.uid.hex}:{party.household.uid.hex}", kind="settle",
                reference=str(run.uid), legs=tuple(legs),
            )  # fmt: skip


def _legs(
    run: SettlementRun, party: SettlementParty, agreed: list[Leg], corrected_fen: int
) -> Iterator[Leg]:
    """`agreed` are what deductions give to whom, above zero, and advances taken, below."""
    borne_fen = corrected_fen + party.relief_fen
    moved_fen = party.payable_fen + sum(leg.amount_fen for leg in agreed)
    yield Leg("household", str(party.household.uid), borne_fen - moved_fen)
    yield Leg("settled", str(party.household.uid), party.payable_fen)
    yield Leg("cooperative", str(run.cooperative.uid), -borne_fen)
    yield from agreed


def _agreed(run: SettlementRun) -> dict[int, list[Leg]]:
    lines = SettlementLine.objects.filter(
        party__run=run, agreement__isnull=False, state="included"
    ).select_related("agreement__loan")
    found: dict[int, list[Leg]] = defaultdict(list)
    for line in lines.order_by("pk"):
        agreement = line.agreement
        if agreement is None:
            continue
        owner = agreement.loan.uid if agreement.loan else agreement.uid
        found[line.party_id].append(Leg(TAKERS[agreement.kind], str(owner), -line.amount_fen))
    return found


def _corrected(run: SettlementRun) -> dict[int, int]:
    lines = SettlementLine.objects.filter(
        party__run=run, correction__isnull=False, state="included"
    )
    found: dict[int, int] = defaultdict(int)
    for party, fen in lines.values_list("party_id", "amount_fen"):
        found[party] += fen
    return found
