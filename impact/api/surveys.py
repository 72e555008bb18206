"""Income waves and forms, lines and indexes, openings and exposure."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.queries import names_of
from backend.common.errors import Invalid, NotFound
from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from impact import queries
from impact.api import survey_shapes as shapes
from impact.models import IncomeEntry, IncomeLine, PriceIndex
from impact.services import collecting, waves

WAVE = OpenApiParameter("wave", OpenApiTypes.UUID)
STAGE = OpenApiParameter("stage", OpenApiTypes.STR, enum=IncomeEntry.Stage.values)


def read(shape: type[Any], request: Request) -> Any:
    """The checked body, as its serializer."""
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return said


def wave_answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    wave = queries.waves(actor_of(request)).filter(uid=uid).first()
    if wave is None:
        raise NotFound("没有找到这一轮调查")
    return Response(shapes.WaveSerializer(wave).data, status=http_status)


class WavesView(APIView):
    needs = {"GET": ("view", "income_wave"), "POST": ("create", "income_wave")}

    @extend_schema(responses=page_of(shapes.WaveSerializer))
    def get(self, request: Request) -> Response:
        """Waves with the progress of the forms within reach, newest year first."""
        found = queries.waves(actor_of(request))
        return paged(request, found, shapes.WaveSerializer, ordering=("-year", "-number"))

    @extend_schema(request=shapes.NewWaveSerializer, responses={201: shapes.WaveSerializer})
    def post(self, request: Request) -> Response:
        said = read(shapes.NewWaveSerializer, request).validated_data
        wave = waves.design_wave(**said, actor=actor_of(request), now=timezone.now())
        return wave_answer(request, wave.uid, status.HTTP_201_CREATED)


class WaveOpenView(APIView):
    needs = {"POST": ("create", "income_wave")}

    @extend_schema(request=None, responses=shapes.WaveSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Draws the households and makes a waiting form for each."""
        waves.open_wave(uid=uid, actor=actor_of(request), now=timezone.now())
        return wave_answer(request, uid)


