"""Rows for a fault, made by the services: `python -m tests.faults.scenes NAME …` prints JSON."""

import json
import sys
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from backend.accounts.models import RoleAssignment, User
from orders.gateways import sandbox_here
from orders.gateways.sandbox import Action, Fault, act
from orders.services import paying
from tests import cast as people
from tests.orders import market

FAR = date(2099, 1, 1)
PACKAGE_G = 1_000


def crowd(buyers: str, packages: str) -> Any:
    """Signed-in buyers, and two listings of ten lots each with so many packages on sale."""
    valley = people.build()
    lots_g = PACKAGE_G * int(packages) // 10
    listings = [
        market.a_listing(
            valley,
            *[
                market.a_lot(valley, household=f"{who}_household", net_g=lots_g, expires_on=FAR,
                             product=product, number=first + n)
                for n in range(10)
            ],
            product=product, package_g=PACKAGE_G,
        )
        for first, who, product in ((1, "potato", "potato"), (11, "monitored", "broad_bean"))
    ]  # fmt: skip
    users = [User(username=f"crowd{n}", name="买家", password="!") for n in range(int(buyers))]
    User.objects.bulk_create(users)
    RoleAssignment.objects.bulk_create(_hat(user) for user in users)
    sessions = [_session(user) for user in users]
    Session.objects.bulk_create(sessions)
    return {
        "sessions": [session.session_key for session in sessions],
        "listings": [str(listing.uid) for listing in listings],
    }


def _hat(user: User) -> RoleAssignment:
    return RoleAssignment(
        user=user, role="BY", scope_kind="none", scope_name="买家", valid_from=people.LONG_AGO,
        granted_by=user, approved_by=user,
    )  # fmt: skip


def _session(user: User) -> Session:
    store = SessionStore()
    store.update({
        SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[1],
        HASH_SESSION_KEY: user.get_session_auth_hash(), "hat": "",
    })  # fmt: skip
    session: Session = store.create_model_instance(dict(store.items()))
    session.session_key = f"{user.username:x<32}"
    return session


def to_pay(action: str, times: str = "1") -> Any:
    """Orders at the cashier where the buyer has tapped; the notifies that wait are given back."""
    valley, box = people.build(), sandbox_here()
    lot = market.a_lot(
        valley, household="potato_household", net_g=500_000, number=1, expires_on=FAR
    )
    listing = market.a_listing(valley, lot)
    numbers = []
    for n in range(int(times)):
        order = market.an_order(
            valley, market.wanted(listing, 2), key=f"to-pay-{n}", now=datetime.now(UTC)
        )
        _, url = paying.start_attempt(
            order_number=order.number, channel="wap", actor=valley.actor("buyer"),
            now=datetime.now(UTC),
        )  # fmt: skip
        trade = box.open_page(urlsplit(url).query)
        act(box, trade_no=trade["trade_no"], action=Action(action), now=box.now())
        numbers.append(order.number)
    with box.store.writing() as db:
        forms = [row["form"] for row in db.execute("SELECT form FROM notifies ORDER BY id")]
        # The test is the messenger now.
        db.execute("DELETE FROM notifies")
    session = _session(valley.users["buyer"])
    session.save()
    return {
        "orders": numbers, "forms": forms, "sessions": [session.session_key],
        "listings": [str(listing.uid)],
    }  # fmt: skip


def switch(fault: str, method: str, times: str) -> Any:
    sandbox_here().switch(Fault(fault), times=int(times), method=method)
    return {}


SCENES = {scene.__name__: scene for scene in (crowd, to_pay, switch)}

if __name__ == "__main__":
    print(json.dumps(SCENES[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
