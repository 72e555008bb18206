"""Workbooks going out: asked for, agreed to, opened."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import files
from backend.common.fields import page_of
from backend.common.permissions import actor_of
from backend.exchange import queries
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from cooperatives.api import exchange_shapes as shapes
from cooperatives.api.documents import DocumentsView, one
from cooperatives.api.imports import kind_of

TASK = "cooperatives.tasks.run_export"


def answer(request: Request, export: ExportFile, status: int = 200) -> Response:
    return one(request, export, shapes.ExportFileSerializer, exporting.APPROVAL, status)


def who(request: Request, uid: UUID) -> dict[str, Any]:
    return {"uid": str(uid), "actor": actor_of(request), "now": timezone.now()}


class ExportsView(DocumentsView):
    needs = {"GET": ("view", "export"), "POST": ("create", "export")}

    @extend_schema(
        operation_id="exports_list",
        parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(shapes.ExportFileSerializer),
    )
    def get(self, request: Request) -> Response:
        found = queries.exports_of(actor_of(request))
        return self.pages(found, shapes.ExportFileSerializer, exporting.APPROVAL)

    @extend_schema(request=shapes.AskExportSerializer, responses={201: shapes.ExportFileSerializer})
    def post(self, request: Request) -> Response:
        """Made at once, or after a second person's word."""
        shape = shapes.AskExportSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        export = exporting.ask_export(
            kind=kind_of(asked["kind"]), file_format=asked["format"],
            filters={"area_code": asked["area_code"]} if asked["area_code"] else {},
            personal=asked["personal"], purpose=asked["purpose"], task=TASK,
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        export.refresh_from_db()
        return answer(request, export, 201)


class ExportView(APIView):
    needs = {"GET": ("view", "export")}

    @extend_schema(responses=shapes.ExportFileSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, exporting.find_export(str(uid), actor_of(request)))


class ExportDecideView(APIView):
    needs = {"POST": ("approve_1", "export")}

    @extend_schema(request=shapes.SignedVerdictSerializer, responses=shapes.ExportFileSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        shape = shapes.SignedVerdictSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        done = exporting.decide_export(**shape.validated_data, **who(request, uid))
        return answer(request, done)


class ExportLinkView(APIView):
    needs = {"POST": ("create", "export")}

    @extend_schema(request=None, responses=shapes.FileLinkSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        url = exporting.open_link(**who(request, uid))
        return Response({"url": url, "seconds": files.LINK_SECONDS})


class ExportPasswordView(APIView):
    needs = {"POST": ("create", "export")}

    @extend_schema(request=None, responses=shapes.PasswordSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Shown once. It is never kept in a cache or in the answers of repeated calls."""
        body = {"password": exporting.show_password(**who(request, uid))}
        return Response(body, headers={"Cache-Control": "no-store"})
