"""A run from its draft to where a test wants it, by the services that the screens call."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from backend.ledger import queries as ledger
from orders.models import MoneyLimits, SettlementParty, SettlementRun
from orders.rules.paying_out import Limits
from orders.rules.period import Period
from orders.rules.settling import Terms
from orders.services import settlement_deciding as deciding
from orders.services.agreeing import record_agreement
from orders.services.settlement_posting import post_run
from orders.services.settling import open_run
from tests.cast import NOW, Cast

SEPTEMBER_1 = date(2026, 9, 1)
LONG_AGO = NOW - timedelta(days=400)
AFTER_NOTICE = NOW + timedelta(days=5, hours=1)


def limits_are(cast: Cast, *, number: int = 1, **figures: Any) -> MoneyLimits:
    """Of the county since long ago, or of the cooperative that is named; the rest as shipped."""
    return MoneyLimits.objects.create(
        county_code="630121", number=number, published_at=LONG_AGO, effective_from=LONG_AGO,
        **(asdict(Limits()) | asdict(Terms()) | figures),
    )  # fmt: skip


def a_run(cast: Cast, *, station: Any = None, now: datetime = NOW) -> SettlementRun:
    return open_run(
        cooperative_uid=cast.cooperative.uid, period=Period(SEPTEMBER_1, localdate(now)),
        station_uid=station.uid if station else None, actor=cast.actor("accountant"), now=now,
    )  # fmt: skip


def on_the_wall(cast: Cast, run: SettlementRun, *, now: datetime = NOW) -> SettlementRun:
    deciding.submit_run(run_uid=run.uid, actor=cast.actor("accountant"), now=now)
    return agree(cast, run, "manager", now=now)


def agree(
    cast: Cast, run: SettlementRun, who: str, *, now: datetime, verdict: str = "approve",
    comment: str = "",
) -> SettlementRun:  # fmt: skip
    return deciding.decide_run(
        run_uid=run.uid, verdict=verdict, comment=comment,
        content_digest=SettlementRun.objects.get(pk=run.pk).digest, actor=cast.actor(who), now=now,
    )  # fmt: skip


def approved(cast: Cast, run: SettlementRun, *, now: datetime = NOW) -> SettlementRun:
    on_the_wall(cast, run, now=now)
    return agree(cast, run, "secretary", now=now + timedelta(days=5, hours=1))


def posted(cast: Cast, *, now: datetime = NOW, run: SettlementRun | None = None) -> SettlementRun:
    run = run or a_run(cast, now=now)
    approved(cast, run, now=now)
    later = now + timedelta(days=5, hours=2)
    return post_run(run_uid=run.uid, actor=cast.actor("accountant"), now=later)


def party(run: SettlementRun, household: Any) -> SettlementParty:
    return SettlementParty.objects.get(run=run, household=household)


def owed(cast: Cast, who: str) -> tuple[int, int, int]:
    """(not settled, settled and not paid, still owing) in fen."""
    uid = str(cast.places[who].uid)
    return (
        ledger.balance_of("household", uid), ledger.balance_of("settled", uid),
        ledger.balance_of("carry_over", f"household:{uid}"),
    )  # fmt: skip


def an_agreement(cast: Cast, who: str, amount_fen: int, **more: Any) -> Any:
    said: dict[str, Any] = {
        "kind": "advance", "loan_uid": None, "per_run_fen": 0, "priority": 10,
        "paper_no": f"XY-{amount_fen}", "agreed_on": date(2026, 9, 1), "now": NOW,
    }  # fmt: skip
    return record_agreement(
        household_uid=UUID(str(cast.places[who].uid)), amount_fen=amount_fen,
        actor=cast.actor("accountant"), **(said | more),
    )  # fmt: skip
