"""Signing in with one hat, switching hats, signing up."""

from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from django_otp.plugins.otp_totp.models import TOTPDevice
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import queries, rules, services
from backend.accounts.api import serializers as shapes
from backend.accounts.api.middleware import HAT, STEPPED_UP_AT, active_hat, open_hats
from backend.accounts.models import User
from backend.audit import services as audit
from backend.common.actor import STEP_UP_LASTS
from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from backend.common.sealed import blind_index


class SessionView(APIView):
    """Who is signed in, under which hat."""

    needs = {"GET": None, "POST": None, "DELETE": None}

    @extend_schema(responses=shapes.SessionSerializer)
    @method_decorator(ensure_csrf_cookie)
    def get(self, request: Request) -> Response:
        return Response(session_of(request))

    @extend_schema(request=shapes.SignInSerializer, responses=shapes.SessionSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.SignInSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        user, device = check_credentials(request, **shape.validated_data)
        login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
        if device is not None:
            django_otp.login(request._request, device)
            # The code just given is as good as a step-up.
            request.session[STEPPED_UP_AT] = int(timezone.now().timestamp())
        hat = open_hats(request._request, user).first()
        request.session[HAT] = str(hat.uid) if hat else ""
        return Response(session_of(request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class HatView(APIView):
    """Switching hats leaves an audit event."""

    needs = {"POST": None}

    @extend_schema(request=shapes.ChooseHatSerializer, responses=shapes.SessionSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.ChooseHatSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        user = request._request.user
        if not isinstance(user, User):
            raise NotFound
        hats = open_hats(request._request, user)
        hat = hats.filter(uid=shape.validated_data["assignment"]).first()
        if hat is None:
            raise NotFound("没有这个身份、已到期，或需要退出后用动态验证码重新登录")
        request.session[HAT] = str(hat.uid)
        audit.record(actor=actor_of(request), action="hat.switch", subject=hat, at=timezone.now())
        return Response(session_of(request))


class StepUpView(APIView):
    """The second factor again, good for five minutes: for reveals and payouts."""

    needs = {"POST": None}

    @extend_schema(request=shapes.StepUpSerializer, responses=shapes.StepUpDoneSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.StepUpSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor, now = actor_of(request), timezone.now()
        user = request._request.user
        if not isinstance(user, User) or not actor.assignment_uid or actor.device_uid:
            raise NotFound("请先用账号密码和动态验证码登录")
        _second_factor(user, shape.validated_data["code"])
        request.session[STEPPED_UP_AT] = int(now.timestamp())
        audit.record(actor=actor, action="session.step_up", subject=user, at=now)
        return Response({"valid_until": now + STEP_UP_LASTS})


class SignUpCodeView(APIView):
    needs = {"POST": None}

    @extend_schema(request=shapes.SignUpCodeSerializer, responses=shapes.CodeSentSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.SignUpCodeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        code = services.send_sign_up_code(now=timezone.now(), **shape.validated_data)
        return Response({"sent": True, "demo_code": code if settings.ALLOW_DEMO else None})


class ResetCodeView(APIView):
    """Operators, households and buyers; nobody learns whether the mobile is known."""

    needs = {"POST": None}

    @extend_schema(request=shapes.SignUpCodeSerializer, responses=shapes.CodeSentSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.SignUpCodeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        code = services.send_reset_code(now=timezone.now(), **shape.validated_data)
        return Response({"sent": True, "demo_code": code if settings.ALLOW_DEMO else None})


class ResetView(APIView):
    needs = {"POST": None}

    @extend_schema(request=shapes.ResetSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        shape = shapes.ResetSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        services.reset_password(now=timezone.now(), **shape.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SignUpView(APIView):
    needs = {"POST": None}

    @extend_schema(request=shapes.SignUpSerializer, responses={201: shapes.SessionSerializer})
    def post(self, request: Request) -> Response:
        shape = shapes.SignUpSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        user = services.sign_up(now=timezone.now(), **shape.validated_data)
        login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
        hat = queries.hats_of(user, timezone.localdate()).get()
        request.session[HAT] = str(hat.uid)
        return Response(session_of(request), status=status.HTTP_201_CREATED)


def check_credentials(
    request: Request, *, username: str, password: str, code: str
) -> tuple[User, TOTPDevice | None]:
    """Password first, then the second factor for roles that need one."""
    known = queries.user_by_login(username)
    # The lockout table never holds a mobile: an unknown login is kept by its blind index.
    name = known.username if known else f"unknown-{blind_index(username)[:16]}"
    user = authenticate(request._request, username=name, password=password)
    if getattr(request._request, "axes_locked_out", False):
        raise rules.LockedOut
    if not isinstance(user, User):
        raise rules.WrongCredentials
    device = None
    today = timezone.localdate()
    # Without a device yet the person signs in by password alone, wears no such hat, and makes one.
    if queries.needs_second_factor(user, today) and not queries.must_enrol(user, today):
        device = _second_factor(user, code)
    return user, device


def _second_factor(user: User, code: str) -> TOTPDevice:
    if not code:
        raise rules.SecondFactorRequired
    for device in queries.second_factors(user):
        if device.verify_token(code):
            return device
    raise rules.SecondFactorWrong


def session_of(request: Request) -> dict[str, Any]:
    user = request._request.user
    if not isinstance(user, User):
        body: dict[str, Any] = {
            "signed_in": False, "user": None, "hat": None, "hats": [],
            "must_change_password": False, "must_enrol": False,
        }  # fmt: skip
    else:
        hats = list(open_hats(request._request, user))
        hat = active_hat(request._request, user)
        body = {
            "signed_in": True, "user": user, "hat": hat, "hats": hats,
            "must_change_password": user.must_change_password,
            "must_enrol": queries.must_enrol(user, timezone.localdate()),
        }  # fmt: skip
    shape = shapes.SessionSerializer(body | {"demo": settings.ALLOW_DEMO})
    return dict(shape.data)
