"""A buyer takes its data along, or leaves for good (PIPL, Arts. 45 and 47)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction

from backend.accounts.models import User
from backend.accounts.rules.consenting import CURRENT, check_purpose
from backend.accounts.services import erase_own_account
from backend.accounts.services.consenting import take_back_consent
from backend.audit import services as audit
from backend.audit.services import reveal, reveal_many
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from backend.common.money import yuan
from orders.models import Address, Invoice, Order, Review, StockReminder
from orders.queries.own_data import orders_of_buyer, unfinished

PURPOSE = "本人查阅、复制个人信息"


class OrdersUnfinished(Conflict):
    code, title = "orders_unfinished", "还有没完成的订单或售后，完成后才能注销"


def own_data(*, actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything kept of a buyer, in full; each opening leaves its trace."""
    user = User.objects.get(uid=actor.user_uid)
    orders = list(orders_of_buyer(actor))
    names, phones, addresses = (
        reveal_many(
            [(order, getattr(order, field)) for order in orders],
            fields=field, actor=actor, purpose=PURPOSE, now=now,
        )
        for field in ("receiver_name", "receiver_phone", "receiver_address")
    )  # fmt: skip
    receivers = zip(names, phones, addresses, strict=True)
    reminders = StockReminder.objects.visible_to(actor).select_related("listing").order_by("id")
    return {
        "account": {"name": user.name, "phone": _phone(user, actor, now)},
        "orders": [_order(*pair) for pair in zip(orders, receivers, strict=True)],
        "addresses": [_address(one, actor, now) for one in _addresses(actor)],
        "reviews": [
            {"title": one.line.title, "text": one.text, "state": one.get_state_display()}
            for one in Review.objects.visible_to(actor).select_related("line").order_by("id")
        ],
        "consents": [
            {"purpose": one.get_purpose_display(), "version": one.version, "given": one.given,
             "at": one.at.isoformat()}
            for one in user.consents.order_by("id")
        ],
        "invoices": [
            {"order": one.order.number, "title": one.title, "tax_number": one.tax_number,
             "state": one.get_state_display(), "number": one.number}
            for one in Invoice.objects.visible_to(actor).select_related("order").order_by("id")
        ],
        "reminders": [
            {"title": one.listing.title, "asked_at": one.asked_at.isoformat()} for one in reminders
        ],
    }  # fmt: skip


@transaction.atomic
def withdraw_consent(*, purpose: str, actor: Actor, now: datetime) -> None:
    """As easy as giving it: from now on no short messages, and what waited for one is forgotten."""
    check_purpose(purpose)
    user = User.objects.get(uid=actor.user_uid)
    if take_back_consent(user=user, purpose=purpose, now=now):
        StockReminder.objects.filter(buyer=user, told_at__isnull=True).delete()
        audit.record(actor=actor, action="consent.withdraw", subject=user, at=now)


@transaction.atomic
def leave_for_good(*, password: str, actor: Actor, now: datetime) -> User:
    """Name and mobile go, nobody signs in any more; orders stay, without the person's account.

    The password proves who sits there.
    """
    user = User.objects.select_for_update().get(uid=actor.user_uid)
    if not check_password(password, user.password):
        raise Invalid(fields={"password": "密码不对"})
    if count := unfinished(user):
        raise OrdersUnfinished(f"还有 {count} 个订单没有完成，完成后才能注销")
    StockReminder.objects.filter(buyer=user).delete()
    Address.objects.filter(buyer=user).delete()
    for purpose in CURRENT:
        take_back_consent(user=user, purpose=purpose, now=now)
    return erase_own_account(user=user, actor=actor, now=now)


def _phone(user: User, actor: Actor, now: datetime) -> str:
    if not user.phone:
        return ""
    return reveal(
        user.phone, subject=user, field="phone", actor=actor, purpose=PURPOSE, now=now, shown=False
    )


def _addresses(actor: Actor) -> list[Address]:
    return list(Address.objects.visible_to(actor).order_by("id"))


def _address(kept: Address, actor: Actor, now: datetime) -> dict[str, str]:
    opened = {
        field: reveal(
            getattr(kept, field), subject=kept, field=field, actor=actor, purpose=PURPOSE, now=now,
            shown=False,
        )
        for field in ("name", "phone", "address")
    }  # fmt: skip
    return {"label": kept.label, "region": kept.region, **opened}


def _order(order: Order, receiver: tuple[str, str, str]) -> dict[str, Any]:
    name, phone, address = receiver
    return {
        "number": order.number,
        "status": order.get_status_display(),
        "placed_at": order.placed_at.isoformat(),
        "total": yuan(order.total_fen),
        "receiver": {"name": name, "phone": phone, "address": address},
        "note": order.note,
        "lines": [
            {"title": line.title, "quantity": line.quantity, "amount": yuan(line.amount_fen)}
            for line in order.lines.all()
        ],
        "claims": [
            {"kind": claim.get_kind_display(), "state": claim.get_state_display(),
             "amount": yuan(claim.amount_fen), "reason": claim.reason}
            for claim in order.claims.all()
        ],
    }  # fmt: skip
