"""Doors to one sealed value: at once, or for an auditor after a second person has agreed."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from cooperatives import queries, services
from cooperatives.api.register import read
from cooperatives.models import RevealRequest
from cooperatives.queries import reveal_digest


class RevealSerializer(serializers.Serializer[Any]):
    field = serializers.ChoiceField(choices=RevealRequest.Field.choices)
    member = serializers.CharField(max_length=36, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")


class RevealedSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()


class AskedRevealSerializer(serializers.Serializer[RevealRequest]):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")


class RevealView(APIView):
    needs = {"POST": ("reveal", "sealed")}

    @extend_schema(request=RevealSerializer, responses=RevealedSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """One sealed value, once, for a reason the household can read."""
        said = read(RevealSerializer(data=request.data))
        value = services.reveal_value(
            household_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        answer = Response({"value": value})
        answer["Cache-Control"] = "no-store"
        return answer


class AskRevealView(APIView):
    needs = {"POST": ("create", "reveal_request")}

    @extend_schema(request=RevealSerializer, responses={201: AskedRevealSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(RevealSerializer(data=request.data))
        asked = services.ask_reveal(
            household_uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(AskedRevealSerializer(asked).data, status=status.HTTP_201_CREATED)


class RevealReviewView(APIView):
    needs = {"GET": ("view", "reveal_request")}

    @extend_schema(operation_id="reveal_review", responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        asked = queries.reveal_request(actor_of(request), uid)
        if asked is None:
            raise NotFound
        return Response(ReviewSerializer(_review(asked)).data)


class RevealDecideView(APIView):
    needs = {"POST": ("approve_1", "reveal_request")}

    @extend_schema(
        operation_id="decide_reveal",
        request=ReviewDecisionSerializer,
        responses=AskedRevealSerializer,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(ReviewDecisionSerializer(data=request.data))
        asked = services.decide_reveal(uid=uid, actor=actor_of(request), now=timezone.now(), **said)
        return Response(AskedRevealSerializer(asked).data)


def _review(asked: RevealRequest) -> Review:
    household = asked.household
    facts = [
        Fact("农户", f"{household.area.name} {household.card_no}"),
        Fact("项目", asked.get_field_display()),
        Fact("理由", asked.reason),
        Fact("申请人", asked.asked_by.name),
        Fact("状态", asked.get_state_display()),
    ]
    warning = "同意后申请人 24 小时内可查看这一项一次；本户可以看到是谁、为什么查看、谁同意的"
    return Review("查看原值", reveal_digest(asked), facts, warning)
