"""Workbooks coming in: kinds, templates, batches, their rows and every step of a batch."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import files
from backend.common.errors import NotFound
from backend.common.fields import page_of
from backend.common.permissions import actor_of
from backend.exchange import queries
from backend.exchange.models import ImportBatch
from backend.exchange.rules.states import STATUSES
from backend.exchange.services import batches, templates, undoing
from backend.exchange.services.kinds import Kind
from backend.exchange.services.moving import find_batch
from cooperatives.api import exchange_shapes as shapes
from cooperatives.api.documents import DocumentsView, one
from cooperatives.services.importing import KINDS, describe

CHECK, APPLY, UNDO = (f"cooperatives.tasks.{name}_import" for name in ("check", "apply", "undo"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


def kind_of(code: str) -> Kind:
    if code not in KINDS:
        raise NotFound("没有这类数据")
    return KINDS[code]


def answer(request: Request, batch: ImportBatch, status: int = 200) -> Response:
    return one(request, batch, shapes.ImportBatchSerializer, batches.APPROVAL, status)


class KindsView(APIView):
    needs = {"GET": ("view", "export")}

    @extend_schema(responses=shapes.ExchangeKindSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What this hat may bring in or take out."""
        return Response(shapes.ExchangeKindSerializer(describe(actor_of(request)), many=True).data)


class TemplateView(APIView):
    needs = {"GET": ("create", "import")}

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request: Request, code: str) -> HttpResponse:
        kind = kind_of(code)
        answer = HttpResponse(templates.template(kind), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="template-{kind.code}.xlsx"'
        return answer


class BatchesView(DocumentsView):
    needs = {"GET": ("view", "import"), "POST": ("create", "import")}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_list",
        parameters=[
            OpenApiParameter("kind", str), OpenApiParameter("state", str),
            OpenApiParameter("cursor", str),
        ],
        responses=page_of(shapes.ImportBatchSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Batches within reach, newest first."""
        asked = request.query_params
        found = queries.batches_of(
            actor_of(request), kind=asked.get("kind", ""), state=asked.get("state", "")
        )
        return self.pages(found, shapes.ImportBatchSerializer, batches.APPROVAL)

    @extend_schema(
        request={"multipart/form-data": shapes.UploadSerializer},
        responses={201: shapes.ImportBatchSerializer},
    )
    def post(self, request: Request) -> Response:
        """Keeps the workbook and begins the dry run; nothing is written."""
        shape = shapes.UploadSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        batch = batches.upload(
            kind=kind_of(asked["kind"]), content=asked["file"].read(), file_name=asked["file"].name,
            update_existing=asked["update_existing"], check_task=CHECK, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return answer(request, batch, 201)


class BatchView(APIView):
    needs = {"GET": ("view", "import")}

    @extend_schema(responses=shapes.ImportBatchSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, find_batch(str(uid), actor_of(request)))


class RowsView(APIView):
    needs = {"GET": ("view", "import")}

    @extend_schema(
        parameters=[
            OpenApiParameter("status", str, enum=list(STATUSES)), OpenApiParameter("after", int),
        ],
        responses=shapes.ImportRowsSerializer,
    )  # fmt: skip
    def get(self, request: Request, uid: UUID) -> Response:
        """Fifty rows with what each would change; sealed values masked."""
        batch = find_batch(str(uid), actor_of(request))
        after = request.query_params.get("after", "")
        status = request.query_params.get("status", "")
        rows = queries.rows_page(
            batch, status=status if status in STATUSES else "",
            after=int(after) if after.isdecimal() else 0, limit=PAGE + 1,
        )  # fmt: skip
        kind, shown = kind_of(batch.kind), rows[:PAGE]
        body = {
            "results": [kind.described(row) for row in shown],
            "next": shown[-1].number if len(rows) > PAGE else None,
        }
        return Response(shapes.ImportRowsSerializer(body).data)


class StepView(APIView):
    """One step of a batch: parse, one service, the batch as it stands now."""

    needs: dict[str, Any] = {"POST": ("create", "import")}

    def found(self, request: Request, uid: UUID) -> tuple[ImportBatch, dict[str, Any]]:
        batch, actor = find_batch(str(uid), actor_of(request)), actor_of(request)
        return batch, {"uid": str(uid), "actor": actor, "now": timezone.now()}


class RecheckView(StepView):
    @extend_schema(request=shapes.RecheckSerializer, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        batch, who = self.found(request, uid)
        shape = shapes.RecheckSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        done = batches.recheck(
            kind=kind_of(batch.kind), check_task=CHECK, **shape.validated_data, **who
        )
        return answer(request, done)


class SubmitView(StepView):
    needs = {"POST": ("submit", "import")}

    @extend_schema(request=None, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        batch, who = self.found(request, uid)
        return answer(request, batches.submit(kind=kind_of(batch.kind), **who))


class WithdrawView(StepView):
    needs = {"POST": ("submit", "import")}

    @extend_schema(request=None, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        _, who = self.found(request, uid)
        return answer(request, batches.withdraw(**who))


class DecideView(StepView):
    needs = {"POST": ("view", "import")}

    @extend_schema(request=shapes.SignedVerdictSerializer, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Whose word is asked for stands on the request; the maker's never is."""
        batch, who = self.found(request, uid)
        shape = shapes.SignedVerdictSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        done = batches.decide(
            kind=kind_of(batch.kind), apply_task=APPLY, **shape.validated_data, **who
        )
        return answer(request, done)


class ApplyView(StepView):
    @extend_schema(request=None, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Goes on after a dead worker, or writes the rows that were decided later."""
        batch, who = self.found(request, uid)
        return answer(request, batches.apply_now(kind=kind_of(batch.kind), task=APPLY, **who))


class UndoView(StepView):
    needs = {"POST": ("view", "import")}

    @extend_schema(request=shapes.UndoReasonSerializer, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        batch, who = self.found(request, uid)
        shape = shapes.UndoReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        done = undoing.start_undo(
            kind=kind_of(batch.kind), task=UNDO, reason=shape.validated_data["reason"], **who
        )
        return answer(request, done)


class DiscardView(StepView):
    @extend_schema(request=None, responses=shapes.ImportBatchSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        _, who = self.found(request, uid)
        return answer(request, batches.discard(**who))


class ErrorFileView(StepView):
    @extend_schema(request=None, responses=shapes.FileLinkSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The wrong rows as they were typed, for the person who typed them."""
        _, who = self.found(request, uid)
        body = {"url": batches.error_link(**who), "seconds": files.LINK_SECONDS}
        return Response(body)
