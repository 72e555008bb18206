"""False-trade checks: the list, the sales behind a finding, what they are, and who agrees."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import SignedYuanField, page_of, paged
from backend.common.money import yuan
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from impact.api.surveys import read
from impact.models import TradeFinding
from impact.queries import findings
from impact.services import trading


class FindingSerializer(serializers.Serializer[TradeFinding]):
    """`sales` is what the sales are worth after refunds; no total holds them but the cleared."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    place = serializers.CharField(source="station.area.parent.name")
    station = serializers.CharField(source="station.name")
    rule = serializers.CharField()
    count = serializers.IntegerField()
    sales = SignedYuanField(source="sales_fen")
    found_at = serializers.DateTimeField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    proposal = serializers.CharField()
    proposal_name = serializers.CharField(source="get_proposal_display")
    proposed_because = serializers.CharField()
    proposed_by_name = serializers.CharField()
    proposed_at = serializers.DateTimeField(allow_null=True)
    decided_by_name = serializers.CharField()
    decided_because = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class FindingRowSerializer(serializers.Serializer[findings.Row]):
    order = serializers.CharField()
    on = serializers.DateField()
    household = serializers.UUIDField(source="household_uid")
    head_name = serializers.CharField()
    card_no = serializers.CharField()
    station = serializers.CharField()
    product = serializers.CharField()
    grade = serializers.CharField()
    weight_g = serializers.IntegerField()
    sales = SignedYuanField(source="sales_fen")
    household_income = SignedYuanField(source="household_fen")
    lot_code = serializers.CharField()
    receipt = serializers.UUIDField()
    why = serializers.CharField()


class OpenedFindingSerializer(serializers.Serializer[Any]):
    finding = FindingSerializer()
    rows = FindingRowSerializer(many=True)
    may_propose = serializers.BooleanField()


class WhySerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField(max_length=200)


class FindingsQuerySerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        choices=TradeFinding.State.choices, required=False, allow_blank=True, default=""
    )
    kind = serializers.ChoiceField(
        choices=TradeFinding.Kind.choices, required=False, allow_blank=True, default=""
    )
    parent: Any = serializers.RegexField(
        r"^\d{6,12}$", required=False, allow_blank=True, default=""
    )


class ProposeVerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["clear", "confirm"])
    reason = serializers.CharField(max_length=400)


class CheckYearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class CheckJobSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    state = serializers.CharField()


class FindingsView(APIView):
    needs = {"GET": ("view", "trade_finding")}

    @extend_schema(
        operation_id="trade_findings",
        parameters=[FindingsQuerySerializer, OpenApiParameter("cursor", str)],
        responses=page_of(FindingSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = FindingsQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = findings.listed(actor_of(request), **asked.validated_data)
        return paged(request, rows, FindingSerializer, ordering=("-found_at", "-id"))


class FindingView(APIView):
    needs = {"GET": ("view", "trade_finding")}

    @extend_schema(
        operation_id="trade_finding", parameters=[WhySerializer], responses=OpenedFindingSerializer
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """The sales behind it, for a stated reason that every household named can read."""
        asked = WhySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        actor = actor_of(request)
        finding, rows = trading.open_rows(
            uid=uid, actor=actor, now=timezone.now(), **asked.validated_data
        )
        open_now = finding.state == TradeFinding.State.UNDER_REVIEW and not finding.proposal
        may = open_now and actor.may("submit", "trade_finding")
        found = {"finding": _with_sums(request, finding), "rows": rows, "may_propose": may}
        return Response(OpenedFindingSerializer(found).data)


class ProposeView(APIView):
    needs = {"POST": ("submit", "trade_finding")}

    @extend_schema(request=ProposeVerdictSerializer, responses=FindingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """What the sales are, with the reason; another person of the county agrees."""
        said = read(ProposeVerdictSerializer, request).validated_data
        finding = trading.propose_verdict(
            uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(FindingSerializer(_with_sums(request, finding)).data)


class CheckView(APIView):
    needs = {"POST": ("create", "trade_finding")}

    @extend_schema(request=CheckYearSerializer, responses={202: CheckJobSerializer})
    def post(self, request: Request) -> Response:
        """A year is gone through again, in the background."""
        said = read(CheckYearSerializer, request).validated_data
        job = trading.ask_for_check(**said, actor=actor_of(request), now=timezone.now())
        return Response(CheckJobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class FindingReviewView(APIView):
    needs = {"GET": ("view", "trade_finding")}

    @extend_schema(operation_id="trade_finding_review", responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return Response(ReviewSerializer(_review(findings.find(actor_of(request), uid))).data)


class FindingDecideView(APIView):
    needs = {"POST": ("approve_1", "trade_finding")}

    @extend_schema(
        operation_id="decide_trade_finding", request=ReviewDecisionSerializer,
        responses=FindingSerializer,
    )  # fmt: skip
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(ReviewDecisionSerializer, request).validated_data
        finding = trading.decide_verdict(
            uid=uid, actor=actor_of(request), now=timezone.now(), **said
        )
        return Response(FindingSerializer(_with_sums(request, finding)).data)


def _with_sums(request: Request, finding: TradeFinding) -> TradeFinding:
    return findings.listed(actor_of(request)).get(pk=finding.pk)


def _review(finding: TradeFinding) -> Review:
    """Names no household: who wants to see them opens the finding for a reason."""
    facts = [
        Fact("类型", finding.get_kind_display()),
        Fact("规则", finding.rule),
        Fact("服务站", finding.station.name),
        Fact("认定意见", finding.get_proposal_display()),
        Fact("理由", finding.proposed_because),
        Fact("提出人", finding.proposed_by_name),
    ]
    rows = findings.rows_of(finding)
    shown = [[row.order, str(row.on), row.product, yuan(row.sales_fen), row.why] for row in rows]
    warning = "同意“属实”后这些交易立即计入各级汇总；同意“虚假”后一直不计入"
    return Review(
        "疑似虚假交易认定", findings.digest(finding), facts, warning,
        ["订单", "日期", "产品", "金额（元）", "原因"], shown,
    )  # fmt: skip
