"""What the cooperatives settled with their households, and paid.

By a stated rule: a run a quarter to the end of the year before the as-of day's, a run a month
since; the last one ends two months before the as-of day, and what was sold after waits for the
accountant. The demo's own cooperative is half a year behind, so that there is a run to make. Lines,
arithmetic and digests are the product's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from backend.accounts.models import User
from backend.approvals.rules import digest_of
from backend.common.money import yuan
from backend.demo.books import Books
from backend.demo.chain import Chain
from backend.demo.paid_out import PayoutDesk
from backend.demo.people import Homes, Staff
from backend.demo.plan import Plan, local
from backend.demo.signed import Word, agreed
from backend.demo.store import Store
from backend.ledger.rules import Leg
from cooperatives.models import Cooperative, Lot, Membership
from orders.models import (
    SettlementLine,
    SettlementParty,
    SettlementRun,
    SettlementStep,
    SourceSplit,
)
from orders.queries.settling import Found, candidates, content_of
from orders.rules import settling as rules
from orders.rules.settling import Terms
from orders.services.settlement_deciding import KIND

FIRST_YEAR = 2020
BEHIND = 4
WAYS = ("bank_file", "cash")
# The last runs of the first neighbours: one not paid yet, three paid to the accounts alone.
LAST_WAYS: tuple[tuple[str, ...], ...] = ((), *[("bank_file",)] * 3)
MOVES = ("calculate", "submit", "publish", "approve", "post")
MADE, CHECKED = timedelta(days=3), timedelta(hours=6)
CONFIRMED, POSTED = timedelta(days=9), timedelta(days=10)


def periods(as_of: date) -> Iterator[tuple[date, date]]:
    """(first, last) day of each run, in order."""
    for year in range(FIRST_YEAR, as_of.year):
        for month in (1, 4, 7, 10):
            yield date(year, month, 1), _last_of(year, month + 2)
    for month in range(1, as_of.month - 1):
        yield date(as_of.year, month, 1), _last_of(as_of.year, month)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def settle_and_pay(
    plan: Plan, store: Store, chain: Chain, staff: Staff, homes: Homes, books: Books
) -> None:
    """After the trade is written: it is read back, cooperative by cooperative."""
    spans = list(periods(plan.as_of))
    others = neighbours_of(chain)
    last_ways = dict(zip((one.pk for one in others), LAST_WAYS, strict=False))
    for cooperative in chain.cooperatives:
        behind = BEHIND if cooperative is chain.demo.partner else 0
        if mine := spans[: len(spans) - behind]:
            desk = SettlementDesk(plan, store, staff, homes, books, cooperative)
            desk.settle(mine, last_ways=last_ways.get(cooperative.pk, WAYS))
            store.flush()


def neighbours_of(chain: Chain) -> list[Cooperative]:
    """The other cooperatives, those of the demo's own township first: its official sees them."""
    home = chain.demo.partner
    others = [one for one in chain.cooperatives if one is not home]
    return sorted(others, key=lambda one: (one.area_code[:9] != home.area_code[:9], one.pk))


