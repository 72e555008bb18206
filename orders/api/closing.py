"""Months of the books: which are closed, by whom, and the hash that proves each."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.approvals.queries import can_decide, open_request_of
from backend.common.fields import YuanField, page_of, paged
from backend.common.money import yuan
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from backend.ledger.models import PeriodClose
from orders.api.settling import said
from orders.services import period_closing as closing

VIEW = ("view", "period_close")


class AskCloseSerializer(serializers.Serializer[Any]):
    """Any day of the month; months close one after another."""

    month = serializers.DateField()


class PeriodCloseSerializer(serializers.Serializer[PeriodClose]):
    uid = serializers.UUIDField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    transfers = serializers.IntegerField()
    entries = serializers.IntegerField()
    turnover = YuanField(source="turnover_fen")
    rows_digest = serializers.CharField()
    previous_hash = serializers.CharField()
    hash = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    asked_by_name = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    closed_by_name = serializers.SerializerMethodField()
    closed_at = serializers.DateTimeField(allow_null=True)
    refusal = serializers.CharField()
    can_decide = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_closed_by_name(self, close: PeriodClose) -> str:
        return close.closed_by.name if close.closed_by else ""

    @extend_schema_field(bool)
    def get_can_decide(self, close: PeriodClose) -> bool:
        if close.state != PeriodClose.State.ASKED:
            return False
        request = open_request_of(object_kind=closing.KIND, object_uid=str(close.uid))
        return request is not None and can_decide(request, self.context["actor"])


def answered(request: Request, close: PeriodClose, *, code: int = 200) -> Response:
    context = {"actor": actor_of(request)}
    return Response(PeriodCloseSerializer(close, context=context).data, status=code)


class PeriodClosesView(APIView):
    needs = {"GET": VIEW, "POST": ("create", "period_close")}

    @extend_schema(
        operation_id="period_closes", parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(PeriodCloseSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = PeriodClose.objects.visible_to(actor).select_related("asked_by", "closed_by")
        return paged(
            request, rows, PeriodCloseSerializer, ordering=("-to_on", "-id"),
            context={"actor": actor},
        )  # fmt: skip

    @extend_schema(
        operation_id="ask_period_close", request=AskCloseSerializer,
        responses={201: PeriodCloseSerializer},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        close = closing.ask_close(
            **said(AskCloseSerializer, request), actor=actor_of(request), now=timezone.now()
        )
        return answered(request, close, code=status.HTTP_201_CREATED)


class ReviewCloseView(APIView):
    """What the second person reads before the month is closed for good."""

    needs = {"GET": VIEW}

    @extend_schema(operation_id="review_period_close", responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        close = closing.close_in_reach(uid, actor_of(request))
        return Response(ReviewSerializer(review_of(close)).data)


class DecideCloseView(APIView):
    needs = {"POST": ("approve_1", "period_close")}

    @extend_schema(
        operation_id="decide_period_close", request=ReviewDecisionSerializer,
        responses=PeriodCloseSerializer,
    )  # fmt: skip
    def post(self, request: Request, uid: UUID) -> Response:
        close = closing.decide_close(
            uid=uid, **said(ReviewDecisionSerializer, request), actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return answered(request, close)


def review_of(close: PeriodClose) -> Review:
    facts = [
        ("期间", f"{close.from_on} 至 {close.to_on}"), ("记账笔数", str(close.transfers)),
        ("分录数", str(close.entries)), ("发生额", yuan(close.turnover_fen)),
        ("本期账目摘要", close.rows_digest),
        ("上一期结账", close.previous_hash or "无，这是第一次结账"),
        ("提交人", close.asked_by.name),
    ]  # fmt: skip
    return Review(
        title=f"{close.to_on:%Y 年 %m 月}结账",
        digest=close.hash,
        facts=[Fact(label, value) for label, value in facts],
        warning="结账后这一期的账目不再变动，也不能重新打开；更正记在以后的月份。",
    )
