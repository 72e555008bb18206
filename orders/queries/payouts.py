"""Reading payout runs: who can be paid how, what is on its way, what is still due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from backend.common.actor import Actor
from backend.ledger.models import Entry
from cooperatives.models import Household, SurplusDistribution, SurplusShare
from cooperatives.queries import payee_of
from orders.models import Payout, PayoutRun, SettlementParty, SettlementRun
from orders.models.payout import LIVE
from orders.rules.paying_out import why_not
from orders.rules.settling import POSTED


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is due by one line of a document: a settlement's party or a surplus's share."""

    line: SettlementParty | SurplusShare
    household: Household
    name: str
    amount_fen: int
    reason: str

    @property
    def of(self) -> str:
        return "party" if isinstance(self.line, SettlementParty) else "share"


Document = SettlementRun | SurplusDistribution


def unpaid_parties(settlement: SettlementRun) -> QuerySet[SettlementParty]:
    """Whom a posted run still owes: not paid and not on the way."""
    live = Payout.objects.filter(party=OuterRef("pk"), state__in=LIVE)
    due = SettlementParty.objects.filter(~Exists(live), run=settlement, payable_fen__gt=0)
    return due.select_related("household").order_by("pk")


def unpaid_shares(surplus: SurplusDistribution) -> QuerySet[SurplusShare]:
    """Whom a posted distribution still owes: not paid and not on the way."""
    live = Payout.objects.filter(share=OuterRef("pk"), state__in=LIVE)
    due = SurplusShare.objects.filter(~Exists(live), distribution=surplus)
    due = due.filter(Q(refund_fen__gt=0) | Q(by_account_fen__gt=0))
    return due.select_related("household__merged_into").order_by("number")


def payees(document: Document, *, method: str, now: datetime) -> list[Payee]:
    """Everybody that is still due, each with the reason why not this way."""
    if isinstance(document, SettlementRun):
        return [
            Payee(one, one.household, one.household_name, one.payable_fen,
                  _reason(one.household, method, now))
            for one in unpaid_parties(document)
        ]  # fmt: skip
    credited = _credited(document)
    found = []
    for share in unpaid_shares(document):
        # The account that the posting credited, also where households were merged since.
        home = share.household
        home = home if str(home.uid) in credited else payee_of(home)
        reason = _reason(home, method, now)
        found.append(Payee(share, home, home.head_name, share.total_fen, reason))
    return found


def _credited(surplus: SurplusDistribution) -> set[str]:
    booked = Entry.objects.filter(transfer__key=f"surplus:{surplus.uid}", account__kind="settled")
    return set(booked.values_list("account__owner_uid", flat=True))


def _reason(home: Household, method: str, now: datetime) -> str:
    return why_not(
        method=method, has_account=home.account is not None, bank=home.account_bank,
        changed_at=home.account_changed_at, now=now,
    )  # fmt: skip


SIGNED = ("out_biz_no", "household_id", "amount_fen", "account_index")


def signed_content(run: PayoutRun) -> dict[str, Any]:
    """Exactly who gets how much on which account; the signatures stand for this."""
    return content_of(run, run.payouts.order_by("out_biz_no").values_list(*SIGNED))


def content_of(run: PayoutRun, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The form in which a run is signed; `rows` as SIGNED names them, by their numbers."""
    of = {"settlement": str(run.settlement.uid)} if run.settlement else {}
    of |= {"surplus": str(run.surplus.uid)} if run.surplus else {}
    return of | {
        "run": str(run.uid), "method": run.method, "minutes": run.minutes_no,
        "payouts": [list(row) for row in rows],
    }  # fmt: skip


def released_on(cooperative_id: int, day: date) -> int:
    """Fen that a cooperative has released on a day."""
    rows = PayoutRun.objects.filter(cooperative=cooperative_id, released_on=day)
    return int(rows.aggregate(total=Sum("total_fen"))["total"] or 0)


def runs_of(actor: Actor, *, settlement: str = "", surplus: str = "") -> QuerySet[PayoutRun]:
    found = PayoutRun.objects.visible_to(actor)
    found = found.select_related("cooperative", "settlement", "surplus", "made_by", "closed_by")
    found = found.annotate(
        paid_count=Count("payouts", filter=Q(payouts__state="paid")),
        failed_count=Count("payouts", filter=Q(payouts__state__in=["failed", "returned"])),
        unknown_count=Count("payouts", filter=Q(payouts__state="unknown")),
    )
    found = found.filter(surplus__uid=surplus) if surplus else found
    return found.filter(settlement__uid=settlement) if settlement else found


def payouts_of(actor: Actor, run: PayoutRun, *, state: str = "") -> QuerySet[Payout]:
    found = Payout.objects.filter(run__in=PayoutRun.objects.visible_to(actor), run=run)
    return found.filter(state=state) if state in Payout.State.values else found


def broken() -> Iterator[str]:
    yield from money_settled_for_nobody()
    yield from settlements_in_another_state_than_their_payouts()
    yield from shares_paid_with_another_sum()


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


def shares_paid_with_another_sum() -> Iterator[str]:
    """A payout of a share is that share, of a distribution that is posted."""
    total = F("share__refund_fen") + F("share__by_account_fen")
    of_share = Payout.objects.filter(share__isnull=False)
    wrong = of_share.filter(
        ~Q(amount_fen=total) | ~Q(share__distribution__state__in=("posted", "paid"))
    )
    for pk in wrong.order_by("pk").values_list("pk", flat=True):
        yield f"payout {pk}: is not the share of a posted distribution"
    due = SurplusShare.objects.filter(distribution__state="paid")
    due = due.filter(Q(refund_fen__gt=0) | Q(by_account_fen__gt=0))
    paid = Payout.objects.filter(share=OuterRef("pk"), state="paid")
    for pk in due.filter(~Exists(paid)).order_by("pk").values_list("distribution", flat=True):
        yield f"surplus_distribution {pk}: is paid and a member has no money"
