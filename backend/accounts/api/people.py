"""Accounts of staff, one's own password and second factor, assignments past and present."""

from datetime import date
from typing import Any
from uuid import UUID

import django_otp
from django.contrib.auth import update_session_auth_hash
from django.utils import timezone
from django.utils.dateparse import parse_date
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import queries, services
from backend.accounts.api import people_shapes as shapes
from backend.accounts.api.middleware import STEPPED_UP_AT
from backend.accounts.api.serializers import SessionSerializer, StepUpSerializer
from backend.accounts.api.views import session_of
from backend.accounts.models import User
from backend.common.errors import Invalid, NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of


class AccountsView(APIView):
    """Staff accounts; those of households and buyers are not shown to anybody."""

    needs = {"GET": ("view", "account"), "POST": ("create", "account")}

    @extend_schema(
        parameters=[OpenApiParameter("search", str)], responses=page_of(shapes.AccountSerializer)
    )
    def get(self, request: Request) -> Response:
        staff = queries.staff_of(actor_of(request), search=request.query_params.get("search", ""))
        locked = queries.locked_out(now=timezone.now())
        return paged(request, staff, shapes.AccountSerializer, context={"locked": locked})

    @extend_schema(request=shapes.NewAccountSerializer, responses={201: shapes.OneTimeSerializer})
    def post(self, request: Request) -> Response:
        shape = shapes.NewAccountSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        made = services.create_account(
            actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        return Response(shapes.OneTimeSerializer(made).data, status=status.HTTP_201_CREATED)


class AccountCloseView(APIView):
    needs = {"POST": ("edit", "account")}

    @extend_schema(request=shapes.AccountReasonSerializer, responses=shapes.AccountSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        return _switched(request, uid, services.close_account)


class AccountOpenView(APIView):
    needs = {"POST": ("edit", "account")}

    @extend_schema(request=shapes.AccountReasonSerializer, responses=shapes.AccountSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        return _switched(request, uid, services.open_account)


def _switched(request: Request, uid: UUID, switch: Any) -> Response:
    shape = shapes.AccountReasonSerializer(data=request.data)
    shape.is_valid(raise_exception=True)
    user = switch(uid=str(uid), actor=actor_of(request), now=timezone.now(), **shape.validated_data)
    return Response(shapes.AccountSerializer(user, context={"locked": set()}).data)


class PasswordView(APIView):
    """One's own password; also the step that a one-time password forces."""

    needs = {"POST": None}

    @extend_schema(request=shapes.PasswordSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        shape = shapes.PasswordSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        user = _oneself(request)
        services.change_password(
            user=user, actor=actor_of(request), now=timezone.now(), **shape.validated_data
        )
        update_session_auth_hash(request._request, user)
        return Response(session_of(request))


class SecondFactorView(APIView):
    """Begins the enrolment; the secret is shown until the first right code."""

    needs = {"POST": None}

    @extend_schema(request=None, responses=shapes.SecretSerializer)
    def post(self, request: Request) -> Response:
        device = services.begin_second_factor(user=_oneself(request), now=timezone.now())
        return Response(shapes.SecretSerializer(services.shown_secret(device)).data)


class SecondFactorConfirmView(APIView):
    needs = {"POST": None}

    @extend_schema(request=StepUpSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        shape = StepUpSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        now = timezone.now()
        device = services.confirm_second_factor(
            user=_oneself(request), actor=actor_of(request), now=now, **shape.validated_data
        )
        django_otp.login(request._request, device)
        request.session[STEPPED_UP_AT] = int(now.timestamp())
        return Response(session_of(request))


def _oneself(request: Request) -> User:
    user = request._request.user
    if not isinstance(user, User) or actor_of(request).device_uid:
        raise NotFound("请先用账号密码登录")
    return user


class AssignmentsView(APIView):
    """Who holds which role where; `as_of` asks for a day, `expiring=1` for the next 30 days."""

    needs = {"GET": ("view", "assignment")}

    @extend_schema(
        parameters=[
            OpenApiParameter(name, str)
            for name in ("as_of", "expiring", "role", "scope_ref", "person")
        ],
        responses=page_of(shapes.AssignmentSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.assignments_of(
            actor_of(request), on=timezone.localdate(), as_of=day_of(asked.get("as_of", "")),
            expiring=asked.get("expiring") == "1", role=asked.get("role", ""),
            scope_ref=asked.get("scope_ref", ""), person=asked.get("person", ""),
        )  # fmt: skip
        return paged(request, found, shapes.AssignmentSerializer)


def day_of(text: str) -> date | None:
    """A day of the address bar; what is no day is said, not ignored."""
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid(fields={"as_of": "日期请写成 2026-09-30 的样子"})
    return day


class AssignmentEndView(APIView):
    needs = {"POST": ("edit", "assignment")}

    @extend_schema(request=shapes.EndAssignmentSerializer, responses=shapes.AssignmentSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = shapes.EndAssignmentSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        ended = services.end_assignment(
            assignment_uid=str(uid), actor=actor_of(request), now=timezone.now(),
            **shape.validated_data,
        )  # fmt: skip
        return Response(shapes.AssignmentSerializer(ended).data)
