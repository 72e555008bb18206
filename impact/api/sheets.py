"""Score sheets: filled in, proved, handed in, reviewed, locked, reopened, compared, taken."""

import io
from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import tables
from backend.common.actor import Actor
from backend.common.permissions import actor_of
from impact.api import sheet_shapes as shapes
from impact.api.surveys import read
from impact.models import ScoreSheet
from impact.queries import sheets as queries
from impact.rules import appraisal, scoring
from impact.services import checking, filling_in, proving, score_files

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


def sheet_answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    actor = actor_of(request)
    sheet = queries.sheet_in_reach(actor, uid)
    context = {
        "versions": list(queries.versions_of(sheet)), "may": may_of(sheet, actor),
        "below": queries.below(sheet, filling_in.term_of_sheet(sheet)),
    }  # fmt: skip
    answer = Response(shapes.ScoreSheetSerializer(sheet, context=context).data, status=http_status)
    answer["ETag"] = f'"{sheet.version}"'
    return answer


def may_of(sheet: ScoreSheet, actor: Actor) -> dict[str, bool]:
    """Which deeds the page offers; the services decide."""
    mine = actor.role == scoring.FILLERS[sheet.level]
    fills = mine and sheet.state in scoring.OPEN_STATES and actor.may("create", "score_sheet")
    stranger = actor.user_uid not in queries.fillers_of(sheet)
    reviewed_first = len(scoring.STEPS[sheet.level]) > 1
    waits = {"submitted": "review" if reviewed_first else "lock", "reviewed": "lock"}
    waits_for = waits.get(sheet.state, "")
    return {
        "fill": fills, "submit": fills and sheet.next_on <= timezone.localdate(),
        "review": stranger and waits_for == "review" and actor.may("approve_1", "score_sheet"),
        "lock": stranger and waits_for == "lock" and actor.may("approve_3", "score_sheet"),
        "reopen": sheet.state == "locked" and not hasattr(sheet, "replaced_by")
        and actor.may("approve_3", "score_sheet"),
        "export": actor.may("export", "score_sheet"),
    }  # fmt: skip


