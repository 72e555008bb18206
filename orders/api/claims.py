"""Claims and refunds: asked by buyers and accountants, decided by the manager, seen by all."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.approvals.queries import can_decide, open_request_of
from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import YuanField, page_of, paged
from backend.common.permissions import actor_of
from orders.models import Refund, RefundClaim
from orders.queries import claims as queries
from orders.services import claiming, deciding, sending


class AskedLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    quantity = serializers.IntegerField()
    amount = YuanField(required=False)


class MakeClaimSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RefundClaim.Kind.choices)
    lines = AskedLineSerializer(many=True)
    reason = serializers.CharField(max_length=400, allow_blank=True)
    photo_hash = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class ClaimLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(source="line.position")
    title = serializers.CharField(source="line.title")
    quantity = serializers.IntegerField()
    amount = YuanField(source="amount_fen")


class ClaimSerializer(serializers.Serializer[RefundClaim]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="order.number")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()
    answer = serializers.CharField()
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    lines = ClaimLineSerializer(many=True)
    refund_state_name = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_refund_state_name(self, claim: RefundClaim) -> str:
        return claim.refund.get_state_display() if claim.refund else ""


class ClaimDetailSerializer(ClaimSerializer):
    """With what a decision signs, and whether this reader's word is asked for."""

    digest = serializers.SerializerMethodField()
    can_decide = serializers.SerializerMethodField()
    can_withdraw = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_digest(self, claim: RefundClaim) -> str:
        return queries.digest(claim)

    @extend_schema_field(bool)
    def get_can_decide(self, claim: RefundClaim) -> bool:
        request = open_request_of(object_kind=claiming.OBJECT, object_uid=str(claim.uid))
        return request is not None and can_decide(request, self.context["actor"])

    @extend_schema_field(bool)
    def get_can_withdraw(self, claim: RefundClaim) -> bool:
        mine = str(claim.made_by.uid) == self.context["actor"].user_uid
        return mine and claim.state in {"awaiting_goods", "deciding"}


class DecideSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["approve", "reject"])
    comment = serializers.CharField(max_length=400, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)


class FateSerializer(serializers.Serializer[Any]):
    fate = serializers.CharField(max_length=8)


class RefundSerializer(serializers.Serializer[Refund]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="attempt.order.number")
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()
    reason_name = serializers.CharField(source="get_reason_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    refusal = serializers.CharField()
    tries = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


def claim_answer(uid: str, actor: Actor, http_status: int = status.HTTP_200_OK) -> Response:
    claim = queries.claim_of(uid=uid, actor=actor)
    if claim is None:
        raise NotFound
    return Response(ClaimDetailSerializer(claim, context={"actor": actor}).data, status=http_status)


class OrderClaimsView(APIView):
    """The buyer, or the accountant for the cooperative, asks for money back."""

    needs = {"POST": ("create", "refund")}

    @extend_schema(
        operation_id="make_claim",
        request=MakeClaimSerializer,
        responses={201: ClaimDetailSerializer},
    )
    def post(self, request: Request, number: str) -> Response:
        shape = MakeClaimSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        asking = claiming.Asking(
            order_number=number,
            kind=given["kind"],
            lines=[
                claiming.Asked(line["position"], line["quantity"], line.get("amount"))
                for line in given["lines"]
            ],
            reason=given["reason"],
            photo_hash=given["photo_hash"],
            client_key=request.headers["Idempotency-Key"],
        )
        claim = claiming.make_claim(asking=asking, actor=actor_of(request), now=timezone.now())
        return claim_answer(str(claim.uid), actor_of(request), status.HTTP_201_CREATED)


class ClaimsView(APIView):
    needs = {"GET": ("view", "refund")}

    @extend_schema(
        operation_id="claims",
        parameters=[OpenApiParameter(name, str) for name in ("state", "order", "cursor")],
        responses=page_of(ClaimSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queries.claims_of(
            actor=actor_of(request), state=asked.get("state", ""), order=asked.get("order", "")
        )
        return paged(request, rows, ClaimSerializer)


class ClaimView(APIView):
    needs = {"GET": ("view", "refund")}

    @extend_schema(operation_id="claim", responses=ClaimDetailSerializer)
    def get(self, request: Request, uid: str) -> Response:
        return claim_answer(uid, actor_of(request))


class DecideClaimView(APIView):
    """The manager; above 5,000 yuan the supervisor too. The step decides whose word counts."""

    needs = {"POST": ("view", "approval")}

    @extend_schema(
        operation_id="decide_claim", request=DecideSerializer, responses=ClaimDetailSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = DecideSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        deciding.decide_claim(
            claim_uid=uid,
            verdict=given["verdict"],
            comment=given["comment"],
            content_digest=given["digest"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return claim_answer(uid, actor_of(request))


class ReceiveReturnView(APIView):
    """The station has the goods back in its hands."""

    needs = {"POST": ("execute", "order")}

    @extend_schema(
        operation_id="receive_return", request=FateSerializer, responses=ClaimDetailSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = FateSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        deciding.receive_return(
            claim_uid=uid,
            fate=shape.validated_data["fate"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return claim_answer(uid, actor_of(request))


class WithdrawClaimView(APIView):
    needs = {"POST": ("create", "refund")}

    @extend_schema(operation_id="withdraw_claim", request=None, responses=ClaimDetailSerializer)
    def post(self, request: Request, uid: str) -> Response:
        deciding.withdraw_claim(claim_uid=uid, actor=actor_of(request), now=timezone.now())
        return claim_answer(uid, actor_of(request))


class RefundsView(APIView):
    """Refunds within reach: on their way, done, refused by the provider."""

    needs = {"GET": ("view", "refund")}

    @extend_schema(
        operation_id="refunds",
        parameters=[OpenApiParameter(name, str) for name in ("state", "reason", "cursor")],
        responses=page_of(RefundSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queries.refunds_in_reach(
            actor=actor_of(request), state=asked.get("state", ""), reason=asked.get("reason", "")
        )
        return paged(request, rows, RefundSerializer)


class RetryRefundView(APIView):
    """A refused refund is asked for again under its own number."""

    needs = {"POST": ("view", "refund")}

    @extend_schema(operation_id="retry_refund", request=None, responses=RefundSerializer)
    def post(self, request: Request, uid: str) -> Response:
        refund = sending.retry_refund(refund_uid=uid, actor=actor_of(request), now=timezone.now())
        return Response(RefundSerializer(refund).data)
