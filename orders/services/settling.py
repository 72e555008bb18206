"""Making a settlement run: its period, its lines, what is left out, what each household gets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils.timezone import localdate

from backend.accounts.models import User
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, NotFound
from cooperatives import queries as cooperatives
from cooperatives.models import Household
from orders.models import SettlementLine, SettlementParty, SettlementRun, SettlementStep
from orders.queries import settled_weights
from orders.queries import settling as queries
from orders.queries.limits import terms_of
from orders.queries.settling import Found
from orders.rules import settling as rules
from orders.rules.period import Period
from orders.rules.settling import Claim, Terms
from stations.models import Station

AT_ONCE = 1_000
MONEY = ("gross_fen", "advance_fen", "deducted_fen", "relief_fen", "payable_fen", "carried_fen")


@transaction.atomic
def open_run(
    *, cooperative_uid: UUID, period: Period, station_uid: UUID | None, actor: Actor, now: datetime
) -> SettlementRun:
    """A draft for a cooperative and a period, perhaps one station; calculated at once."""
    cooperative = cooperatives.cooperative_in_reach(actor, cooperative_uid, on=period.to_on)
    if str(cooperative.uid) not in actor.cooperatives:
        raise Forbidden("结算由本合作社的会计办理")
    rules.check_period(period.to_on, today=localdate(now))
    station = None
    if station_uid:
        station = Station.objects.filter(
            uid=station_uid, attachments__cooperative=cooperative
        ).first()
        if station is None:
            raise NotFound("没有找到这个服务站，或它不通过本合作社销售")
    last = SettlementRun.objects.filter(cooperative=cooperative).aggregate(last=Max("number"))
    now_terms = terms_of(cooperative, now=now)
    try:
        with transaction.atomic():
            run = SettlementRun.objects.create(
                cooperative=cooperative, area_code=cooperative.area_code, station=station,
                number=(last["last"] or 0) + 1, from_on=period.from_on, to_on=period.to_on,
                cap_bp=now_terms.cap_bp, floor_fen=now_terms.floor_fen,
                made_by=person_of(actor), made_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.RunOpen from error
    audit.record(actor=actor, action="settlement.open", subject=run, at=now)
    return calculate(run, actor=actor, now=now)


@transaction.atomic
def calculate_run(*, run_uid: UUID, actor: Actor, now: datetime) -> SettlementRun:
    """Afresh from what nobody settled; what was left out by hand stays out."""
    return calculate(own_run(run_uid, actor), actor=actor, now=now)


def calculate(run: SettlementRun, *, actor: Actor, now: datetime) -> SettlementRun:
    """The same rows give the same run: statements are constant per thousand lines."""
    move(run, "calculate", actor=actor, now=now)
    by_hand = queries.left_out_by_hand(run)
    run.parties.all().delete()
    found = [_by_hand(row, by_hand) for row in queries.candidates(run)]
    rules.check_lines(len(found))
    parties = _parties(run, {row.household_id for row in found})
    SettlementParty.objects.bulk_create(parties.values(), batch_size=AT_ONCE)
    lines = [_line(row, parties[row.household_id], by_hand) for row in found]
    lines += _settle(run, parties, lines, queries.claims_by_household(run))
    SettlementParty.objects.bulk_update(parties.values(), MONEY, batch_size=AT_ONCE)
    try:
        with transaction.atomic():
            SettlementLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    except IntegrityError as error:
        raise Conflict("有明细刚被另一张结算单计入，请重新计算") from error
    return _sum_up(run)


def _by_hand(row: Found, by_hand: dict[tuple[str, int], str]) -> Found:
    reason = by_hand.get((row.names, row.pk))
    if reason is None:
        return row
    return Found(
        row.kind, row.names, row.pk, row.household_id, row.amount_fen, row.on, row.words,
        row.weight_g, row.station_id, "excluded", reason,
    )  # fmt: skip


def _parties(run: SettlementRun, homes: set[int]) -> dict[int, SettlementParty]:
    last, members = queries.last_parties(run), queries.members_on(run)
    found = {}
    for home in Household.objects.filter(pk__in=homes).order_by("pk"):
        before = last.get(home.pk)
        brought = before.carried_fen if before else 0
        found[home.pk] = SettlementParty(
            run=run, household=home, household_name=home.head_name, area_code=home.area_code,
            member=home.pk in members, brought_fen=brought, carried_fen=brought,
            last_fen=before.payable_fen if before else None,
        )  # fmt: skip
    return found


def _line(
    row: Found, party: SettlementParty, by_hand: dict[tuple[str, int], str]
) -> SettlementLine:
    return SettlementLine(
        party=party, kind=row.kind, state=row.state, reason=row.reason,
        by_hand=(row.names, row.pk) in by_hand, amount_fen=row.amount_fen, on=row.on,
        words=row.words, weight_g=row.weight_g, station_id=row.station_id,
        **{f"{row.names}_id": row.pk},
    )  # fmt: skip


def _settle(
    run: SettlementRun, parties: dict[int, SettlementParty], lines: Iterable[SettlementLine],
    claims: dict[int, list[Claim]],
) -> list[SettlementLine]:  # fmt: skip
    """Sets each household's amounts and gives back what is deducted, as lines."""
    for line in lines:
        if line.state == SettlementLine.State.INCLUDED:
            name = "advance_fen" if line.kind == "advance" else "gross_fen"
            party = parties[line.party.household_id]
            setattr(party, name, getattr(party, name) + line.amount_fen)
    return [
        deduction
        for home, party in parties.items()
        for deduction in _settle_one(run, party, claims.get(home, []))
    ]


