"""Specs frozen before outcomes, their runs, and what two runs differ in."""

import io
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import tables
from backend.common.errors import Invalid, NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from impact.api import run_shapes as shapes
from impact.api.surveys import read
from impact.models import AttributionRun
from impact.queries import runs as queries
from impact.rules.verdicts import compared
from impact.services import estimating, report_files, specifying

SPEC = OpenApiParameter("spec", OpenApiTypes.UUID)


def found_run(request: Request, uid: UUID) -> AttributionRun:
    run = queries.runs(actor_of(request)).filter(uid=uid).first()
    if run is None:
        raise NotFound("没有找到这次评估")
    return run


class SpecsView(APIView):
    needs = {"GET": ("view", "impact_report"), "POST": ("create", "income_wave")}

    @extend_schema(responses=page_of(shapes.SpecSerializer))
    def get(self, request: Request) -> Response:
        """Frozen specs of the county, newest first, each with the number of its runs."""
        found = queries.specs(actor_of(request))
        return paged(request, found, shapes.SpecSerializer, ordering=("-number", "id"))

    @extend_schema(request=shapes.NewSpecSerializer, responses={201: shapes.SpecSerializer})
    def post(self, request: Request) -> Response:
        """Frozen at once; nothing of it can be edited afterwards."""
        said = read(shapes.NewSpecSerializer, request).validated_data
        actor = actor_of(request)
        spec = specifying.freeze_spec(**said, actor=actor, now=timezone.now())
        body = shapes.SpecSerializer(queries.specs(actor).get(pk=spec.pk)).data
        return Response(body, status=status.HTTP_201_CREATED)


class SpecRunView(APIView):
    needs = {"POST": ("create", "income_wave")}

    @extend_schema(request=None, responses={202: shapes.AskedRunSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A job; refused or not, the run is listed afterwards."""
        job = estimating.ask_for_run(spec_uid=uid, actor=actor_of(request), now=timezone.now())
        return Response({"job": str(job.uid)}, status=status.HTTP_202_ACCEPTED)


class RunsView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(
        operation_id="attribution_runs_list",
        parameters=[SPEC],
        responses=page_of(shapes.RunRowSerializer),
    )
    def get(self, request: Request) -> Response:
        """All runs, also the refused ones, newest first."""
        asked = request.query_params.get("spec")
        found = queries.runs(actor_of(request))
        try:
            found = found.filter(spec__uid=UUID(asked)) if asked else found
        except ValueError:
            raise Invalid(fields={"spec": "方案编号不对"}) from None
        return paged(request, found, shapes.RunRowSerializer)


class RunView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(responses=shapes.RunSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """The frozen report of a run, section by section in the page's order."""
        return Response(shapes.RunSerializer(found_run(request, uid)).data)


class RunCompareView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(
        operation_id="attribution_runs_compare",
        parameters=[shapes.CompareQuerySerializer],
        responses=shapes.DifferenceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """What two runs differ in: spec, limits, gates, data, headline."""
        asked = shapes.CompareQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        pair = [found_run(request, asked.validated_data[name]) for name in ("first", "second")]
        rows = compared(*(queries.figures_of(run) for run in pair))
        return Response(shapes.DifferenceSerializer(rows, many=True).data)


class RunExportView(APIView):
    needs = {"POST": ("export", "impact_report")}

    @extend_schema(
        request=shapes.TakeReportSerializer,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request, uid: UUID) -> FileResponse:
        """The report as on screen: PDF, workbook, or JSON."""
        kind = read(shapes.TakeReportSerializer, request).validated_data["file_format"]
        now = timezone.now()
        content = report_files.take_report(
            uid=uid, file_format=kind, actor=actor_of(request), now=now
        )
        return FileResponse(
            io.BytesIO(content), as_attachment=True, content_type=FILE_TYPES[kind],
            filename=f"report-{timezone.localdate(now)}.{kind}",
        )  # fmt: skip


FILE_TYPES = {
    "pdf": "application/pdf", "json": "application/json", "xlsx": tables.KINDS["xlsx"],
}  # fmt: skip
