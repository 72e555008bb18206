"""What a settlement run would hold: sales, purchases, corrections and advances nobody settled."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, make_aware

from cooperatives.models import Membership, Receipt
from orders.models import (
    DeductionAgreement,
    RefundClaim,
    SettlementCorrection,
    SettlementLine,
    SettlementObjection,
    SettlementParty,
    SettlementRun,
    SourceSplit,
)
from orders.rules.settling import POSTED, Claim

LIVE = ("included", "held")
OPEN_CLAIMS = ("awaiting_goods", "deciding")
OBJECTION_OPEN, CLAIM_OPEN = "异议处理中，结果出来后转下次结算", "买家售后申请处理中"
UNPRICED, TEMPORARY = "收货时没有定价", "临时登记的农户，请先并入正式户"
JIN_G = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One row that may become a line; with a reason it stays out or is held."""

    kind: str
    names: str
    pk: int
    household_id: int
    amount_fen: int
    on: date
    words: str
    weight_g: int = 0
    station_id: int | None = None
    state: str = "included"
    reason: str = ""


def candidates(run: SettlementRun) -> Iterator[Found]:
    """Everything up to the run's last day that no run holds: four statements."""
    yield from _sales(run)
    yield from _purchases(run)
    yield from _corrections(run)
    yield from _advances(run)


def _unsettled(names: str) -> Q:
    live = SettlementLine.objects.filter(**{names: OuterRef("pk")}, state__in=LIVE)
    return Q(~Exists(live))


def _objected(names: str) -> Exists:
    return Exists(SettlementObjection.objects.filter(**{names: OuterRef("pk")}, state="open"))


def unsettled_sales(*, upto: date) -> QuerySet[SourceSplit]:
    """Consigned goods only: what was bought at the scale was credited there."""
    found = SourceSplit.objects.filter(split_on__lte=upto, source__mode="consignment")
    return found.filter(_unsettled("split")).exclude(household_fen=0)


def unsettled_purchases(*, upto: date) -> QuerySet[Receipt]:
    before = make_aware(datetime.combine(upto + timedelta(days=1), time()))
    found = Receipt.objects.standing().filter(mode="purchase", weighed_at__lt=before)
    return found.filter(_unsettled("receipt"))


def _of_station(run: SettlementRun, path: str) -> Q:
    return Q(**{path: run.station_id}) if run.station_id else Q()


def _sales(run: SettlementRun) -> Iterator[Found]:
    claims = RefundClaim.objects.filter(
        order=OuterRef("source__line__order"), state__in=OPEN_CLAIMS
    )
    rows = (
        unsettled_sales(upto=run.to_on)
        .filter(_of_station(run, "source__station"), source__cooperative=run.cooperative_id)
        .annotate(objected=_objected("split"), claimed=Exists(claims))
        .order_by("pk")
        .values_list(
            "pk", "household_id", "household_fen", "split_on", "source__line__product_name",
            "weight_g", "source__station_id", "refund_id", "objected", "claimed",
            "household__is_temporary",
        )
    )  # fmt: skip
    for pk, home, fen, on, product, weight_g, station, refund, objected, claimed, temporary in rows:
        late = "（补结）" if on < run.from_on else ""
        what = f"退款冲减 {product}" if refund else f"{product} {_jin(weight_g)}斤"
        state, reason = _standing(objected, CLAIM_OPEN if claimed else "", temporary)
        yield Found(
            "reversal" if refund else "sale_share", "split", pk, home, fen, on, f"{what}{late}",
            weight_g, station, state, reason,
        )  # fmt: skip


def _purchases(run: SettlementRun) -> Iterator[Found]:
    rows = (
        unsettled_purchases(upto=run.to_on)
        .filter(_of_station(run, "station"), cooperative=run.cooperative_id)
        .annotate(objected=_objected("receipt"))
        .order_by("pk")
        .values_list(
            "pk", "household_id", "amount_fen", "weighed_at", "product__name", "net_g",
            "station_id", "objected", "household__is_temporary",
        )
    )  # fmt: skip
    for pk, home, fen, at, product, net_g, station, objected, temporary in rows:
        on = localdate(at)
        late = "（补结）" if on < run.from_on else ""
        state, reason = _standing(objected, "" if fen else UNPRICED, temporary)
        words = f"收购 {product} {_jin(net_g)}斤{late}"
        yield Found("purchase", "receipt", pk, home, fen, on, words, net_g, station, state, reason)


def _corrections(run: SettlementRun) -> Iterator[Found]:
    rows = (
        SettlementCorrection.objects.filter(
            _unsettled("correction"), cooperative=run.cooperative_id
        )
        .annotate(objected=_objected("correction"))
        .order_by("pk")
        .values_list(
            "pk", "household_id", "amount_fen", "made_at", "reason", "line__station_id", "objected"
        )
    )
    for pk, home, fen, at, reason, station, objected in rows:
        state, why = _standing(objected, "", False)
        words = f"更正：{reason}"[:80]
        yield Found(
            "reversal", "correction", pk, home, fen, localdate(at), words, 0, station, state, why
        )


