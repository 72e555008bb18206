"""A buyer keeps addresses, opens its own to fill in a form, and forgets them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import NotFound
from orders.models import Address
from orders.rules import address_book as rules
from orders.rules.address_book import AddressText

PURPOSE = "本人填写或修改收货地址"
SEALED = ("name", "phone", "address")


@transaction.atomic
def keep_address(
    *, typed: AddressText, as_default: bool, client_key: str, actor: Actor, now: datetime
) -> Address:
    """The same key keeps one address; the first of a book is its default."""
    typed = rules.check_address(typed)
    buyer = User.objects.select_for_update().only("pk").get(uid=actor.user_uid)
    mine = Address.objects.filter(buyer=buyer)
    if kept := mine.filter(client_key=client_key).first():
        return kept
    count = mine.count()
    if count >= rules.MOST_ADDRESSES:
        raise rules.AddressBookFull
    address = Address(buyer=buyer, client_key=client_key, made_at=now)
    _write(address, typed)
    address.save()
    if as_default or not count:
        _make_default(address)
    audit.record(actor=actor, action="address.keep", subject=address, at=now)
    return address


@transaction.atomic
def open_address(*, uid: UUID, actor: Actor, now: datetime) -> tuple[Address, AddressText]:
    """In full for its own buyer alone; each opening leaves its trace."""
    address = _own(uid, actor)
    name, phone, street = (
        audit.reveal(
            getattr(address, field), subject=address, field=field, actor=actor, purpose=PURPOSE,
            now=now, shown=False,
        )
        for field in SEALED
    )  # fmt: skip
    return address, AddressText(address.label, name, phone, address.region, street)


@transaction.atomic
def edit_address(
    *, uid: UUID, version: int, typed: AddressText, as_default: bool, actor: Actor, now: datetime
) -> Address:
    """`version` is the one that was read: what changed meanwhile is shown first."""
    typed = rules.check_address(typed)
    address = _own(uid, actor)
    # The row count decides, also where rows cannot be locked.
    same = Address.objects.filter(pk=address.pk, version=version)
    if not same.update(version=version + 1):
        raise rules.AddressMoved
    address.version = version + 1
    _write(address, typed)
    address.save()
    if as_default:
        _make_default(address)
    audit.record(actor=actor, action="address.edit", subject=address, at=now)
    return address


@transaction.atomic
def prefer_address(*, uid: UUID, actor: Actor, now: datetime) -> Address:
    address = _own(uid, actor)
    _make_default(address)
    audit.record(actor=actor, action="address.prefer", subject=address, at=now)
    return address


@transaction.atomic
def forget_address(*, uid: UUID, actor: Actor, now: datetime) -> None:
    """Orders keep their own copy; of the book nothing stays."""
    address = _own(uid, actor)
    audit.record(actor=actor, action="address.forget", subject=address, at=now)
    address.delete()
    newest = Address.objects.visible_to(actor).order_by("-id").first()
    if address.is_default and newest is not None:
        _make_default(newest)


def _own(uid: UUID, actor: Actor) -> Address:
    address = Address.objects.visible_to(actor).select_for_update(of=("self",))
    found = address.filter(uid=uid).first()
    if found is None:
        raise NotFound("没有找到这个地址，可能已删除")
    return found


def _write(address: Address, typed: AddressText) -> None:
    for field in ("label", "region", *SEALED):
        setattr(address, field, getattr(typed, field))


def _make_default(address: Address) -> None:
    """The old one steps back first: one default at a time."""
    Address.objects.filter(buyer=address.buyer_id, is_default=True).update(is_default=False)
    Address.objects.filter(pk=address.pk).update(is_default=True)
    address.is_default = True
