"""False-trade checks: what rules name leaves every total, until two people have looked at it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.audit import services as audit
from backend.common.actor import Actor, system_actor
from backend.common.errors import Forbidden, Invalid
from backend.jobs import services as jobs
from backend.jobs.models import Job
from cooperatives.models import Household
from impact.models import FindingRow, SummaryCursor, TradeFinding
from impact.queries import findings, months, trade_buyers, trades
from impact.rules import trades as rules
from impact.services.summing import BATCH, sum_places
from orders.models import LineSource, SourceSplit
from stations.models import Area

KIND = "trade_finding"
JOB = "impact.tasks.check_trades"
# Whoever did not propose it; an auditor looks on (ROLES section 3).
STEPS = [["CO"]]
LOOKS_BACK = timedelta(days=45)
PROPOSALS = TradeFinding.Proposal


@transaction.atomic
def ask_for_check(*, year: int, actor: Actor, now: datetime) -> Job:
    """By hand, for one year: carried out by a worker, with its result on the page."""
    if not 2000 <= year <= timezone.localdate(now).year:
        raise Invalid(fields={"year": "请选择今年或以前的年度"})
    county = findings.county_of(actor)
    return jobs.start(kind=JOB, arguments={"county": county, "year": year}, actor=actor, now=now)


def run_job(*, job_id: int, clock: Callable[[], datetime]) -> bool:
    def work(job: Job) -> dict[str, Any]:
        asked = job.arguments
        found = check_trades(county_code=asked["county"], year=asked["year"], now=clock())
        return {"rows": found}

    return jobs.run(job_id=job_id, work=work, clock=clock)


def check_recent(*, now: datetime) -> int:
    """Every night, every county: this year, and last year while it is fresh."""
    today = timezone.localdate(now)
    years = sorted({today.year, (today - LOOKS_BACK).year})
    counties = Area.objects.filter(level=Area.Level.COUNTY).values_list("code", flat=True)
    return sum(
        check_trades(county_code=code, year=year, now=now)
        for code in counties.order_by("code")
        for year in years
    )


@transaction.atomic
def check_trades(*, county_code: str, year: int, now: datetime) -> int:
    """Rows not yet known leave the totals at once; again, it finds nothing new."""
    _wait_for_others(now)
    sources = trades.sources_in(county_code, year)
    new = set[int]()
    for suspects in (
        trade_buyers.own_purchases(sources, year),
        trades.far_prices(county_code, year),
        trades.big_harvests(county_code, year),
    ):
        new |= _write(list(suspects), now)
    sum_places(months.places_of(SourceSplit.objects.filter(source__in=new)), now=now)
    return len(new)


def _wait_for_others(now: datetime) -> None:
    """One check at a time; the row also says when the last one was."""
    SummaryCursor.objects.get_or_create(name=findings.CURSOR, defaults={"moved_at": now})
    SummaryCursor.objects.select_for_update().get(name=findings.CURSOR)
    SummaryCursor.objects.filter(name=findings.CURSOR).update(moved_at=now)


def _write(suspects: Iterable[trades.Suspect], now: datetime) -> set[int]:
    """A source that stands in its kind already, whatever became of it, is not asked again."""
    written = set[int]()
    for suspect in suspects:
        named = dict(suspect.rows)
        known = FindingRow.objects.filter(kind=suspect.kind, source__in=named)
        rows = sorted(named.keys() - set(known.values_list("source", flat=True)))
        if not rows:
            continue
        finding = _finding_of(suspect, rows[0], now)
        FindingRow.objects.bulk_create(
            [
                FindingRow(
                    finding=finding, source_id=pk, kind=suspect.kind, why=named[pk][:160],
                    found_at=now,
                )
                for pk in rows
            ],
            batch_size=BATCH,
        )  # fmt: skip
        data = {"kind": suspect.kind, "rows": len(rows)}
        audit.record(actor=SYSTEM, action="trade.find", subject=finding, at=now, data=data)
        written |= set(rows)
    return written


SYSTEM = system_actor("trade_checks")


def _finding_of(suspect: trades.Suspect, source: int, now: datetime) -> TradeFinding:
    """The one that nobody has spoken about yet, or a new one."""
    station = LineSource.objects.values_list("station", flat=True).get(pk=source)
    return TradeFinding.objects.get_or_create(
        kind=suspect.kind, subject=suspect.subject, state=TradeFinding.State.UNDER_REVIEW,
        proposal=PROPOSALS.NONE,
        defaults={
            "area_code": suspect.area_code, "household_id": suspect.household,
            "station_id": station, "rule": suspect.rule[:300], "found_at": now,
        },
    )[0]  # fmt: skip


@transaction.atomic
def propose_verdict(
    *, uid: UUID, verdict: str, reason: str, actor: Actor, now: datetime
) -> TradeFinding:
    """One person says what the sales are; they stay out until another has agreed."""
    finding = findings.find(actor, uid, lock=True)
    if finding.state != TradeFinding.State.UNDER_REVIEW:
        raise rules.AlreadySettled
    if finding.proposal:
        raise rules.AlreadyProposed
    finding.proposal, finding.proposed_because = verdict, rules.check_reason(reason)
    finding.proposed_by_uid, finding.proposed_by_name = actor.user_uid, _name_of(actor)
    finding.proposed_at = now
    finding.save()
    approvals.open_request(
        kind=KIND, object_kind=KIND, object_uid=str(finding.uid),
        title=f"{finding.get_kind_display()}：{finding.get_proposal_display()}",
        content_digest=findings.digest(finding), area_code=finding.area_code, scope_ref="",
        amount_fen=findings.amount_fen(finding), actor=actor, now=now, default_steps=STEPS,
    )  # fmt: skip
    return finding


@transaction.atomic
def decide_verdict(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> TradeFinding:
    """Agreed, cleared sales count again at once; otherwise somebody else may propose anew."""
    finding = findings.find(actor, uid, lock=True)
    request = approving.open_request_of(object_kind=KIND, object_uid=str(finding.uid))
    if request is None:
        raise rules.AlreadySettled("没有待审批的认定意见，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        _settle(finding, comment, actor, now)
    elif decided.state != ApprovalRequest.State.OPEN:
        _reopen(finding)
    return finding


def _settle(finding: TradeFinding, comment: str, actor: Actor, now: datetime) -> None:
    states = TradeFinding.State
    clear = finding.proposal == PROPOSALS.CLEAR
    finding.state = states.CLEARED if clear else states.CONFIRMED
    finding.decided_by_uid, finding.decided_by_name = actor.user_uid, _name_of(actor)
    finding.decided_because, finding.decided_at = comment.strip(), now
    finding.save()
    rows = SourceSplit.objects.filter(source__finding_rows__finding=finding)
    sum_places(months.places_of(rows), now=now)
    data = {"state": finding.state, "because": finding.proposed_because}
    audit.record(actor=actor, action="trade.settle", subject=finding, at=now, data=data)


def _reopen(finding: TradeFinding) -> None:
    """What was found meanwhile under a newer finding of the subject stays there."""
    finding.proposal, finding.proposed_because = PROPOSALS.NONE, ""
    finding.proposed_by_uid, finding.proposed_by_name, finding.proposed_at = "", "", None
    others = TradeFinding.objects.filter(
        kind=finding.kind, subject=finding.subject, state=TradeFinding.State.UNDER_REVIEW,
        proposal=PROPOSALS.NONE,
    )  # fmt: skip
    if others.exclude(pk=finding.pk).exists():
        # One open finding per subject: this one keeps its rows under a subject of its own.
        finding.subject = f"{finding.subject}#{finding.pk}"[:80]
    finding.save()


def open_rows(
    *, uid: UUID, purpose: str, actor: Actor, now: datetime
) -> tuple[TradeFinding, list[findings.Row]]:
    """The sales behind it, for a stated reason; every household named in them can see it."""
    finding = findings.find(actor, uid)
    if len(purpose.strip()) < rules.LEAST_HOUSE:
        raise Invalid(fields={"purpose": "请写明为什么查看，相关农户可以看到"})
    rows = findings.rows_of(finding)
    homes = Household.objects.filter(pk__in={row.household for row in rows})
    audit.record_accesses(
        actor=actor, subjects=list(homes), fields="trade_finding", purpose=purpose.strip(), at=now
    )
    return finding, rows


def _name_of(actor: Actor) -> str:
    person = User.objects.filter(uid=actor.user_uid).first()
    if person is None:
        raise Forbidden("只有登录的人员可以提出或审批认定意见")
    return person.name
