"""Reading payout runs: who can be paid how, what is on its way, what is still due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from backend.common.actor import Actor
from backend.ledger.models import Entry
from orders.models import Payout, PayoutRun, SettlementParty, SettlementRun
from orders.models.payout import LIVE
from orders.rules.paying_out import why_not
from orders.rules.settling import POSTED


@dataclass(frozen=True, slots=True)
class Payee:
    party: SettlementParty
    reason: str


def unpaid_parties(settlement: SettlementRun) -> QuerySet[SettlementParty]:
    """Whom a posted run still owes: not paid and not on the way."""
    live = Payout.objects.filter(party=OuterRef("pk"), state__in=LIVE)
    due = SettlementParty.objects.filter(~Exists(live), run=settlement, payable_fen__gt=0)
    return due.select_related("household").order_by("pk")


def payees(settlement: SettlementRun, *, method: str, now: datetime) -> list[Payee]:
    """Everybody that is still due, each with the reason why not this way."""
    return [Payee(party, _reason(party, method, now)) for party in unpaid_parties(settlement)]


def _reason(party: SettlementParty, method: str, now: datetime) -> str:
    home = party.household
    return why_not(
        method=method, has_account=home.account is not None, bank=home.account_bank,
        changed_at=home.account_changed_at, now=now,
    )  # fmt: skip


def signed_content(run: PayoutRun) -> dict[str, Any]:
    """Exactly who gets how much on which account; the signatures stand for this."""
    rows = run.payouts.order_by("out_biz_no").values_list(
        "out_biz_no", "household_id", "amount_fen", "account_index"
    )
    return {
        "run": str(run.uid), "settlement": str(run.settlement.uid), "method": run.method,
        "minutes": run.minutes_no, "payouts": [list(row) for row in rows],
    }  # fmt: skip


def released_on(cooperative_id: int, day: date) -> int:
    """Fen that a cooperative has released on a day."""
    rows = PayoutRun.objects.filter(cooperative=cooperative_id, released_on=day)
    return int(rows.aggregate(total=Sum("total_fen"))["total"] or 0)


def runs_of(actor: Actor, *, settlement: str = "") -> QuerySet[PayoutRun]:
    found = PayoutRun.objects.visible_to(actor)
    found = found.select_related("cooperative", "settlement", "made_by", "closed_by")
    found = found.annotate(
        paid_count=Count("payouts", filter=Q(payouts__state="paid")),
        failed_count=Count("payouts", filter=Q(payouts__state__in=["failed", "returned"])),
        unknown_count=Count("payouts", filter=Q(payouts__state="unknown")),
    )
    return found.filter(settlement__uid=settlement) if settlement else found


def payouts_of(actor: Actor, run: PayoutRun, *, state: str = "") -> QuerySet[Payout]:
    found = Payout.objects.filter(run__in=PayoutRun.objects.visible_to(actor), run=run)
    return found.filter(state=state) if state in Payout.State.values else found


def broken() -> Iterator[str]:
    yield from money_settled_for_nobody()
    yield from settlements_in_another_state_than_their_payouts()


def money_settled_for_nobody() -> Iterator[str]:
    """What is settled and not paid is what posted runs say less the payouts that arrived."""
    said: dict[str, int] = {}
    due = SettlementParty.objects.filter(run__state__in=POSTED).order_by()
    for uid, fen in due.values_list("household__uid").annotate(total=Sum("payable_fen")):
        said[str(uid)] = fen
    paid = Payout.objects.filter(state="paid").order_by()
    for uid, fen in paid.values_list("household__uid").annotate(total=Sum("amount_fen")):
        said[str(uid)] = said.get(str(uid), 0) - fen
    booked = _booked()
    for uid in sorted(said.keys() | booked.keys()):
        if said.get(uid, 0) != booked.get(uid, 0):
            there = booked.get(uid, 0)
            yield f"household {uid}: {said.get(uid, 0)} fen settled by the rows, ledger {there}"


def _booked() -> dict[str, int]:
    """Of the ledger; what a surplus distribution adds is proved by itself."""
    entries = Entry.objects.filter(account__kind="settled").exclude(transfer__kind="surplus")
    rows = entries.order_by().values_list("account__owner_uid")
    return dict(rows.annotate(total=Sum("amount_fen")).exclude(total=0))


def settlements_in_another_state_than_their_payouts() -> Iterator[str]:
    paid = Payout.objects.filter(party=OuterRef("pk"), state="paid")
    parties = SettlementParty.objects.filter(payable_fen__gt=0, run__state__in=("paid", "closed"))
    for pk in parties.filter(~Exists(paid)).order_by("pk").values_list("run", flat=True):
        yield f"settlement_run {pk}: is paid and a household has no money"