def _advances(run: SettlementRun) -> Iterator[Found]:
    paid = SettlementLine.objects.filter(agreement=OuterRef("pk"), kind="advance", state="included")
    rows = DeductionAgreement.objects.filter(
        ~Exists(paid), cooperative=run.cooperative_id, kind="advance", agreed_on__lte=run.to_on,
        ended_on__isnull=True,
    )  # fmt: skip
    for row in rows.order_by("pk"):
        words = f"预付款 {row.paper_no}"
        yield Found("advance", "agreement", row.pk, row.household_id, row.amount_fen,
                    row.agreed_on, words)  # fmt: skip


def _standing(objected: bool, out: str, temporary: bool) -> tuple[str, str]:
    """(state, reason): what stays out altogether comes before what an objection only holds."""
    if temporary or out:
        return "excluded", TEMPORARY if temporary else out
    return ("held", OBJECTION_OPEN) if objected else ("included", "")


def _jin(weight_g: int) -> str:
    whole, rest = divmod(weight_g * 100 // JIN_G, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def left_out_by_hand(run: SettlementRun) -> dict[tuple[str, int], str]:
    """What the accountant took out, by what it settles: a new calculation keeps it out."""
    rows = SettlementLine.objects.filter(party__run=run, by_hand=True)
    found = {}
    for row in rows:
        names = "split" if row.split_id else "receipt" if row.receipt_id else "correction"
        found[names, getattr(row, f"{names}_id")] = row.reason
    return found


def last_parties(run: SettlementRun) -> dict[int, SettlementParty]:
    """Where each household stood in the last posted run of the cooperative that it was in."""
    posted = SettlementParty.objects.filter(
        run__cooperative=run.cooperative_id, run__state__in=POSTED
    )
    newest = posted.order_by().values("household").annotate(newest=Max("pk")).values("newest")
    return {row.household_id: row for row in SettlementParty.objects.filter(pk__in=newest)}


def members_on(run: SettlementRun) -> set[int]:
    """Who was a member on the run's last day; others are settled as non-member trade."""
    members = Membership.objects.on(run.to_on).filter(cooperative=run.cooperative_id)
    return set(members.values_list("household_id", flat=True))


def taken_by_agreement(agreements: Iterable[DeductionAgreement]) -> dict[int, int]:
    """Fen that posted runs have taken under each agreement, and advances that were paid out."""
    rows = SettlementLine.objects.filter(
        agreement__in=[row.pk for row in agreements], kind="deduction", state="included",
        party__run__state__in=POSTED,
    )  # fmt: skip
    sums = rows.order_by().values_list("agreement").annotate(total=Sum("amount_fen"))
    return {pk: -total for pk, total in sums}


def claims_by_household(
    run: SettlementRun, *, of: Collection[int] | None = None
) -> dict[int, list[Claim]]:
    """What may be taken in this run, perhaps of some households: two statements. An advance only
    after it was paid out."""
    given = SettlementLine.objects.filter(
        agreement=OuterRef("pk"), kind="advance", state="included", party__run__state__in=POSTED
    )
    open_ones = DeductionAgreement.objects.filter(
        Q(kind="loan", ended_on__isnull=True, agreed_on__lte=run.to_on)
        | Q(Exists(given), kind="advance"),
        cooperative=run.cooperative_id,
    )
    agreements = list(open_ones if of is None else open_ones.filter(household__in=of))
    taken = taken_by_agreement(agreements)
    found: dict[int, list[Claim]] = {}
    for row in agreements:
        left = row.amount_fen - taken.get(row.pk, 0)
        room = min(left, row.per_run_fen) if row.per_run_fen else left
        found.setdefault(row.household_id, []).append(Claim(row.pk, row.priority, room))
    return found


SIGNED = (
    "kind", "split_id", "receipt_id", "correction_id", "agreement_id", "party__household_id",
    "amount_fen",
)  # fmt: skip


def signed_content(run: SettlementRun) -> dict[str, Any]:
    """What is signed: the exact lines and the terms by which deductions follow from them.

    Lines that an objection took out since stay in: they may leave a signed run, nothing may enter.
    """
    rows = (
        SettlementLine.objects.filter(party__run=run)
        .exclude(state="excluded")
        .exclude(kind="deduction")
        .order_by("kind", "split_id", "receipt_id", "correction_id", "agreement_id")
        .values_list(*SIGNED)
    )
    return content_of(run, rows)


def content_of(run: SettlementRun, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The form in which a run is signed; `rows` as SIGNED names them, in their order."""
    return {
        "run": str(run.uid), "cooperative": run.cooperative_id, "station": run.station_id,
        "from_on": run.from_on.isoformat(), "to_on": run.to_on.isoformat(),
        "cap_bp": run.cap_bp, "floor_fen": run.floor_fen, "lines": [list(row) for row in rows],
    }  # fmt: skip


def voided_since(run: SettlementRun) -> list[str]:
    """Lines whose weigh-in was voided after the run was calculated."""
    gone = SettlementLine.objects.filter(
        party__run=run, state__in=LIVE, receipt__void__isnull=False
    )
    return list(gone.values_list("words", flat=True))


def sums_of(run: SettlementRun) -> dict[str, int]:
    """What a run says of all its households together, by the names it has there."""
    names = ("gross_fen", "deducted_fen", "payable_fen", "carried_fen")
    sums = {name: Coalesce(Sum(name), 0) for name in names}
    lines = SettlementLine.objects.filter(party__run=run).count()
    return run.parties.aggregate(households=Count("pk"), **sums) | {"lines_count": lines}
