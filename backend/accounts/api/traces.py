"""Who did what, who read whose data and why, and the state of the chain."""

import io
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import queries, rules, services
from backend.accounts.api.people import day_of
from backend.audit import queries as audit
from backend.audit.models import AccessEvent, AuditEvent
from backend.common import tables
from backend.common.fields import page_of
from backend.common.pagination import Pages
from backend.common.permissions import actor_of

FILTERS = [
    OpenApiParameter(name, str) for name in ("person", "hat", "action", "subject", "since", "until")
]


class EventSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    at = serializers.DateTimeField()
    person_name = serializers.SerializerMethodField()
    hat = serializers.CharField()
    hat_name = serializers.SerializerMethodField()
    action = serializers.CharField()
    action_name = serializers.SerializerMethodField()
    subject_kind = serializers.CharField()
    subject_name = serializers.SerializerMethodField()
    subject_uid = serializers.CharField()
    values = serializers.JSONField(source="data")
    hash = serializers.SerializerMethodField()

    def get_person_name(self, event: AuditEvent) -> str:
        by_system = event.actor_uid.startswith("system:")
        known: str | None = self.context["names"].get(event.actor_uid)
        return known or ("系统" if by_system else event.actor_uid or "访客")

    def get_hat_name(self, event: AuditEvent) -> str:
        return rules.hat_name(event.hat)

    def get_subject_name(self, event: AuditEvent) -> str:
        return rules.subject_name(event.subject_kind)

    def get_action_name(self, event: AuditEvent) -> str:
        return rules.action_name(event.action)

    def get_hash(self, event: AuditEvent) -> str:
        link = getattr(event, "link", None)
        return link.hash if link else ""


class AccessSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    at = serializers.DateTimeField()
    person_name = serializers.CharField(source="actor_name")
    hat = serializers.CharField()
    hat_name = serializers.SerializerMethodField()
    subject_kind = serializers.CharField()
    subject_name = serializers.SerializerMethodField()
    subject_uid = serializers.CharField()
    read = serializers.CharField(source="fields")
    read_name = serializers.SerializerMethodField()
    purpose = serializers.CharField()
    request_id = serializers.CharField()

    def get_hat_name(self, event: AccessEvent) -> str:
        return rules.hat_name(event.hat)

    def get_subject_name(self, event: AccessEvent) -> str:
        return rules.subject_name(event.subject_kind)

    def get_read_name(self, event: AccessEvent) -> str:
        return rules.read_name(event.fields)


class ChainSerializer(serializers.Serializer[audit.ChainState]):
    events = serializers.IntegerField()
    links = serializers.IntegerField()
    last_hash = serializers.CharField()
    checked = serializers.IntegerField()
    broken = serializers.IntegerField()
    late = serializers.IntegerField()
    last_anchor_on = serializers.DateField(allow_null=True)


class ExportSerializer(serializers.Serializer[Any]):
    which = serializers.ChoiceField(choices=["events", "accesses"])
    kind = serializers.ChoiceField(choices=["xlsx", "csv"])
    purpose = serializers.CharField(max_length=200)
    person = serializers.CharField(max_length=40, allow_blank=True, default="")
    hat = serializers.CharField(max_length=16, allow_blank=True, default="")
    action = serializers.CharField(max_length=64, allow_blank=True, default="")
    subject = serializers.CharField(max_length=64, allow_blank=True, default="")
    since = serializers.DateField(required=False, allow_null=True, default=None)
    until = serializers.DateField(required=False, allow_null=True, default=None)


def asked_of(request: Request) -> audit.Asked:
    query = request.query_params
    asked = audit.Asked(
        hat=query.get("hat", ""), action=query.get("action", ""), subject=query.get("subject", ""),
        since=day_of(query.get("since", "")), until=day_of(query.get("until", "")),
    )  # fmt: skip
    return queries.traces_asked(actor_of(request), asked, person=query.get("person", ""))


class EventsView(APIView):
    needs = {"GET": ("view", "trace")}

    @extend_schema(parameters=FILTERS, responses=page_of(EventSerializer))
    def get(self, request: Request) -> Response:
        pages = Pages()
        found = pages.paginate_queryset(audit.events(asked_of(request)), request)
        names = queries.names_of(event.actor_uid for event in found)
        shape = EventSerializer(found, many=True, context={"names": names})
        return pages.get_paginated_response(shape.data)


class AccessesView(APIView):
    needs = {"GET": ("view", "trace")}

    @extend_schema(parameters=FILTERS, responses=page_of(AccessSerializer))
    def get(self, request: Request) -> Response:
        pages = Pages()
        found = pages.paginate_queryset(audit.accesses(asked_of(request)), request)
        return pages.get_paginated_response(AccessSerializer(found, many=True).data)


class ChainView(APIView):
    needs = {"GET": ("view", "trace")}

    @extend_schema(responses=ChainSerializer)
    def get(self, request: Request) -> Response:
        return Response(ChainSerializer(audit.chain_state(now=timezone.now())).data)


class TraceExportView(APIView):
    """A file with a watermark; taking it leaves a trace."""

    needs = {"POST": ("export", "trace")}

    @extend_schema(
        request=ExportSerializer, responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def post(self, request: Request) -> FileResponse:
        shape = ExportSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        which, kind = said.pop("which"), said.pop("kind")
        content = services.export_traces(
            which=which, kind=kind, purpose=said.pop("purpose"), person=said.pop("person"),
            asked=audit.Asked(**said), actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        name = f"{'audit' if which == 'events' else 'access'}-{timezone.localdate()}.{kind}"
        return FileResponse(
            io.BytesIO(content), as_attachment=True, filename=name, content_type=tables.KINDS[kind]
        )
