"""How the settled money reached the households: to their accounts by the bank's file, else in cash.

By a stated rule one payment in about two hundred fails at the bank and goes out again a week later.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from backend.approvals.rules import digest_of
from backend.common.money import yuan
from backend.common.sealed import MASKS, blind_index
from backend.demo.books import Books
from backend.demo.people import BANK, Homes, Staff, account_of
from backend.demo.plan import Plan, local
from backend.demo.signed import Word, agreed
from backend.demo.store import Store
from backend.ledger.rules import Leg
from cooperatives.models import Cooperative
from orders.models import Payout, PayoutResult, PayoutRun, SettlementParty, SettlementRun
from orders.queries.payouts import content_of
from orders.rules import paying_out as rules
from orders.services.paying_out import KIND

PREPARED, ARRIVED, AGAIN = timedelta(days=10), timedelta(days=2), timedelta(days=7)
FAILS_EVERY = 199
FAILURE = "账号户名不符"
REFUSED, PAID = Payout.State.FAILED, Payout.State.PAID


class PayoutDesk:
    """One cooperative's payout runs, numbered through."""

    def __init__(
        self, plan: Plan, store: Store, staff: Staff, homes: Homes, books: Books,
        cooperative: Cooperative,
    ) -> None:  # fmt: skip
        self.plan, self.store, self.staff, self.homes = plan, store, staff, homes
        self.books, self.cooperative, self.limits = books, cooperative, rules.Limits()
        self.accountant = staff.accountants[cooperative.pk]
        self.manager = staff.managers[cooperative.pk]
        self.number = self.paid = 0

    def pay(
        self, settlement: SettlementRun, due: list[SettlementParty], ways: tuple[str, ...]
    ) -> tuple[int, datetime | None]:
        """(how many were paid, when the last of them had the money); by these ways alone."""
        paid, ends, at = 0, [], local(settlement.to_on + PREPARED, 10)
        for way in ways:
            by_bank = way == PayoutRun.Method.BANK_FILE
            mine = [one for one in due if bool(account_of(self._row(one))) == by_bank]
            paid += len(mine)
            ends.append(self._all(settlement, mine, way, at))
        return paid, max((end for end in ends if end), default=None)

    def _row(self, party: SettlementParty) -> int:
        return party.household_id - self.homes.first_id

    def _all(
        self, settlement: SettlementRun, due: list[SettlementParty], method: str, at: datetime
    ) -> datetime | None:
        """A run a day while the day's cap leaves somebody out; who failed is paid a week later."""
        ended, failed = None, []
        while due:
            fits = rules.fitting(
                [one.payable_fen for one in due], cap_fen=self.limits.daily_cap_fen
            )
            now = [due[place] for place in fits]
            due = [one for place, one in enumerate(due) if place not in set(fits)]
            bad = self._run(settlement, now, method, at, attempt=1)
            failed += bad
            ended = at + ARRIVED if len(bad) < len(now) else ended
            at += timedelta(days=1)
        if failed:
            self._run(settlement, failed, method, at + AGAIN, attempt=2)
            ended = at + AGAIN + ARRIVED
        return ended

    def _run(
        self, settlement: SettlementRun, due: list[SettlementParty], method: str, at: datetime,
        *, attempt: int,
    ) -> list[SettlementParty]:  # fmt: skip
        """Prepared, released, paid and closed; gives back whose money did not arrive."""
        self.number += 1
        total_fen = sum(one.payable_fen for one in due)
        above = total_fen > self.limits.minutes_from_fen
        run = self.store.add(PayoutRun(
            uid=self.plan.uid("payout run", f"{self.cooperative.credit_code} {self.number}"),
            cooperative=self.cooperative, area_code=self.cooperative.area_code,
            number=self.number, settlement=settlement, method=method,
            state=PayoutRun.State.CLOSED, version=5, total_fen=total_fen, payees=len(due),
            minutes_no=f"{at:%Y}年第{self.number}号" if above else "", made_by=self.accountant,
            made_at=at, released_on=at.date(), closed_by=self.manager,
            closed_at=at + ARRIVED + timedelta(days=1),
        ))  # fmt: skip
        payouts = [self._payout(run, one, attempt) for one in due]
        rows = sorted(
            (one.out_biz_no, one.household_id, one.amount_fen, one.account_index) for one in payouts
        )
        run.digest = digest_of(content_of(run, rows))
        self._agree(run, at)
        if method == PayoutRun.Method.BANK_FILE:
            self._take_result(run, payouts)
        return [one for one, payout in zip(due, payouts, strict=True) if payout.state == REFUSED]

    def _payout(self, run: PayoutRun, party: SettlementParty, attempt: int) -> Payout:
        """One household's money: the ledger follows where it arrived."""
        row, self.paid = self._row(party), self.paid + 1
        account = account_of(row)
        refused = bool(account) and attempt == 1 and self.paid % FAILS_EVERY == 0
        sent_at, done_at = run.made_at + timedelta(hours=5), run.made_at + ARRIVED
        uid = self.plan.uid("payout", f"{run.uid} {party.household_id}")
        payout = self.store.add(Payout(
            uid=uid, run_id=run.pk, party_id=party.pk, household_id=party.household_id,
            payee_name=party.household_name, attempt=attempt, amount_fen=party.payable_fen,
            state=REFUSED if refused else PAID, failure=FAILURE if refused else "",
            out_biz_no=f"PO{run.uid.hex[:16]}{party.pk}A{attempt}",
            account_shown=f"{BANK} {MASKS['account'](account)}" if account else "",
            account_index=blind_index(account) if account else "",
            voucher_no="" if account else f"XJ{run.number:04d}-{party.pk}",
            sent_at=sent_at, done_at=done_at,
        ))  # fmt: skip
        if not refused:
            home = str(self.plan.uid("household", row))
            self.books.post(
                key=f"payout:{payout.out_biz_no}", kind="payout", reference=str(run.uid),
                at=done_at, actor_uid=str(self.accountant.uid),
                legs=[
                    Leg("settled", home, -payout.amount_fen),
                    Leg("bank", str(self.cooperative.uid), payout.amount_fen),
                ],
            )  # fmt: skip
        return payout

    def _agree(self, run: PayoutRun, at: datetime) -> None:
        steps = rules.steps_of(
            total_fen=run.total_fen, minutes_no=run.minutes_no, limits=self.limits
        )
        signers = {"CM": self.manager, "CS": self.staff.supervisors[self.cooperative.pk]}
        words: list[Word] = [
            (step[0], signers[step[0]], at + timedelta(hours=4, minutes=30 * number))
            for number, step in enumerate(steps)
        ]
        agreed(
            self.plan, self.store, kind=KIND, uid=run.uid, digest=run.digest,
            title=f"{self.cooperative.name} 付款{run}，{run.payees} 户 {yuan(run.total_fen)} 元",
            cooperative=self.cooperative, amount_fen=run.total_fen, maker=self.accountant,
            opened_at=at, words=words,
        )  # fmt: skip

    def _take_result(self, run: PayoutRun, payouts: list[Payout]) -> None:
        """The bank's answer, as its file would say it."""
        words: dict[str, str] = {PAID: "成功,", REFUSED: f"失败,{FAILURE}"}
        lines = [f"{one.out_biz_no},{yuan(one.amount_fen)},{words[one.state]}" for one in payouts]
        text = "\n".join(["付款编号,金额,结果,原因", *lines])
        failed = sum(one.state == REFUSED for one in payouts)
        self.store.add(PayoutResult(
            uid=self.plan.uid("payout result", str(run.uid)), run_id=run.pk,
            digest=sha256(text.encode()).hexdigest(), rows=len(payouts),
            paid=len(payouts) - failed, failed=failed, taken_by=self.accountant,
            taken_at=run.made_at + ARRIVED,
        ))  # fmt: skip
