"""Builds the actor of each request from the session's active hat."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from backend.accounts import queries, rules
from backend.accounts.models import AssignmentQuerySet, RoleAssignment, User

HAT = "hat"


class ActorMiddleware:
    """`request.actor` is the frozen actor; an ended assignment falls back to a live one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carrier: Any = request
        carrier.actor = queries.VISITOR
        user = request.user if HAT in request.session else None
        if isinstance(user, User):
            carrier.actor = queries.actor_for(user, active_hat(request, user))
        return self.get_response(request)


def open_hats(request: HttpRequest, user: User) -> AssignmentQuerySet:
    """Hats in force; those that need a second factor only where one was given at the sign-in."""
    hats = queries.hats_of(user, timezone.localdate())
    if DEVICE_ID_SESSION_KEY in request.session:
        return hats
    return hats.exclude(role__in=rules.SECOND_FACTOR)


def active_hat(request: HttpRequest, user: User) -> RoleAssignment | None:
    """The hat of the session, checked on every request; else the first one in force."""
    hats = open_hats(request, user)
    chosen = hats.filter(uid=request.session[HAT]).first() if request.session.get(HAT) else None
    return chosen or hats.first()
