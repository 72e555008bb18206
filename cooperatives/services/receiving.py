"""Weighing in: a receipt, its lot, its certificate and, for a purchase, what is owed at once."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid, NotFound
from backend.common.money import amount_of, yuan
from backend.common.weight import check_weighing
from backend.ledger import services as ledger
from backend.ledger.rules import Leg
from cooperatives import queries, rules
from cooperatives.models import (
    Certificate,
    Cooperative,
    Household,
    Lot,
    PriceEntry,
    Product,
    ProductClass,
    Receipt,
)
from stations import queries as places
from stations.models import Station

# Version of the commitment's wording on templates/cooperatives/certificate.html.
STATEMENT = "2026-02"
# Each round one of those at the counter wins, so this many may weigh in at one moment.
TRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighIn:
    """What the scale and the operator say."""

    uid: UUID
    household_uid: UUID
    product_uid: UUID
    grade: str
    mode: str
    gross_g: int
    tare_g: int
    price_fen_per_jin: int
    weighed_at: datetime
    note: str = ""


def weigh_in(
    *,
    uid: UUID,
    household_uid: UUID,
    product_uid: UUID,
    grade: str,
    mode: str,
    gross_g: int,
    tare_g: int,
    price_fen_per_jin: int,
    weighed_at: datetime,
    note: str,
    actor: Actor,
    now: datetime,
) -> Receipt:
    """One weigh-in; the same `uid` and content again gives back the same receipt (invariant 5)."""
    said = WeighIn(
        uid=uid, household_uid=household_uid, product_uid=product_uid, grade=grade, mode=mode,
        gross_g=gross_g, tare_g=tare_g, price_fen_per_jin=price_fen_per_jin,
        weighed_at=weighed_at, note=note.strip(),
    )  # fmt: skip
    return _once(said, actor, now)


@transaction.atomic
def _once(said: WeighIn, actor: Actor, now: datetime) -> Receipt:
    """UNIQUE(uid) and UNIQUE(code) decide between two at once; the loser looks again."""
    for _ in range(TRIES):
        if before := queries.receipt_by_uid(said.uid):
            return _check_same(before, said, actor)
        try:
            with transaction.atomic():
                return _store(said, actor, now)
        except IntegrityError:
            continue
    raise rules.LotNumbersUsedUp("收货繁忙，请稍后再试")


def _check_same(before: Receipt, said: WeighIn, actor: Actor) -> Receipt:
    stored = WeighIn(
        uid=before.uid, household_uid=before.household.uid, product_uid=before.product.uid,
        grade=before.grade, mode=before.mode, gross_g=before.gross_g, tare_g=before.tare_g,
        price_fen_per_jin=before.price_fen_per_jin, weighed_at=before.weighed_at,
        note=before.note,
    )  # fmt: skip
    if str(before.station.uid) not in actor.stations or asdict(stored) != asdict(said):
        raise rules.ReceiptChanged
    return before


def _store(said: WeighIn, actor: Actor, now: datetime) -> Receipt:
    station, household, product = _find(said, actor)
    rules.check_weighed_at(said.weighed_at, now=now)
    check_made_in_force(actor, made_at=said.weighed_at)
    day = timezone.localdate(said.weighed_at)
    cooperative = queries.cooperative_of(station, on=day)
    if cooperative is None:
        raise rules.StationHasNoCooperative
    entry = _price(said, cooperative, product)
    net_g = check_weighing(
        gross_g=said.gross_g, tare_g=said.tare_g, most_g=product.most_g_per_receipt
    )
    receipt = Receipt.objects.create(
        uid=said.uid, household=household, station=station, cooperative=cooperative,
        product=product, grade=said.grade, mode=said.mode, gross_g=said.gross_g,
        tare_g=said.tare_g, net_g=net_g, price_entry=entry,
        price_fen_per_jin=entry.buy_fen_per_jin,
        amount_fen=rules.check_amount(amount_of(net_g, entry.buy_fen_per_jin)),
        area_code=household.area_code, weighed_at=said.weighed_at, received_at=now,
        operator=_person(actor), note=said.note,
    )  # fmt: skip
    lot = _open_lot(receipt)
    _certify(lot, now)
    _owe(receipt, actor, now)
    data = {"receipt": str(receipt.uid), "net_g": net_g, "amount_fen": receipt.amount_fen}
    audit.record(actor=actor, action="receipt.weigh_in", subject=lot, at=now, data=data)
    return receipt


def _find(said: WeighIn, actor: Actor) -> tuple[Station, Household, Product]:
    """The operator's station, a household of its catchment, and the product."""
    station = places.station_of(actor)
    if station is None:
        raise NotFound("您的身份没有绑定服务站")
    if station.status != Station.Status.OPERATING:
        raise rules.StationNotOperating
    served = Household.objects.visible_to(actor).select_related("area")
    household = served.filter(uid=said.household_uid).first()
    if household is None:
        raise rules.HouseholdNotServed
    product = queries.product_by_uid(said.product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    return station, household, product


def _price(said: WeighIn, cooperative: Cooperative, product: Product) -> PriceEntry:
    """The price the household is told is the price it gets: the list in force when weighed."""
    entry = queries.price_entry(cooperative, product, said.grade, at=said.weighed_at)
    if entry is None:
        raise rules.PriceNotOfTheDay(
            fields={"price_per_jin": "本品种本等级当日没有收购价，请联系合作社定价"}
        )
    if entry.buy_fen_per_jin != said.price_fen_per_jin:
        raise rules.PriceNotOfTheDay(
            fields={
                "price_per_jin": f"当日收购价为每斤 {yuan(entry.buy_fen_per_jin)} 元，请刷新价格"
            }
        )
    return entry


def _person(actor: Actor) -> User:
    person = User.objects.filter(uid=actor.user_uid).first() if actor.signed_in else None
    if person is None:
        raise Forbidden("只有登录的运营员可以收货")
    return person


def _open_lot(receipt: Receipt) -> Lot:
    day = timezone.localdate(receipt.weighed_at)
    county = places.county_of(receipt.station.area_code)
    letters = receipt.station.letters
    taken = queries.lot_codes_of(receipt.station, on=day)
    return Lot.objects.create(
        code=rules.next_lot_code(county.letters, day, letters, taken),
        receipt=receipt,
        area_code=receipt.area_code,
        expires_on=rules.expiry_of(day, receipt.product.shelf_life_days),
        received_g=receipt.net_g,
        available_g=receipt.net_g,
    )


def _certify(lot: Lot, now: datetime) -> None:
    """承诺达标合格证 per batch (ministry order 4 of 2025-12-02), where the class asks for it."""
    receipt = lot.receipt
    regime = receipt.product.product_class.certificate_regime
    if regime != ProductClass.Regime.COMMITMENT:
        return
    Certificate.objects.create(
        number=f"HG{lot.code}",
        lot=lot,
        basis=Certificate.Basis.CONTROL,
        issuer_name=receipt.cooperative.name,
        issuer_phone=receipt.station.phone,
        issued_at=now,
        statement_version=STATEMENT,
        token=secrets.token_urlsafe(16),
    )


def _owe(receipt: Receipt, actor: Actor, now: datetime) -> None:
    """收购: the cooperative owes the household the price on the spot (DESIGN section 5)."""
    if receipt.mode != Receipt.Mode.PURCHASE:
        return
    ledger.post(
        key=f"purchase:{receipt.uid}",
        kind="purchase",
        reference=str(receipt.uid),
        legs=[
            Leg("purchase", str(receipt.cooperative.uid), -receipt.amount_fen),
            Leg("household", str(receipt.household.uid), receipt.amount_fen),
        ],
        county_code=receipt.area_code[:6],
        actor=actor,
        now=now,
    )