class SettlementDesk:
    """One cooperative's runs, a chain: each brings forward what the one before it carried."""

    def __init__(
        self, plan: Plan, store: Store, staff: Staff, homes: Homes, books: Books,
        cooperative: Cooperative,
    ) -> None:  # fmt: skip
        self.plan, self.store, self.staff, self.homes = plan, store, staff, homes
        self.books, self.cooperative, self.terms = books, cooperative, Terms()
        self.accountant = staff.accountants[cooperative.pk]
        self.payouts = PayoutDesk(plan, store, staff, homes, books, cooperative)
        self.last: dict[int, SettlementParty] = {}
        self.number = 0

    def settle(self, spans: list[tuple[date, date]], *, last_ways: tuple[str, ...]) -> None:
        whole = SettlementRun(
            cooperative=self.cooperative, from_on=date.min, to_on=spans[-1][1], station=None
        )
        by_span: dict[date, list[Found]] = defaultdict(list)
        for row in candidates(whole):
            if row.state == "included":
                by_span[next(last for _, last in spans if row.on <= last)].append(row)
        self._remember()
        mine = [(first, last) for first, last in spans if by_span[last]]
        for first, last in mine:
            ways = last_ways if last == mine[-1][1] else WAYS
            self._run(first, last, by_span[last], ways)

    def _remember(self) -> None:
        """What the lines weigh on: lots, and who was a member from when to when."""
        own = {"source__cooperative": self.cooperative.pk}
        self.lot_of = dict(SourceSplit.objects.filter(**own).values_list("pk", "source__lot_id"))
        numbers = ("received_g", "sold_g", "rejected_g", "wasted_g", "available_g", "held_g")
        lots = Lot.objects.filter(receipt__cooperative=self.cooperative)
        self.lots = {row[0]: row[2:] for row in lots.values_list("pk", "receipt_id", *numbers)}
        self.lot_of_receipt = dict(lots.values_list("receipt_id", "pk"))
        members = Membership.objects.filter(cooperative=self.cooperative)
        self.since = dict(members.values_list("household_id", "valid_from"))

    def _run(self, first: date, last: date, found: list[Found], ways: tuple[str, ...]) -> None:
        self.number += 1
        run = self.store.add(SettlementRun(
            uid=self.plan.uid("settlement", f"{self.cooperative.credit_code} {self.number}"),
            cooperative=self.cooperative, area_code=self.cooperative.area_code,
            number=self.number, from_on=first, to_on=last, cap_bp=self.terms.cap_bp,
            floor_fen=self.terms.floor_fen, made_by=self.accountant,
            made_at=local(last + MADE, 9),
        ))  # fmt: skip
        parties = self._parties(run, found)
        lines = self._lines(run, parties, found)
        self._sum_up(run, list(parties.values()), lines)
        self._sign(run)
        self._book(run, parties.values())
        due = [one for one in parties.values() if one.payable_fen]
        paid, paid_at = self.payouts.pay(run, due, ways)
        if paid or not due:
            self._steps(run, "pay" if paid == len(due) else "pay_part", paid_at)
        else:
            self._steps(run, "", None)
        self.last |= parties

    def _parties(self, run: SettlementRun, found: list[Found]) -> dict[int, SettlementParty]:
        gross: dict[int, int] = defaultdict(int)
        for one in found:
            gross[one.household_id] += one.amount_fen
        made = {}
        for home in sorted(gross):
            before, row = self.last.get(home), home - self.homes.first_id
            brought = before.carried_fen if before else 0
            outcome = rules.settle_household(
                gross_fen=gross[home], brought_fen=brought, advance_fen=0, claims=(),
                terms=self.terms,
            )  # fmt: skip
            since = self.since.get(home)
            made[home] = self.store.add(SettlementParty(
                run_id=run.pk, household_id=home, household_name=self.homes.names[row],
                area_code=self.homes.codes[row], member=since is not None and since <= run.to_on,
                gross_fen=gross[home], brought_fen=brought, relief_fen=outcome.relief_fen,
                payable_fen=outcome.payable_fen, carried_fen=outcome.carried_fen,
                last_fen=before.payable_fen if before else None,
            ))  # fmt: skip
        return made

    def _lines(
        self, run: SettlementRun, parties: dict[int, SettlementParty], found: list[Found]
    ) -> list[SettlementLine]:
        return [
            self.store.add(SettlementLine(
                uid=self.plan.uid("settlement line", f"{run.uid} {number}"),
                party_id=parties[row.household_id].pk, kind=row.kind, amount_fen=row.amount_fen,
                on=row.on, words=row.words.removesuffix("（补结）"), weight_g=row.weight_g,
                station_id=row.station_id, **{f"{row.names}_id": row.pk},
            ))
            for number, row in enumerate(found)
        ]  # fmt: skip

    def _sum_up(
        self, run: SettlementRun, parties: list[SettlementParty], lines: list[SettlementLine]
    ) -> None:
        run.gross_fen = sum(one.gross_fen for one in parties)
        run.payable_fen = sum(one.payable_fen for one in parties)
        run.carried_fen = sum(one.carried_fen for one in parties)
        run.households, run.lines_count = len(parties), len(lines)
        run.weights = self._weights(lines)
        home_of = {one.pk: one.household_id for one in parties}
        rows = [
            (one.kind, one.split_id, one.receipt_id, None, None, home_of[one.party_id],
             one.amount_fen)
            for one in lines
        ]  # fmt: skip
        rows.sort(key=lambda row: (row[0], row[1] or 0, row[2] or 0))
        run.digest = digest_of(content_of(run, rows))

    def _weights(self, lines: list[SettlementLine]) -> dict[str, int]:
        behind = {
            self.lot_of.get(one.split_id or 0) or self.lot_of_receipt.get(one.receipt_id or 0)
            for one in lines
        }
        sums = [sum(part) for part in zip(*(self.lots[pk] for pk in behind if pk), strict=True)]
        received, sold, rejected, wasted, available, held = sums
        return {
            "received": received, "sold": sold, "rejected": rejected, "wasted": wasted,
            "stock": available + held, "missing": 0,
        }  # fmt: skip

    def _sign(self, run: SettlementRun) -> None:
        """Checked, five days on the wall, confirmed; above the limit the township agrees too."""
        run.notice_from = run.made_at + CHECKED
        run.notice_until = run.notice_from + rules.NOTICE_LASTS
        run.posted_at = local(run.to_on + POSTED, 9)
        steps = rules.steps_of(amount_fen=run.payable_fen, variance_bp=0, terms=self.terms)
        words: list[Word] = [
            (step[0], self._signer(step[0]), self._signed_at(run, step[0])) for step in steps
        ]
        agreed(
            self.plan, self.store, kind=KIND, uid=run.uid, digest=run.digest,
            title=f"{self.cooperative.name} 结算{run}，应付 {yuan(run.payable_fen)} 元",
            cooperative=self.cooperative, amount_fen=run.payable_fen, maker=self.accountant,
            opened_at=run.made_at + timedelta(minutes=30), words=words,
        )  # fmt: skip

    def _signer(self, role: str) -> User:
        by_role = {
            "CM": self.staff.managers[self.cooperative.pk],
            "PS": self.staff.secretaries[self.cooperative.pk],
            "TO": self.staff.officials[self.cooperative.area_code[:9]],
        }
        return by_role[role]

    def _signed_at(self, run: SettlementRun, role: str) -> datetime:
        if role == "CM":
            return run.made_at + CHECKED
        return local(run.to_on + CONFIRMED, 10 if role == "PS" else 15)

    def _book(self, run: SettlementRun, parties: Iterable[SettlementParty]) -> None:
        """As the posting books it: what is to be paid leaves the household's account."""
        for one in parties:
            uid = str(self.plan.uid("household", one.household_id - self.homes.first_id))
            legs = [
                Leg("household", uid, one.relief_fen - one.payable_fen),
                Leg("settled", uid, one.payable_fen),
                Leg("cooperative", str(self.cooperative.uid), -one.relief_fen),
            ]
            if any(leg.amount_fen for leg in legs) and run.posted_at:
                self.books.post(
                    key=f"settle:{run.uid.hex}:{uid.replace('-', '')}", kind="settle",
                    reference=str(run.uid), at=run.posted_at,
                    actor_uid=str(self.accountant.uid), legs=legs,
                )  # fmt: skip

    def _steps(self, run: SettlementRun, last_verb: str, paid_at: datetime | None) -> None:
        """Every change of state with its time and person; the run stands where the last leads."""
        last_role = "TO" if run.payable_fen > self.terms.township_from_fen else "PS"
        made, posted_at = self.accountant, local(run.to_on + POSTED, 9)
        times = (
            (run.made_at, made), (run.made_at + timedelta(minutes=30), made),
            (self._signed_at(run, "CM"), self._signer("CM")),
            (self._signed_at(run, last_role), self._signer(last_role)),
            (posted_at, made), (paid_at or posted_at, made),
        )  # fmt: skip
        verbs = (*MOVES, last_verb) if last_verb else MOVES
        for verb, (at, person) in zip(verbs, times, strict=False):
            after = rules.next_state(run.state, verb)
            self.store.add(SettlementStep(
                run_id=run.pk, from_state=run.state, to_state=after, actor_uid=str(person.uid),
                actor_name=person.name, at=at,
            ))  # fmt: skip
            run.state, run.version = after, run.version + 1
