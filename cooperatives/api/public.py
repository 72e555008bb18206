"""The story of a lot for programs: what the page behind its QR says, and no more."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from cooperatives import queries, rules

NO_LOT = "没有这个批次：编码有误，或不是本系统签发"
EXAMPLE = {
    "code": "DT2609010010017", "product": "马铃薯", "grade": "一级", "township": "东峡镇",
    "village": "东峡村", "station": "东峡村电商服务站", "cooperative": "东峡富民种植专业合作社",
    "cooperative_credit_code": "93630121MADEMO0017", "branch": "东峡村党支部", "household": "",
    "received_on": "2026-09-01", "expires_on": "2026-11-30", "received_g": 50000,
    "certificate": "HG-2026-000017", "revoked": False, "listing": None,
}  # fmt: skip


class LotStorySerializer(serializers.Serializer[Any]):
    """`household` is empty without its consent; `certificate` where the class asks for none."""

    code = serializers.CharField(source="lot.code")
    product = serializers.CharField(source="lot.receipt.product.name")
    grade = serializers.CharField(source="lot.receipt.get_grade_display")
    township = serializers.CharField(source="lot.receipt.household.area.parent.name", default="")
    village = serializers.CharField(source="lot.receipt.household.area.name")
    station = serializers.CharField(source="lot.receipt.station.name")
    cooperative = serializers.CharField(source="lot.receipt.cooperative.name")
    cooperative_credit_code = serializers.CharField(source="lot.receipt.cooperative.credit_code")
    branch = serializers.CharField(source="branch.branch.name", default="")
    household = serializers.CharField(source="household_name")
    received_on = serializers.SerializerMethodField()
    expires_on = serializers.DateField(source="lot.expires_on")
    received_g = serializers.IntegerField(source="lot.received_g")
    certificate = serializers.CharField(source="certificate.number", default="")
    revoked = serializers.SerializerMethodField()
    listing = serializers.UUIDField(source="listing.uid", default=None, allow_null=True)

    def get_received_on(self, story: queries.LotStory) -> str:
        return timezone.localdate(story.lot.receipt.weighed_at).isoformat()

    def get_revoked(self, story: queries.LotStory) -> bool:
        return bool(story.certificate and story.certificate.revoked_at)


class LotStoryView(APIView):
    """One lot by the code on its label."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_lot", responses=LotStorySerializer,
        examples=[OpenApiExample("一批马铃薯", value=EXAMPLE, response_only=True)],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        clean = rules.clean_code(code)
        story = queries.lot_story(clean) if rules.check_lot_code(clean) else None
        if story is None:
            raise NotFound(NO_LOT)
        return Response(LotStorySerializer(story).data)
