"""Weigh-ins: one at the counter, a queue from a device, and their photos."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import photos
from backend.common.errors import DomainError, Invalid, NotFound
from backend.common.permissions import actor_of
from backend.common.problems import flat_errors
from cooperatives import queries, services
from cooperatives.api import receipt_shapes as shapes
from cooperatives.api.produce import SEARCH, Paged
from cooperatives.rules import Crate


class ReceiptsView(Paged):
    needs = {"GET": ("view", "receipt"), "POST": ("create", "receipt")}
    serializer_class = shapes.ReceiptRowSerializer

    @extend_schema(parameters=[SEARCH], responses=shapes.ReceiptRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Weigh-ins within reach, newest first."""
        term = request.query_params.get("search", "")
        return self.pages(
            queries.receipts(actor_of(request), search=term), shapes.ReceiptRowSerializer
        )

    @extend_schema(request=shapes.WeighInSerializer, responses={201: shapes.ReceiptSerializer})
    def post(self, request: Request) -> Response:
        """Weigh in once; the same uid and content again answers with the same receipt."""
        shape = shapes.WeighInSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        outcome = services.weigh_in_many(
            records=[said_of(shape)], sent_at=None, actor=actor_of(request), now=timezone.now()
        )[0]
        if outcome.error is not None:
            raise outcome.error
        body = shapes.ReceiptSerializer(outcome.receipt).data
        return Response(body, status=status.HTTP_201_CREATED)


class ReceiptView(APIView):
    needs = {"GET": ("view", "receipt")}

    @extend_schema(responses=shapes.ReceiptDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """One weigh-in with its crates, its read-back line and its photos."""
        receipt = queries.receipt_detail(actor_of(request), uid)
        if receipt is None:
            raise NotFound("没有找到这张收货单")
        return Response(shapes.ReceiptDetailSerializer(receipt).data)


class ReprintsView(APIView):
    needs = {"POST": ("create", "receipt")}

    @extend_schema(request=shapes.NewReprintSerializer, responses={201: shapes.ReprintSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A label or slip was printed again; counted once by its own uid."""
        shape = shapes.NewReprintSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        noted = services.note_reprint(
            receipt_uid=uid, **shape.validated_data, actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.ReprintSerializer(noted).data, status=status.HTTP_201_CREATED)


class ReceiptBatchView(APIView):
    needs = {"POST": ("create", "receipt")}

    @extend_schema(
        request=shapes.ReceiptBatchRequestSerializer,
        responses=shapes.ReceiptBatchAnswerSerializer,
    )
    def post(self, request: Request) -> Response:
        """A device's queue, up to 100 records in any order, each answered by itself."""
        batch = shapes.ReceiptBatchSerializer(data=request.data)
        batch.is_valid(raise_exception=True)
        rows = batch.validated_data["receipts"]
        read = [_read(row) for row in rows]
        outcomes = iter(
            services.weigh_in_many(
                records=[one for one in read if isinstance(one, services.WeighIn)],
                sent_at=batch.validated_data["sent_at"],
                actor=actor_of(request),
                now=timezone.now(),
            )
        )
        results = [
            _refused(row.get("uid"), one)
            if isinstance(one, DomainError)
            else _answered(next(outcomes))
            for row, one in zip(rows, read, strict=True)
        ]
        return Response(shapes.ReceiptBatchAnswerSerializer({"results": results}).data)


def said_of(shape: Any) -> services.WeighIn:
    said: dict[str, Any] = shape.validated_data
    return services.WeighIn(
        uid=said["uid"], household_uid=said["household"], product_uid=said["product"],
        grade=said["grade"], mode=said["mode"], gross_g=said["gross_g"], tare_g=said["tare_g"],
        price_fen_per_jin=said["price_per_jin"], weighed_at=said["weighed_at"],
        note=said["note"].strip(),
        crates=tuple(Crate(row["gross_g"], row["tare_g"]) for row in said.get("crates", [])),
        lot_code=said["lot_code"], station_uid=said["station"],
        read_back=said["read_back"].strip(), confirmed_by=said["confirmed_by"],
    )  # fmt: skip


def _read(row: dict[str, Any]) -> services.WeighIn | DomainError:
    shape = shapes.WeighInSerializer(data=row)
    try:
        shape.is_valid(raise_exception=True)
    except ValidationError as error:
        return Invalid(fields=flat_errors(error.detail))
    return said_of(shape)


def _answered(outcome: services.Outcome) -> dict[str, Any]:
    if outcome.error is not None:
        return _refused(outcome.uid, outcome.error)
    word = "stored" if outcome.new else "same"
    return {
        "uid": str(outcome.uid), "outcome": word, "receipt": outcome.receipt, "problem": None,
    }  # fmt: skip


def _refused(uid: object, error: DomainError) -> dict[str, Any]:
    problem = {
        "code": error.code, "title": error.title, "detail": error.detail, "fields": error.fields,
    }  # fmt: skip
    return {"uid": str(uid or ""), "outcome": "refused", "receipt": None, "problem": problem}


class PhotosView(APIView):
    """Naturally once: a photo is kept under the hash of its bytes, so no Idempotency-Key."""

    needs = {"POST": ("create", "receipt")}
    parser_classes = [MultiPartParser, FormParser]

    @extend_schema(
        request={"multipart/form-data": shapes.PhotoUploadSerializer},
        responses={201: shapes.PhotoSerializer},
    )
    def post(self, request: Request) -> Response:
        """A photo or a signature; the answer's addresses open for an hour."""
        shape = shapes.PhotoUploadSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said, raw = shape.validated_data, shape.validated_data["photo"].read()
        actor, now = actor_of(request), timezone.now()
        if "receipt" in said:
            kept = services.keep_receipt_photo(
                raw=raw, receipt_uid=said["receipt"], kind=said["kind"], actor=actor, now=now
            )
        else:
            kept = services.keep_photo(raw=raw, actor=actor, now=now)
        body = {
            "hash": kept.digest,
            "url": photos.signed_address(kept.digest),
            "thumb_url": photos.signed_address(kept.digest, thumb=True),
            "width": kept.width,
            "height": kept.height,
        }
        return Response(shapes.PhotoSerializer(body).data, status=status.HTTP_201_CREATED)
