"""Papers that take a while: passbooks of many households, statements of account; made by a job."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.permissions import actor_of
from backend.exchange.services import exporting
from orders.api.sales import read
from orders.rules.period import read_period
from orders.services.documents import DOCUMENTS

TASK = "orders.tasks.make_paper"


class AskPaperSerializer(serializers.Serializer[Any]):
    """The file is then found below `/exports`, with its progress."""

    from_on = serializers.DateField(required=False, allow_null=True, default=None)
    to_on = serializers.DateField(required=False, allow_null=True, default=None)
    purpose = serializers.CharField(max_length=200)


class AskPassbooksSerializer(AskPaperSerializer):
    area_code = serializers.RegexField(r"^[0-9]{0,12}$", default="", allow_blank=True)


class AskStatementSerializer(AskPaperSerializer):
    owner = serializers.CharField(max_length=64, default="", allow_blank=True)
    format = serializers.ChoiceField(choices=["pdf", "xlsx"], default="pdf")


class AskedPaperSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    foreseen = serializers.IntegerField()


class PassbooksView(APIView):
    needs = {"POST": ("export", "statement")}

    @extend_schema(request=AskPassbooksSerializer, responses={201: AskedPaperSerializer})
    def post(self, request: Request) -> Response:
        said = read(AskPassbooksSerializer, request.data)
        return ask(request, "passbooks", "pdf", said, {"area_code": said["area_code"]})


class AccountStatementView(APIView):
    needs = {"POST": ("view", "account_book")}

    @extend_schema(request=AskStatementSerializer, responses={201: AskedPaperSerializer})
    def post(self, request: Request) -> Response:
        said = read(AskStatementSerializer, request.data)
        return ask(request, "account_statement", said["format"], said, {"owner": said["owner"]})


def ask(
    request: Request, code: str, file_format: str, said: dict[str, Any], filters: dict[str, str]
) -> Response:
    today = timezone.localdate()
    first = said["from_on"] or today.replace(month=1, day=1)
    period = read_period(first, said["to_on"], today=today)
    days = {"from_on": period.from_on.isoformat(), "to_on": period.to_on.isoformat()}
    export = exporting.ask_export(
        kind=DOCUMENTS[code], file_format=file_format, filters=filters | days, personal=False,
        purpose=said["purpose"], task=TASK, actor=actor_of(request), now=timezone.now(),
    )  # fmt: skip
    return Response(AskedPaperSerializer(export).data, status=201)
