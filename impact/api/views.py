"""The income report, read only."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from impact import queries
from impact.api import serializers as shapes


class IncomeReportView(APIView):
    needs = {"GET": ("view", "impact_report")}

    @extend_schema(parameters=[shapes.YearQuerySerializer], responses=shapes.IncomeReportSerializer)
    def get(self, request: Request) -> Response:
        asked = shapes.YearQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.income_report(
            actor=actor_of(request), now=timezone.now(), **asked.validated_data
        )
        return Response(shapes.IncomeReportSerializer(found).data)