class WaveLockView(APIView):
    needs = {"POST": ("approve_3", "income_wave")}

    @extend_schema(request=None, responses=shapes.WaveSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Nothing of it moves after this; refused with what is still missing."""
        waves.lock_wave(uid=uid, actor=actor_of(request), now=timezone.now())
        return wave_answer(request, uid)


class WaveReopenView(APIView):
    needs = {"POST": ("approve_3", "income_wave")}

    @extend_schema(request=shapes.WhyAgainSerializer, responses={201: shapes.WaveSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        """A new version to be corrected; the locked one stays."""
        said = read(shapes.WhyAgainSerializer, request).validated_data
        again = waves.reopen_wave(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return wave_answer(request, again.uid, status.HTTP_201_CREATED)


class FormsView(APIView):
    needs = {"GET": ("view", "income_form")}

    @extend_schema(
        operation_id="income_forms_list",
        parameters=[WAVE, STAGE],
        responses=page_of(shapes.FormRowSerializer),
    )
    def get(self, request: Request) -> Response:
        wave, stage = request.query_params.get("wave"), request.query_params.get("stage", "")
        try:
            asked = UUID(wave) if wave else None
        except ValueError:
            raise Invalid(fields={"wave": "调查编号不对"}) from None
        actor = actor_of(request)
        found = queries.forms(actor, wave=asked, stage=stage)
        if stage in ("waiting", "returned") and actor.may("create", "income_form"):
            found = queries.with_platform_sales(found.filter(survey__state="open"))
        return paged(request, found, shapes.FormRowSerializer, ordering=("area_code", "id"))


def form_answer(entry: IncomeEntry) -> Response:
    """Before it is collected the platform's figure is read live, so it can be shown beforehand."""
    fresh = entry.stage in ("waiting", "returned")
    sales = (
        queries.platform_sales_fen(entry.household, entry.survey.year)
        if fresh
        else entry.platform_sales_fen
    )
    drawn = entry.stage == "checked" and entry.survey.state == "open"
    context = {
        "platform_sales_fen": sales,
        "names": names_of([entry.enumerator_uid]),
        "revisit_drawn": drawn and str(entry.uid) in queries.revisit_sample(entry.survey),
    }
    answer = Response(shapes.FormSerializer(entry, context=context).data)
    answer["ETag"] = f'"{entry.version}"'
    return answer


class FormView(APIView):
    needs = {"GET": ("view", "income_form"), "PUT": ("create", "income_form")}

    @extend_schema(responses=shapes.FormSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """One household's form; the household can see who opened it."""
        return form_answer(
            collecting.look_at_form(uid=uid, actor=actor_of(request), now=timezone.now())
        )

    @extend_schema(request=shapes.CollectSerializer, responses=shapes.FormSerializer)
    def put(self, request: Request, uid: UUID) -> Response:
        body = read(shapes.CollectSerializer, request)
        said = body.validated_data
        form = collecting.FormSaid(
            status=said["status"], method=said["method"], persons=said["persons"],
            amounts=body.amounts(), evidence={name: said[name] for name in shapes.EVIDENCE},
            note=said["note"], confirmed_by=said["confirmed_by"],
        )  # fmt: skip
        entry = collecting.collect_income(
            uid=uid, version=said["version"], said=form, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return form_answer(entry)


class FormConfirmView(APIView):
    needs = {"POST": ("submit", "income_form")}

    @extend_schema(request=shapes.FormVersionSerializer, responses=shapes.FormSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """By the household itself."""
        said = read(shapes.FormVersionSerializer, request).validated_data
        return form_answer(
            collecting.confirm_income(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        )


class FormCheckView(APIView):
    needs = {"POST": ("approve_1", "income_form")}

    @extend_schema(request=shapes.FormCheckSerializer, responses=shapes.FormSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The village's word on a confirmed form, never its enumerator's."""
        said = read(shapes.FormCheckSerializer, request).validated_data
        return form_answer(
            collecting.check_income(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        )


class FormRevisitView(APIView):
    needs = {"POST": ("approve_2", "income_form")}

    @extend_schema(request=shapes.RevisitSerializer, responses=shapes.FormSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """What a drawn household said when the township asked it again."""
        said = read(shapes.RevisitSerializer, request).validated_data
        return form_answer(
            collecting.revisit_income(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        )


class IncomeLinesView(APIView):
    needs = {"GET": ("view", "income_wave"), "POST": ("create", "income_wave")}

    @extend_schema(responses=page_of(shapes.IncomeLineSerializer))
    def get(self, request: Request) -> Response:
        """Published lines with their sources, newest year first."""
        rows = IncomeLine.objects.all()
        return paged(request, rows, shapes.IncomeLineSerializer, ordering=("-year", "id"))

    @extend_schema(request=shapes.IncomeLineSerializer, responses=shapes.IncomeLineSerializer)
    def post(self, request: Request) -> Response:
        said = read(shapes.IncomeLineSerializer, request).validated_data
        line = waves.set_income_line(**said, actor=actor_of(request), now=timezone.now())
        return Response(shapes.IncomeLineSerializer(line).data)


class PriceIndexesView(APIView):
    needs = {"GET": ("view", "income_wave"), "POST": ("create", "income_wave")}

    @extend_schema(responses=page_of(shapes.PriceIndexSerializer))
    def get(self, request: Request) -> Response:
        rows = PriceIndex.objects.all()
        return paged(request, rows, shapes.PriceIndexSerializer, ordering=("-year", "id"))

    @extend_schema(
        request=shapes.PriceIndexSerializer, responses={201: shapes.PriceIndexSerializer}
    )
    def post(self, request: Request) -> Response:
        """A year of a series; a series keeps its base year."""
        said = read(shapes.PriceIndexSerializer, request).validated_data
        row = waves.add_price_index(**said, actor=actor_of(request), now=timezone.now())
        return Response(shapes.PriceIndexSerializer(row).data, status=status.HTTP_201_CREATED)


class OpeningsView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(responses=page_of(shapes.OpeningSerializer))
    def get(self, request: Request) -> Response:
        """Nominal and effective openings of the stations within reach."""
        return paged(request, queries.openings(actor_of(request)), shapes.OpeningSerializer)


class ExposureView(APIView):
    needs = {"GET": ("view", "overview")}

    @extend_schema(responses=page_of(shapes.ExposureSerializer))
    def get(self, request: Request) -> Response:
        """What other programmes brought to the villages within reach, by year."""
        return paged(request, queries.exposure(actor_of(request)), shapes.ExposureSerializer)
