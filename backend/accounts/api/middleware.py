"""Builds the actor of each request: from the session's active hat, or from a device's token."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from backend.accounts import queries, rules, services
from backend.accounts.models import AssignmentQuerySet, RoleAssignment, User
from backend.common.problems import problem

HAT = "hat"
STEPPED_UP_AT = "stepped_up_at"
DEVICE_SCHEME = "Device "


class ActorMiddleware:
    """`request.actor` is the frozen actor; an ended assignment falls back to a live one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carrier: Any = request
        carrier.device = None
        if request.headers.get("Authorization", "").startswith(DEVICE_SCHEME):
            try:
                from_device(request)
            except rules.DeviceRevoked as revoked:
                return refused(request, revoked)
            return self.get_response(request)
        carrier.actor = queries.VISITOR
        user = request.user if HAT in request.session else None
        if isinstance(user, User):
            actor = queries.actor_for(user, active_hat(request, user))
            carrier.actor = replace(actor, stepped_up_at=stepped_up_at(request))
        return self.get_response(request)


def from_device(request: HttpRequest) -> None:
    """`Authorization: Device <token>`: that person under that hat, whatever the cookies say."""
    now = timezone.now()
    carrier: Any = request
    token = request.headers["Authorization"].removeprefix(DEVICE_SCHEME).strip()
    device = queries.device_by_token(token, now=now)
    if device is None:
        raise rules.DeviceRevoked
    carrier.actor = queries.actor_of_device(device, now=now)
    carrier.device, request.user = device, device.user
    services.note_seen(device=device, now=now)


def refused(request: HttpRequest, error: rules.DeviceRevoked) -> JsonResponse:
    body = problem(request=request, http_status=error.status, code=error.code, title=error.title)
    return JsonResponse(body, status=error.status, content_type="application/problem+json")


def stepped_up_at(request: HttpRequest) -> datetime | None:
    """When this session last gave its second factor."""
    stamp = request.session.get(STEPPED_UP_AT)
    return datetime.fromtimestamp(stamp, tz=UTC) if isinstance(stamp, int) else None


def open_hats(request: HttpRequest, user: User) -> AssignmentQuerySet:
    """Hats in force; those that need a second factor only where one was given at the sign-in."""
    hats = queries.hats_of(user, timezone.localdate())
    if user.must_change_password:
        return hats.none()
    if device := getattr(request, "device", None):
        return hats.filter(pk=device.assignment_id)
    if DEVICE_ID_SESSION_KEY in request.session:
        return hats
    return hats.exclude(role__in=rules.SECOND_FACTOR)


def active_hat(request: HttpRequest, user: User) -> RoleAssignment | None:
    """The hat of the device or of the session, checked on every request; else the first one."""
    if device := getattr(request, "device", None):
        bound: RoleAssignment = device.assignment
        return bound
    hats = open_hats(request, user)
    chosen = hats.filter(uid=request.session[HAT]).first() if request.session.get(HAT) else None
    return chosen or hats.first()
