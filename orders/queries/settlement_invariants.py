"""What must hold of settlement runs, proved from the rows (DESIGN invariants 8, 9, 13)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from backend.approvals.rules import digest_of
from backend.ledger import queries as ledger
from backend.ledger.rules import CARRY_OVER
from cooperatives.models import Receipt
from orders.models import SettlementLine, SettlementParty, SettlementRun, SourceSplit
from orders.queries.settling import signed_content
from orders.rules.settling import POSTED


def broken() -> Iterator[str]:
    yield from parties_that_their_lines_do_not_explain()
    yield from runs_that_their_parties_do_not_explain()
    yield from deductions_above_the_cap()
    yield from chains_that_broke()
    yield from posted_runs_with_other_lines()
    yield from households_owed_something_else()


def parties_that_their_lines_do_not_explain() -> Iterator[str]:
    counted = {
        "gross": Q(kind__in=["sale_share", "purchase", "reversal"]),
        "advance": Q(kind="advance"),
        "deducted": Q(kind="deduction"),
    }
    parties = SettlementParty.objects.annotate(
        **{f"{name}_said": _lines_total(which) for name, which in counted.items()}
    )
    wrong = parties.exclude(run__state="cancelled").exclude(
        gross_fen=F("gross_said"), advance_fen=F("advance_said"),
        deducted_fen=-F("deducted_said"),
    )  # fmt: skip
    for pk in wrong.order_by("pk").values_list("pk", flat=True):
        yield f"settlement_party {pk}: its lines sum to something else"


def _lines_total(which: Q) -> Any:
    rows = SettlementLine.objects.filter(which, party=OuterRef("pk"), state="included")
    summed = rows.order_by().values("party").annotate(total=Sum("amount_fen")).values("total")
    return Coalesce(Subquery(summed), 0)


def runs_that_their_parties_do_not_explain() -> Iterator[str]:
    names = ("gross_fen", "deducted_fen", "payable_fen", "carried_fen")
    runs = SettlementRun.objects.annotate(
        **{f"{name}_said": Coalesce(Sum(f"parties__{name}"), 0) for name in names}
    )
    wrong = runs.exclude(**{name: F(f"{name}_said") for name in names})
    for pk in wrong.order_by("pk").values_list("pk", flat=True):
        yield f"settlement_run {pk}: its households sum to something else"


def deductions_above_the_cap() -> Iterator[str]:
    capped = SettlementParty.objects.annotate(
        room=Case(
            When(gross_fen__gt=0, then=F("gross_fen") * F("run__cap_bp")),
            default=Value(0), output_field=IntegerField(),
        )
    )  # fmt: skip
    above = capped.annotate(taken=F("deducted_fen") * 10_000).filter(taken__gt=F("room"))
    for pk in above.order_by("pk").values_list("pk", flat=True):
        yield f"settlement_party {pk}: more deducted than the cap leaves"


def chains_that_broke() -> Iterator[str]:
    """What a household brings into a posted run is what the one before left it owing."""
    before = SettlementParty.objects.filter(
        household=OuterRef("household"), run__cooperative=OuterRef("run__cooperative"),
        run__state__in=POSTED, run__number__lt=OuterRef("run__number"),
    ).order_by("-run__number")  # fmt: skip
    parties = SettlementParty.objects.filter(run__state__in=POSTED)
    broke = parties.annotate(
        before_fen=Coalesce(Subquery(before.values("carried_fen")[:1]), 0)
    ).exclude(brought_fen=F("before_fen"))
    for pk in broke.order_by("pk").values_list("pk", flat=True):
        yield f"settlement_party {pk}: brings something else than was carried"


def posted_runs_with_other_lines() -> Iterator[str]:
    for run in SettlementRun.objects.filter(state__in=POSTED).order_by("pk"):
        if digest_of(signed_content(run)) != run.digest:
            yield f"settlement_run {run.pk}: its lines are not those that were signed"


def households_owed_something_else() -> Iterator[str]:
    """Owed and owing together: sales and purchases, less what posted runs moved on."""
    said: dict[str, int] = {}
    for rows in (_sold(), _bought(), _moved_on()):
        for uid, fen in rows:
            said[str(uid)] = said.get(str(uid), 0) + fen
    booked = ledger.balances(kind="household")
    for owner, fen in ledger.balances(kind=CARRY_OVER).items():
        kind, _, uid = owner.partition(":")
        if kind == "household":
            booked[uid] = booked.get(uid, 0) + fen
    for uid in sorted(said.keys() | booked.keys()):
        if said.get(uid, 0) != booked.get(uid, 0):
            there = booked.get(uid, 0)
            yield f"household {uid}: {said.get(uid, 0)} fen by the rows, ledger {there}"


def _sold() -> QuerySet[Any]:
    rows = SourceSplit.objects.filter(source__mode="consignment").order_by()
    return rows.values_list("household__uid").annotate(total=Sum("household_fen"))


def _bought() -> QuerySet[Any]:
    rows = Receipt.objects.standing().filter(mode="purchase").order_by()
    return rows.values_list("household__uid").annotate(total=Sum("amount_fen"))


def _moved_on() -> Iterator[tuple[Any, int]]:
    posted = SettlementParty.objects.filter(run__state__in=POSTED).order_by()
    moved = F("relief_fen") + F("advance_fen") - F("payable_fen") - F("deducted_fen")
    yield from posted.values_list("household__uid").annotate(total=Sum(moved))
    corrected = SettlementLine.objects.filter(
        party__run__state__in=POSTED, correction__isnull=False, state="included"
    ).order_by()
    yield from corrected.values_list("party__household__uid").annotate(total=Sum("amount_fen"))
