"""How far one's own job is."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from backend.jobs import queries
from backend.jobs.models import Job


class JobSerializer(serializers.Serializer[Job]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    result = serializers.JSONField()
    error = serializers.CharField()
    queued_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class JobView(APIView):
    """Only the person who started a job finds it."""

    needs = {"GET": ("view", "job")}

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        job = queries.own_job(str(uid), actor_of(request))
        if job is None:
            raise NotFound
        return Response(JobSerializer(job).data)
