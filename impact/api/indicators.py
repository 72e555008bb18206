"""Sets of indicators, what can be computed, and the targets of areas."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.approvals.rules import digest_of
from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from backend.common.review import (
    Fact,
    Review,
    ReviewDecisionSerializer,
    ReviewSerializer,
)
from impact.api import indicator_shapes as shapes
from impact.api.surveys import read
from impact.queries import indicators as queries
from impact.rules import scoring
from impact.rules.formulas import FORMULAS
from impact.services import defining

PERIOD = OpenApiParameter("period", OpenApiTypes.STR)
AREA = OpenApiParameter("area_code", OpenApiTypes.STR)


def set_answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    made = queries.set_with_lines(actor_of(request)).filter(uid=uid).first()
    if made is None:
        raise NotFound("没有找到这套指标")
    context = {"names": queries.names_of([made.made_by_uid])}
    answer = Response(shapes.IndicatorSetSerializer(made, context=context).data, status=http_status)
    answer["ETag"] = f'"{made.version}"'
    return answer


class FormulasView(APIView):
    needs = {"GET": ("view", "indicator")}

    @extend_schema(operation_id="indicator_formulas", responses=shapes.FormulaSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What may be computed from records, and from which."""
        return Response(shapes.FormulaSerializer(list(FORMULAS.items()), many=True).data)


class SetsView(APIView):
    needs = {"GET": ("view", "indicator"), "POST": ("create", "indicator")}

    @extend_schema(
        operation_id="indicator_sets_list", responses=page_of(shapes.IndicatorSetRowSerializer)
    )
    def get(self, request: Request) -> Response:
        """Every version of every set, also those no longer used."""
        return paged(request, queries.sets(actor_of(request)), shapes.IndicatorSetRowSerializer)

    @extend_schema(request=shapes.NewSetSerializer, responses={201: shapes.IndicatorSetSerializer})
    def post(self, request: Request) -> Response:
        """A draft on the version in force, else on the published definitions."""
        said = read(shapes.NewSetSerializer, request).validated_data
        made = defining.draft_set(**said, actor=actor_of(request), now=timezone.now())
        return set_answer(request, made.uid, status.HTTP_201_CREATED)


class SetView(APIView):
    needs = {"GET": ("view", "indicator"), "PUT": ("edit", "indicator")}

    @extend_schema(responses=shapes.IndicatorSetSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return set_answer(request, uid)

    @extend_schema(request=shapes.ReviseSetSerializer, responses=shapes.IndicatorSetSerializer)
    def put(self, request: Request, uid: UUID) -> Response:
        """The whole draft; what is wrong is named by its row."""
        body = read(shapes.ReviseSetSerializer, request)
        made = defining.revise_set(
            uid=uid, version=body.validated_data["version"], said=body.draft(),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return set_answer(request, made.uid)


class SetSubmitView(APIView):
    needs = {"POST": ("submit", "indicator")}

    @extend_schema(request=shapes.SetVersionSerializer, responses=shapes.IndicatorSetSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Exactly 100 and 10 points, else refused with the sums."""
        said = read(shapes.SetVersionSerializer, request).validated_data
        defining.submit_set(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return set_answer(request, uid)


class SetDropView(APIView):
    needs = {"POST": ("edit", "indicator")}

    @extend_schema(request=None, responses=shapes.IndicatorSetSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        defining.drop_set(uid=uid, actor=actor_of(request), now=timezone.now())
        return set_answer(request, uid)


class SetReviewView(APIView):
    needs = {"GET": ("view", "indicator")}

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """What the county reads before it agrees, with the digest that its word signs."""
        made = queries.set_with_lines(actor_of(request)).filter(uid=uid).first()
        if made is None:
            raise NotFound("没有找到这套指标")
        facts = [
            Fact("级别", made.get_level_display()), Fact("考核", made.get_cycle_display()),
            Fact("版次", f"第 {made.number} 版"), Fact("起用", f"{made.applies_from}"),
        ]  # fmt: skip
        rows = [
            [
                one.code, one.name, one.get_method_display(),
                scoring.hundredths(one.most_centipoints),
                scoring.shown(one.default_target, one.unit), one.meaning, one.source,
            ]
            for one in made.indicators.all()
        ]  # fmt: skip
        columns = ["编码", "指标", "计分", "分值", "目标", "定义", "出处"]
        digest = digest_of(queries.content_of_set(made))
        review = Review(made.title, digest, facts, columns=columns, rows=rows)
        return Response(ReviewSerializer(review).data)


class SetDecideView(APIView):
    needs = {"POST": ("approve_1", "indicator")}

    @extend_schema(request=ReviewDecisionSerializer, responses=shapes.IndicatorSetSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Agreed, the set applies to periods that begin on its day or later."""
        said = read(ReviewDecisionSerializer, request).validated_data
        defining.decide_set(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return set_answer(request, uid)


class TargetsView(APIView):
    needs = {"GET": ("view", "indicator_target"), "POST": ("create", "indicator_target")}

    @extend_schema(
        operation_id="indicator_targets_list", parameters=[PERIOD, AREA],
        responses=page_of(shapes.TargetSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Targets of the areas within reach; `?period=2026-Q3` keeps one period."""
        asked = request.query_params
        found = queries.targets(
            actor_of(request), period=asked.get("period", ""), area_code=asked.get("area_code", "")
        )
        return paged(request, found, shapes.TargetSerializer)

    @extend_schema(request=shapes.NewTargetSerializer, responses=shapes.TargetSerializer)
    def post(self, request: Request) -> Response:
        """Until the sheet of the area and period is handed in."""
        said = read(shapes.NewTargetSerializer, request).validated_data
        actor = actor_of(request)
        made = defining.set_target(**said, actor=actor, now=timezone.now())
        return Response(shapes.TargetSerializer(queries.targets(actor).get(pk=made.pk)).data)
