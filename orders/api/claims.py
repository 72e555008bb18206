"""Claims and refunds: asked by buyers and accountants, decided by the manager, seen by all."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from orders.api import claim_shapes as shapes
from orders.models import Order
from orders.queries import claims as queries
from orders.queries.orders import NAMES_FULL
from orders.queries.refund_preview import preview_of_asked
from orders.services import claiming, deciding, sending


def claim_answer(uid: str, actor: Actor, http_status: int = status.HTTP_200_OK) -> Response:
    claim = queries.claim_of(uid=uid, actor=actor)
    if claim is None:
        raise NotFound
    return Response(
        shapes.ClaimDetailSerializer(claim, context={"actor": actor}).data, status=http_status
    )


class OrderClaimsView(APIView):
    """The buyer, or the accountant for the cooperative, asks for money back."""

    needs = {"POST": ("create", "refund")}

    @extend_schema(
        operation_id="make_claim",
        request=shapes.MakeClaimSerializer,
        responses={201: shapes.ClaimDetailSerializer},
    )
    def post(self, request: Request, number: str) -> Response:
        shape = shapes.MakeClaimSerializer(data=request.data)
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


class ClaimPhotosView(APIView):
    """Naturally once: a photo is kept under the hash of its bytes, so no Idempotency-Key."""

    needs = {"POST": ("create", "refund")}
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="keep_claim_photo",
        request={"multipart/form-data": shapes.ClaimPhotoUploadSerializer},
        responses={201: shapes.KeptPhotoSerializer},
    )
    def post(self, request: Request) -> Response:
        shape = shapes.ClaimPhotoUploadSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        kept = claiming.keep_claim_photo(
            order_number=shape.validated_data["order"],
            raw=shape.validated_data["photo"].read(),
            actor=actor_of(request),
            now=timezone.now(),
        )
        return Response(shapes.KeptPhotoSerializer(kept).data, status=status.HTTP_201_CREATED)


class RefundPreviewView(APIView):
    """The accountant sees whose share a refund would lower before offering it."""

    needs = {"POST": ("create", "refund")}

    @extend_schema(
        operation_id="preview_refund",
        request=shapes.PreviewRequestSerializer,
        responses=shapes.RefundPreviewSerializer,
    )
    def post(self, request: Request, number: str) -> Response:
        shape = shapes.PreviewRequestSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        order = Order.objects.visible_to(actor).filter(number=number).first()
        # A buyer may ask for money back, but the households' shares are not shown to buyers.
        if order is None or actor.role not in NAMES_FULL:
            raise NotFound
        asked = [
            claiming.Asked(line["position"], line["quantity"], line.get("amount"))
            for line in shape.validated_data["lines"]
        ]
        preview = preview_of_asked(order=order, asked=asked, actor=actor)
        return Response(shapes.RefundPreviewSerializer(preview).data)


class ClaimsView(APIView):
    needs = {"GET": ("view", "refund")}

    @extend_schema(
        operation_id="claims",
        parameters=[OpenApiParameter(name, str) for name in ("state", "order", "cursor")],
        responses=page_of(shapes.ClaimSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queries.claims_of(
            actor=actor_of(request), state=asked.get("state", ""), order=asked.get("order", "")
        )
        return paged(request, rows, shapes.ClaimSerializer)


class ClaimView(APIView):
    needs = {"GET": ("view", "refund")}

    @extend_schema(operation_id="claim", responses=shapes.ClaimDetailSerializer)
    def get(self, request: Request, uid: str) -> Response:
        return claim_answer(uid, actor_of(request))


class DecideClaimView(APIView):
    """The manager; above 5,000 yuan the supervisor too. The step decides whose word counts."""

    needs = {"POST": ("view", "approval")}

    @extend_schema(
        operation_id="decide_claim",
        request=shapes.DecideSerializer,
        responses=shapes.ClaimDetailSerializer,
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = shapes.DecideSerializer(data=request.data)
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
        operation_id="receive_return",
        request=shapes.FateSerializer,
        responses=shapes.ClaimDetailSerializer,
    )
    def post(self, request: Request, uid: str) -> Response:
        shape = shapes.FateSerializer(data=request.data)
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

    @extend_schema(
        operation_id="withdraw_claim", request=None, responses=shapes.ClaimDetailSerializer
    )
    def post(self, request: Request, uid: str) -> Response:
        deciding.withdraw_claim(claim_uid=uid, actor=actor_of(request), now=timezone.now())
        return claim_answer(uid, actor_of(request))


class RefundsView(APIView):
    """Refunds within reach: on their way, done, refused by the provider."""

    needs = {"GET": ("view", "refund")}

    @extend_schema(
        operation_id="refunds",
        parameters=[OpenApiParameter(name, str) for name in ("state", "reason", "cursor")],
        responses=page_of(shapes.RefundSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        rows = queries.refunds_in_reach(
            actor=actor_of(request), state=asked.get("state", ""), reason=asked.get("reason", "")
        )
        return paged(request, rows, shapes.RefundSerializer)


class RetryRefundView(APIView):
    """A refused refund is asked for again under its own number."""

    needs = {"POST": ("view", "refund")}

    @extend_schema(operation_id="retry_refund", request=None, responses=shapes.RefundSerializer)
    def post(self, request: Request, uid: str) -> Response:
        refund = sending.retry_refund(refund_uid=uid, actor=actor_of(request), now=timezone.now())
        return Response(shapes.RefundSerializer(refund).data)