class SheetsView(APIView):
    needs = {"GET": ("view", "score_sheet"), "POST": ("create", "score_sheet")}

    @extend_schema(
        operation_id="score_sheets_compare", parameters=[shapes.ScoreComparisonQuerySerializer],
        responses=shapes.ScoreComparisonSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A place and those right below it in one period; without one, the last that is over."""
        asked = shapes.ScoreComparisonQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        actor, today = actor_of(request), timezone.localdate()
        said = asked.validated_data
        period = said["period"] or str(appraisal.recent("quarter", today=today)[1])
        found = queries.comparison(actor=actor, parent=said["parent"], period=period, today=today)
        context = {
            "terms": appraisal.recent(found.term.cycle, today=today), "role": actor.role,
        }  # fmt: skip
        return Response(shapes.ScoreComparisonSerializer(found, context=context).data)

    @extend_schema(
        request=shapes.ScoreBeginSheetSerializer, responses={201: shapes.ScoreSheetSerializer}
    )
    def post(self, request: Request) -> Response:
        """By who answers for the area, for a period that has begun."""
        said = read(shapes.ScoreBeginSheetSerializer, request).validated_data
        sheet = filling_in.begin_sheet(**said, actor=actor_of(request), now=timezone.now())
        return sheet_answer(request, sheet.uid, status.HTTP_201_CREATED)


class ComparisonExportView(APIView):
    needs = {"POST": ("export", "score_sheet")}

    @extend_schema(
        operation_id="score_sheets_export_comparison",
        request=shapes.ScoreTakeComparisonSerializer, responses=FILE,
    )  # fmt: skip
    def post(self, request: Request) -> FileResponse:
        said = read(shapes.ScoreTakeComparisonSerializer, request).validated_data
        now = timezone.now()
        content = score_files.take_comparison(**said, actor=actor_of(request), now=now)
        return _file(content, said["file_format"], "score-comparison")


class SheetView(APIView):
    needs = {"GET": ("view", "score_sheet"), "PUT": ("create", "score_sheet")}

    @extend_schema(responses=shapes.ScoreSheetSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """Every line with its evidence, every word said, every version."""
        return sheet_answer(request, uid)

    @extend_schema(request=shapes.ScoreFillSheetSerializer, responses=shapes.ScoreSheetSerializer)
    def put(self, request: Request, uid: UUID) -> Response:
        """Lines by their code; what a formula gives is not typed."""
        said = read(shapes.ScoreFillSheetSerializer, request).validated_data
        filling_in.fill_sheet(
            uid=uid, version=said["version"],
            said=[filling_in.Said(**line) for line in said["entries"]], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return sheet_answer(request, uid)


class SheetSubmitView(APIView):
    needs = {"POST": ("submit", "score_sheet")}

    @extend_schema(
        request=shapes.ScoreSheetVersionSerializer, responses=shapes.ScoreSheetSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Once the period is over and every line is scored and proved."""
        said = read(shapes.ScoreSheetVersionSerializer, request).validated_data
        filling_in.submit_sheet(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return sheet_answer(request, uid)


class DecideView(APIView):
    """One word on a sheet: the township's, then the county's."""

    step: ClassVar[str]

    @extend_schema(request=shapes.ScoreDecideSheetSerializer, responses=shapes.ScoreSheetSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Never by who wrote on it; a return says why."""
        said: dict[str, Any] = read(shapes.ScoreDecideSheetSerializer, request).validated_data
        checking.decide_sheet(
            uid=uid, step=self.step, **said, actor=actor_of(request), now=timezone.now()
        )
        return sheet_answer(request, uid)


class SheetReviewView(DecideView):
    needs = {"POST": ("approve_1", "score_sheet")}
    step = "review"


class SheetLockView(DecideView):
    needs = {"POST": ("approve_3", "score_sheet")}
    step = "lock"


class SheetReopenView(APIView):
    needs = {"POST": ("approve_3", "score_sheet")}

    @extend_schema(
        request=shapes.ScoreReopenSheetSerializer, responses={201: shapes.ScoreSheetSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A new version with a reason; the locked one stays."""
        said = read(shapes.ScoreReopenSheetSerializer, request).validated_data
        again = checking.reopen_sheet(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return sheet_answer(request, again.uid, status.HTTP_201_CREATED)


class SheetExportView(APIView):
    needs = {"POST": ("export", "score_sheet")}

    @extend_schema(request=shapes.ScoreTakeSheetSerializer, responses=FILE)
    def post(self, request: Request, uid: UUID) -> FileResponse:
        """The sheet, its definitions, and what it is of."""
        kind = read(shapes.ScoreTakeSheetSerializer, request).validated_data["file_format"]
        now = timezone.now()
        content = score_files.take_sheet(
            uid=uid, file_format=kind, actor=actor_of(request), now=now
        )
        return _file(content, kind, "score-sheet")


class EvidenceView(APIView):
    needs = {"POST": ("create", "score_sheet")}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        request=shapes.ScoreNewEvidenceSerializer, responses={201: shapes.ScoreSheetSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A file with what it is, or a note alone."""
        said = dict(read(shapes.ScoreNewEvidenceSerializer, request).validated_data)
        sent = said.pop("file", None)
        proving.add_evidence(
            sheet_uid=uid, **said, content=sent.read() if sent else None,
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return sheet_answer(request, uid, status.HTTP_201_CREATED)


class EvidenceLinkView(APIView):
    needs = {"POST": ("view", "score_sheet"), "DELETE": ("create", "score_sheet")}

    @extend_schema(request=None, responses=shapes.ScoreEvidenceLinkSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """A link for this person, ten minutes long."""
        return Response({"url": proving.open_evidence(uid=uid, actor=actor_of(request))})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: UUID) -> Response:
        """Taken away while the sheet is open."""
        proving.drop_evidence(uid=uid, actor=actor_of(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _file(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(
        io.BytesIO(content), as_attachment=True, content_type=tables.KINDS[kind],
        filename=f"{name}-{timezone.localdate()}.{kind}",
    )  # fmt: skip