def _settle_one(
    run: SettlementRun, party: SettlementParty, claims: list[Claim]
) -> list[SettlementLine]:
    outcome = rules.settle_household(
        gross_fen=party.gross_fen, brought_fen=party.brought_fen, advance_fen=party.advance_fen,
        claims=claims, terms=Terms(cap_bp=run.cap_bp, floor_fen=run.floor_fen),
    )  # fmt: skip
    party.payable_fen, party.carried_fen = outcome.payable_fen, outcome.carried_fen
    party.relief_fen, party.deducted_fen = outcome.relief_fen, outcome.deducted_fen
    return [
        SettlementLine(
            party=party, kind="deduction", amount_fen=-fen, on=run.to_on, words="按约定扣款",
            agreement_id=agreement,
        )
        for agreement, fen in outcome.deductions.items()
    ]  # fmt: skip


def settle_again(run: SettlementRun, party: SettlementParty) -> None:
    """One household after a line of it was taken out or in; the run's sums follow."""
    party.lines.filter(kind="deduction").delete()
    party.gross_fen = party.advance_fen = 0
    claims = queries.claims_by_household(run, of=[party.household_id])
    lines = _settle(run, {party.household_id: party}, party.lines.select_related("party"), claims)
    SettlementLine.objects.bulk_create(lines)
    party.save(update_fields=MONEY)
    _write_sums(run)


def _sum_up(run: SettlementRun) -> SettlementRun:
    run.weights = settled_weights.weights_of(run)
    run.variance_bp = rules.variance_bp_of(
        received_g=run.weights["received"], missing_g=run.weights["missing"]
    )
    run.digest = digest_of(queries.signed_content(run))
    run.save(update_fields=["weights", "variance_bp", "digest"])
    return _write_sums(run)


def _write_sums(run: SettlementRun) -> SettlementRun:
    sums = queries.sums_of(run)
    for name, value in sums.items():
        setattr(run, name, value)
    run.save(update_fields=list(sums))
    return run


@transaction.atomic
def leave_out(*, line_uid: UUID, reason: str, actor: Actor, now: datetime) -> SettlementRun:
    """The accountant leaves a line to a later run, and says why."""
    said = rules.check_reason(reason)
    run, line = _editable_line(line_uid, actor)
    line.state, line.reason, line.by_hand = SettlementLine.State.EXCLUDED, said, True
    return _changed(run, line, "settlement.leave_out", actor, now)


