"""Households with accounts, payout runs released, files of the bank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.common.actor import Actor
from backend.common.sealed import blind_index
from backend.ledger import queries as ledger
from orders import queries
from orders.models import PayoutRun
from orders.services import payout_files as files
from orders.services.paying_out import decide_payout
from tests.cast import Cast
from tests.orders.payments.conftest import Till

TWO = 2_482
Ready = Callable[..., PayoutRun]


def an_account(cast: Cast, who: str, number: str, bank: str, changed_at: Any = None) -> None:
    home = cast.places[who]
    home.account, home.account_bank, home.account_changed_at = number, bank, changed_at
    home.account_index = blind_index(number)
    home.save()


def stepped_up(cast: Cast, who: str, now: datetime) -> Actor:
    return replace(cast.actor(who), stepped_up_at=now)


def release(cast: Cast, run: PayoutRun, now: datetime, who: str = "manager") -> PayoutRun:
    return decide_payout(
        run_uid=run.uid, verdict="approve", comment="", content_digest=run.digest,
        actor=stepped_up(cast, who, now), now=now,
    )  # fmt: skip


def whole(now: datetime) -> list[str]:
    return [*queries.broken_invariants(now=now), *ledger.broken_invariants(now=now)]


def result_of(run: PayoutRun, outcome: str, *, total: str = "24.82", reason: str = "") -> bytes:
    number = run.payouts.get().out_biz_no
    rows = f"付款编号,金额,结果,原因\n{number},24.82,{outcome},{reason}\n合计,{total},,\n"
    return rows.encode("gbk")


def at_the_bank(cast: Cast, prepared: Ready, till: Till) -> PayoutRun:
    run = release(cast, prepared("bank_file"), till.now)
    accountant = stepped_up(cast, "accountant", till.now)
    files.export_bank_file(run_uid=run.uid, encoding="gbk", actor=accountant, now=till.now)
    return run


def taken_in(cast: Cast, run: PayoutRun, content: bytes, till: Till) -> Any:
    return files.import_result(
        run_uid=run.uid, content=content, actor=cast.actor("accountant"), now=till.now
    )
