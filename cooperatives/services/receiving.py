"""Weighing in: receipts, their lots and certificates, and what a purchase owes at once.

One weigh-in or a hundred from a device's queue take the same way: one reading, each record judged
by itself, then one insert per table (TARGETS 2).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts import queries as accounts
from backend.accounts.models import User
from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import DomainError, Forbidden, NotFound
from backend.common.failpoints import failpoint
from backend.ledger import services as ledger
from backend.ledger.rules import Booking, Leg
from cooperatives import queries, rules
from cooperatives.models import Certificate, Lot, ProductClass, Receipt
from cooperatives.queries import CounterFacts
from cooperatives.rules import Crate, Moment
from cooperatives.services.weighing import Weighed, WeighIn, check_same, judge
from stations import queries as places
from stations.models import Station

# Version of the commitment's wording on templates/cooperatives/certificate.html.
STATEMENT = "2026-02"
# Each round one of those at the counter wins, so this many may weigh in at one moment.
TRIES = 12
BUSY = "收货繁忙，请稍后再试"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: stored now, the same as before, or refused with its reason."""

    uid: UUID
    receipt: Receipt | None = None
    error: DomainError | None = None
    new: bool = False


def weigh_in(
    *,
    uid: UUID,
    household_uid: UUID,
    product_uid: UUID,
    grade: str,
    mode: str,
    gross_g: int,
    tare_g: int,
    price_fen_per_jin: int | None,
    weighed_at: datetime,
    note: str,
    actor: Actor,
    now: datetime,
    crates: Sequence[Crate] = (),
    lot_code: str = "",
    station_uid: UUID | None = None,
    read_back: str = "",
    confirmed_by: str = "",
    sent_at: datetime | None = None,
) -> Receipt:
    """One weigh-in; the same `uid` and content again gives back the same receipt (invariant 5)."""
    said = WeighIn(
        uid=uid, household_uid=household_uid, product_uid=product_uid, grade=grade, mode=mode,
        gross_g=gross_g, tare_g=tare_g, price_fen_per_jin=price_fen_per_jin,
        weighed_at=weighed_at, note=note.strip(), crates=tuple(crates), lot_code=lot_code,
        station_uid=station_uid, read_back=read_back.strip(), confirmed_by=confirmed_by,
    )  # fmt: skip
    outcome = weigh_in_many(records=[said], sent_at=sent_at, actor=actor, now=now)[0]
    if outcome.receipt is None:
        raise outcome.error or DomainError()
    return outcome.receipt