@transaction.atomic
def take_in(*, line_uid: UUID, actor: Actor, now: datetime) -> SettlementRun:
    """What was left out by hand counts again; what a rule keeps out stays out."""
    run, line = _editable_line(line_uid, actor)
    if not line.by_hand:
        raise Conflict(f"这条明细由系统排除：{line.reason or '已计入'}")
    line.state, line.reason, line.by_hand = SettlementLine.State.INCLUDED, "", False
    return _changed(run, line, "settlement.take_in", actor, now)


def _editable_line(line_uid: UUID, actor: Actor) -> tuple[SettlementRun, SettlementLine]:
    line = locked_line(line_uid, SettlementLine.objects.all(), actor)
    run = own_run(line.party.run.uid, actor)
    if run.state != SettlementRun.State.CALCULATED:
        raise rules.RunMoved("已提交的结算单不能再改明细；请先退回")
    if line.kind in ("deduction", "advance"):
        raise Conflict("扣款和预付款按约定计算，不能单独调整；请修改约定")
    return run, line


def _changed(
    run: SettlementRun, line: SettlementLine, action: str, actor: Actor, now: datetime
) -> SettlementRun:
    line.save(update_fields=["state", "reason", "by_hand"])
    settle_again(run, line.party)
    run.digest = digest_of(queries.signed_content(run))
    run.save(update_fields=["digest"])
    data: dict[str, Any] = {"line": str(line.uid), "reason": line.reason}
    audit.record(actor=actor, action=action, subject=run, at=now, data=data)
    return run


def locked_line(line_uid: UUID, lines: QuerySet[SettlementLine], actor: Actor) -> SettlementLine:
    """One of `lines`, its run locked first: neither moves before this transaction is over."""
    runs = SettlementRun.objects.visible_to(actor).filter(parties__lines__uid=line_uid)
    list(runs.select_for_update(of=("self",)))
    line = lines.filter(uid=line_uid, party__run__in=runs).select_related("party__run").first()
    if line is None:
        raise NotFound("没有找到这条结算明细")
    return line


def own_run(run_uid: UUID, actor: Actor, *, locked: bool = False) -> SettlementRun:
    """A run of the accountant's own cooperative; `locked` as in `run_in_reach`."""
    run = run_in_reach(run_uid, actor, locked=locked)
    if not actor.system and str(run.cooperative.uid) not in actor.cooperatives:
        raise Forbidden("结算由本合作社的会计办理")
    return run


def run_in_reach(run_uid: UUID, actor: Actor, *, locked: bool = False) -> SettlementRun:
    """`locked`: its lines change no more before this transaction is over."""
    found = SettlementRun.objects.visible_to(actor).select_related("cooperative", "made_by")
    if locked:
        found = found.select_for_update(of=("self",))
    run = found.filter(uid=run_uid).first()
    if run is None:
        raise NotFound("没有找到这张结算单")
    return run


def move(
    run: SettlementRun, verb: str, *, actor: Actor, now: datetime, comment: str = "", **fields: Any
) -> None:
    """Once, from the very version that was read; who comes second gets `RunMoved`."""
    before, after = run.state, rules.next_state(run.state, verb)
    still = SettlementRun.objects.filter(pk=run.pk, state=before, version=run.version)
    if still.update(state=after, version=F("version") + 1, **fields) != 1:
        raise rules.RunMoved
    run.state, run.version = after, run.version + 1
    for name, value in fields.items():
        setattr(run, name, value)
    SettlementStep.objects.create(
        run=run, from_state=before, to_state=after, actor_uid=actor.user_uid,
        actor_name=actor.name[:40], comment=comment[:400], at=now,
    )  # fmt: skip


def person_of(actor: Actor) -> User:
    return User.objects.get(uid=actor.user_uid)
