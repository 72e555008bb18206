"""Weighing in: receipt, lot, certificate, what is owed."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from backend.audit.models import AuditEvent
from backend.common.errors import Invalid, NotFound
from backend.ledger.models import Entry
from cooperatives import rules
from cooperatives.models import Certificate, Lot, PriceEntry, PriceList, Receipt
from tests.cast import NOW, Cast, build
from tests.cooperatives.scenes import AN_HOUR_AGO, weigh


def test_a_weigh_in_gives_a_receipt_and_its_lot(cast: Cast) -> None:
    receipt = weigh(cast)
    assert (receipt.net_g, receipt.amount_fen) == (12_750, 3_060)
    assert receipt.cooperative == cast.cooperative
    assert receipt.area_code == cast.dongxia_village.code
    assert receipt.lot.code[:15] == "DT2609280010001"
    assert (receipt.lot.received_g, receipt.lot.available_g) == (12_750, 12_750)
    assert str(receipt.lot.expires_on) == "2026-12-27"
    assert AuditEvent.objects.filter(action="receipt.weigh_in").count() == 1


def test_the_next_lot_of_the_day_has_the_next_number(cast: Cast) -> None:
    weigh(cast)
    assert weigh(cast).lot.code[11:15] == "0002"


def test_vegetables_get_a_certificate(cast: Cast) -> None:
    lot = weigh(cast).lot
    paper = Certificate.objects.get(lot=lot)
    assert paper.number == f"HG{lot.code}"
    assert (paper.issuer_name, paper.issuer_phone) == ("东峡种植专业合作社", "09710000000")


def test_dry_beans_need_none(cast: Cast) -> None:
    weigh(cast, product_uid=cast.broad_bean.uid, price_fen_per_jin=400)
    assert not Certificate.objects.exists()


def test_the_same_upload_twice_is_one_receipt(cast: Cast) -> None:
    uid = uuid.uuid4()
    assert weigh(cast, uid=uid, mode="purchase") == weigh(cast, uid=uid, mode="purchase")
    assert (Receipt.objects.count(), Lot.objects.count(), Entry.objects.count()) == (1, 1, 2)


def test_the_same_uid_with_other_content_is_refused(cast: Cast) -> None:
    uid = weigh(cast).uid
    with pytest.raises(rules.ReceiptChanged):
        weigh(cast, uid=uid, gross_g=13_251)
    assert Receipt.objects.get().gross_g == 13_250


def test_a_purchase_is_owed_at_once(cast: Cast) -> None:
    receipt = weigh(cast, mode="purchase")
    legs = Entry.objects.order_by("amount_fen").values_list(
        "account__kind", "account__owner_uid", "amount_fen", "transfer__key"
    )
    key = f"purchase:{receipt.uid}"
    assert list(legs) == [
        ("purchase", str(cast.cooperative.uid), -3_060, key),
        ("household", str(cast.potato_household.uid), 3_060, key),
    ]


def test_a_consignment_owes_nothing_yet(cast: Cast) -> None:
    weigh(cast)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"gross_g": 0}, "gross_g"),
        ({"tare_g": -1}, "tare_g"),
        ({"tare_g": 13_250}, "tare_g"),
        ({"gross_g": 2_000_501}, "gross_g"),
        ({"gross_g": 501}, "gross_g"),
        ({"price_fen_per_jin": 121}, "price_per_jin"),
        ({"grade": "special"}, "price_per_jin"),
        ({"product_uid": uuid.uuid4()}, "product"),
        ({"weighed_at": NOW + timedelta(hours=49)}, "weighed_at"),
        ({"weighed_at": NOW - timedelta(days=31)}, "weighed_at"),
    ],
)
def test_what_cannot_be_right_is_refused_by_field(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        weigh(cast, **changes)
    assert list(refused.value.fields) == [field]
    assert not Receipt.objects.exists()
    assert not Lot.objects.exists()


def test_the_price_is_the_one_in_force_when_weighed(cast: Cast) -> None:
    later = PriceList.objects.create(
        cooperative=cast.cooperative, number=2, effective_from=NOW - timedelta(minutes=30),
        announced_at=NOW - timedelta(hours=2), made_by=cast.users["accountant"],
    )  # fmt: skip
    PriceEntry.objects.create(
        price_list=later, product=cast.potato, grade="first", buy_fen_per_jin=130,
        sell_fen_per_jin=240,
    )  # fmt: skip
    assert weigh(cast, weighed_at=AN_HOUR_AGO).price_fen_per_jin == 120
    assert weigh(cast, weighed_at=NOW, price_fen_per_jin=130).price_fen_per_jin == 130


def test_a_household_of_another_station_is_not_found(cast: Cast) -> None:
    with pytest.raises(rules.HouseholdNotServed):
        weigh(cast, actor=cast.actor("stranger"))
    assert not Receipt.objects.exists()


def test_only_a_station_weighs_in(cast: Cast) -> None:
    with pytest.raises(NotFound):
        weigh(cast, actor=cast.actor("manager"))


def test_a_suspended_station_does_not_weigh_in(cast: Cast) -> None:
    cast.dongxia_station.status = "suspended"
    cast.dongxia_station.save()
    with pytest.raises(rules.StationNotOperating):
        weigh(cast)


def weigh_apart(cast: Cast, uid: uuid.UUID) -> str:
    """One weigh-in in a thread of its own: the code of its lot."""
    try:
        return str(weigh(cast, uid=uid, mode="purchase").lot.code)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_four_at_once_get_four_numbers_and_a_double_tap_gets_one() -> None:
    cast = build()
    uids = [uuid.uuid4() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda uid: weigh_apart(cast, uid), uids * 2))
    assert codes[:4] == codes[4:]
    assert sorted(code[11:15] for code in codes[:4]) == ["0001", "0002", "0003", "0004"]
    assert (Receipt.objects.count(), Entry.objects.count()) == (4, 8)