def weigh_in_many(
    *, records: Sequence[WeighIn], sent_at: datetime | None, actor: Actor, now: datetime
) -> list[Outcome]:
    """A device's queue in any order, each record exactly once by its `uid`.

    UNIQUE(uid) and UNIQUE(code) decide between two at once; the loser looks again. Should one
    record still stand in the way, each goes by itself, so that it takes no other down with it.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                outcomes = _take_in(records, sent_at, actor, now)
            failpoint("receipt.committed")
            return outcomes
        except IntegrityError:
            continue
    if len(records) == 1:
        return [Outcome(records[0].uid, error=rules.LotNumbersUsedUp(BUSY))]
    return [
        weigh_in_many(records=[said], sent_at=sent_at, actor=actor, now=now)[0] for said in records
    ]


def _take_in(
    records: Sequence[WeighIn], sent_at: datetime | None, actor: Actor, now: datetime
) -> list[Outcome]:
    station, person = _station(actor), _person(actor)
    letters = accounts.lot_letters_of(actor)
    moments: list[Moment | DomainError] = [_moment(said, sent_at, now) for said in records]
    facts = queries.counter_facts(
        station, actor,
        uids={said.uid for said in records},
        household_uids={said.household_uid for said in records},
        product_uids={said.product_uid for said in records},
        codes={rules.clean_code(said.lot_code) for said in records if said.lot_code},
        moments=[moment.at for moment in moments if isinstance(moment, Moment)],
        now=now,
    )  # fmt: skip
    counter = _Counter(facts, places.life_of(station), letters, person, actor, now)
    outcomes = [counter.take(*pair) for pair in zip(records, moments, strict=True)]
    _store([one.receipt for one in outcomes if one.new and one.receipt], station, actor, now)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Counter:
    """One batch at the counter: what it knows, and which uids it has met already."""

    facts: CounterFacts
    life: places.Life
    letters: frozenset[str]
    person: User
    actor: Actor
    now: datetime

    def take(self, said: WeighIn, moment: Moment | DomainError) -> Outcome:
        known = self.facts.receipts
        try:
            if said.uid in known:
                same = check_same(known[said.uid], said, stations=self.actor.stations)
                return Outcome(said.uid, same)
            if isinstance(moment, DomainError):
                raise moment
            check_made_in_force(self.actor, made_at=moment.at)
            rules.check_was_open(self.life.at(moment.at))
            weighed = judge(said, moment, self.facts, devices=self.letters)
        except DomainError as error:
            return Outcome(said.uid, error=error)
        receipt = _receipt(weighed, self.facts, self.person, self.actor, self.now)
        known[said.uid] = receipt
        return Outcome(said.uid, receipt, new=True)


def _moment(said: WeighIn, sent_at: datetime | None, now: datetime) -> Moment | DomainError:
    try:
        return rules.true_moment(said.weighed_at, sent_at=sent_at, now=now)
    except DomainError as error:
        return error


def _station(actor: Actor) -> Station:
    station = places.station_of(actor)
    if station is None:
        raise NotFound("您的身份没有绑定服务站")
    return station


def _person(actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("只有登录的运营员可以收货")
    return person


def _receipt(
    weighed: Weighed, facts: CounterFacts, person: User, actor: Actor, now: datetime
) -> Receipt:
    """The receipt with its lot hanging on it, both not yet stored."""
    said, moment, entry = weighed.said, weighed.moment, weighed.entry
    receipt = Receipt(
        uid=said.uid, household=weighed.household, station=facts.station,
        cooperative=weighed.cooperative, product=weighed.product, grade=said.grade, mode=said.mode,
        gross_g=said.gross_g, tare_g=said.tare_g, net_g=weighed.net_g,
        crates=[list(crate) for crate in said.crates], price_entry=entry,
        price_fen_per_jin=entry.buy_fen_per_jin if entry else 0, amount_fen=weighed.amount_fen,
        area_code=weighed.household.area_code, weighed_at=moment.at, received_at=now,
        said_at=said.weighed_at, clock_skew_s=moment.skew_s, said_digest=said.digest,
        certificate_regime=weighed.product.product_class.certificate_regime,
        device_uid=actor.device_uid, confirmed_by=said.confirmed_by, operator=person,
        note=said.note,
    )  # fmt: skip
    receipt.read_back = said.read_back or rules.read_back(
        household=weighed.household.head_name, product=weighed.product.name,
        grade=receipt.get_grade_display(), net_g=weighed.net_g,
        price_fen=entry.buy_fen_per_jin if entry else None, amount_fen=weighed.amount_fen,
    )  # fmt: skip
    day = timezone.localdate(moment.at)
    Lot(
        code=weighed.code, receipt=receipt, area_code=receipt.area_code,
        expires_on=rules.expiry_of(day, weighed.product.shelf_life_days),
        received_g=weighed.net_g, available_g=weighed.net_g,
    )  # fmt: skip
    return receipt


def _store(receipts: Sequence[Receipt], station: Station, actor: Actor, now: datetime) -> None:
    """One insert per table."""
    if not receipts:
        return
    Receipt.objects.bulk_create(receipts)
    lots = [receipt.lot for receipt in receipts]
    Lot.objects.bulk_create(lots)
    failpoint("receipt.stored")
    Certificate.objects.bulk_create(
        _certificate(lot, station, now) for lot in lots if _needs_commitment(lot)
    )
    ledger.post_new(
        bookings=[purchase_of(receipt) for receipt in receipts if is_owed(receipt)],
        county_code=station.area_code[:6], actor=actor, now=now,
    )  # fmt: skip
    failpoint("receipt.booked")
    audit.record_many(
        actor=actor, action="receipt.weigh_in", at=now,
        subjects=[(receipt.lot, _trace(receipt)) for receipt in receipts],
    )  # fmt: skip


def _trace(receipt: Receipt) -> dict[str, object]:
    trace: dict[str, object] = {
        "receipt": str(receipt.uid), "net_g": receipt.net_g, "amount_fen": receipt.amount_fen,
    }  # fmt: skip
    return trace | ({"clock_skew_s": receipt.clock_skew_s} if receipt.clock_skew_s else {})


def _needs_commitment(lot: Lot) -> bool:
    return lot.receipt.certificate_regime == ProductClass.Regime.COMMITMENT


def _certificate(lot: Lot, station: Station, now: datetime) -> Certificate:
    """承诺达标合格证 per batch (ministry order 4 of 2025-12-02), where the class asks for it."""
    return Certificate(
        number=f"HG{lot.code}",
        lot=lot,
        basis=Certificate.Basis.CONTROL,
        issuer_name=lot.receipt.cooperative.name,
        issuer_phone=station.phone,
        issued_at=now,
        statement_version=STATEMENT,
        token=secrets.token_urlsafe(16),
    )


def is_owed(receipt: Receipt) -> bool:
    """收购 at a known price: the cooperative owes the household on the spot (DESIGN section 5)."""
    return receipt.mode == Receipt.Mode.PURCHASE and receipt.price_entry_id is not None


def purchase_of(receipt: Receipt) -> Booking:
    return Booking(
        key=f"purchase:{receipt.uid}",
        kind="purchase",
        reference=str(receipt.uid),
        legs=(
            Leg("purchase", str(receipt.cooperative.uid), -receipt.amount_fen),
            Leg("household", str(receipt.household.uid), receipt.amount_fen),
        ),
    )
