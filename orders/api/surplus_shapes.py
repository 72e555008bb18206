"""Shapes of a year's surplus: the plan that is asked about, its lines, its way to the ledger."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import SignedYuanField, YuanField
from cooperatives.models import SurplusDistribution
from cooperatives.rules import mask_name
from cooperatives.rules.surplus import NOTICE, Plan
from orders.queries.surplus import Line


class PlanSerializer(serializers.Serializer[Any]):
    """Percentages as strings, "60.00"; without `subsidy` the sum on the accounts is averaged."""

    cooperative = serializers.UUIDField(required=False, allow_null=True, default=None)
    year = serializers.IntegerField()
    surplus = SignedYuanField()
    loss = SignedYuanField(default=0)
    reserve_percent = SignedYuanField(default=1_000)
    patronage_percent = SignedYuanField(default=6_000)
    subsidy = SignedYuanField(required=False, allow_null=True, default=None)

    @staticmethod
    def plan_of(said: dict[str, Any]) -> Plan:
        return Plan(
            surplus_fen=said["surplus"], loss_fen=said["loss"], reserve_bp=said["reserve_percent"],
            patronage_bp=said["patronage_percent"], subsidy_fen=said["subsidy"] or 0,
        )  # fmt: skip


class ShareSerializer(serializers.Serializer[Any]):
    """One member; the name is masked, as on the public notice."""

    number = serializers.CharField()
    name = serializers.SerializerMethodField()
    village = serializers.CharField(source="household.area.name")
    patronage = YuanField(source="patronage_fen")
    capital = YuanField(source="capital_fen")
    reserve = YuanField(source="reserve_fen")
    subsidy = YuanField(source="subsidy_fen")
    refund = YuanField(source="refund_fen")
    by_account = YuanField(source="by_account_fen")
    reserve_added = YuanField(source="reserve_added_fen")
    total = YuanField(source="total_fen")

    def get_name(self, share: Any) -> str:
        return mask_name(share.household.head_name)


class DrawnShareSerializer(serializers.Serializer[Line]):
    number = serializers.CharField(source="standing.number")
    name = serializers.SerializerMethodField()
    village = serializers.CharField(source="membership.household.area.name")
    patronage = YuanField(source="standing.patronage")
    capital = YuanField(source="standing.capital_fen")
    reserve = YuanField(source="standing.reserve_fen")
    subsidy = YuanField(source="share.subsidy_fen")
    refund = YuanField(source="share.refund_fen")
    by_account = YuanField(source="share.by_account_fen")
    reserve_added = YuanField(source="share.reserve_added_fen")
    total = YuanField(source="share.total_fen")

    def get_name(self, line: Line) -> str:
        return mask_name(line.membership.household.head_name)


class DrawnSerializer(serializers.Serializer[Any]):
    """A plan tried out: nothing is kept."""

    reserve = YuanField(source="result.reserve_fen")
    distributable = YuanField(source="result.distributable_fen")
    refund = YuanField(source="result.refund_fen")
    by_account = YuanField(source="result.by_account_fen")
    subsidy = YuanField(source="plan.subsidy_fen")
    non_member = YuanField(source="non_member_fen")
    warning = serializers.CharField(source="result.warning")
    shares = DrawnShareSerializer(source="lines", many=True)


class DistributionSerializer(serializers.Serializer[SurplusDistribution]):
    uid = serializers.UUIDField()
    cooperative_name = serializers.CharField(source="cooperative.name")
    year = serializers.IntegerField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    surplus = YuanField(source="surplus_fen")
    distributable = YuanField(source="distributable_fen")
    made_at = serializers.DateTimeField()
    posted_at = serializers.DateTimeField(allow_null=True)


class DistributionDetailSerializer(DistributionSerializer):
    loss = YuanField(source="loss_fen")
    reserve_percent = YuanField(source="reserve_bp")
    patronage_percent = YuanField(source="patronage_bp")
    subsidy = YuanField(source="subsidy_fen")
    reserve = YuanField(source="reserve_fen")
    refund = YuanField(source="refund_fen")
    by_account = YuanField(source="by_account_fen")
    non_member = YuanField(source="non_member_fen")
    warning = serializers.CharField()
    refusal = serializers.CharField()
    digest = serializers.CharField()
    notice_from = serializers.DateField(allow_null=True)
    resolve_from = serializers.SerializerMethodField()
    resolved_on = serializers.DateField(allow_null=True)
    entitled = serializers.IntegerField()
    attending = serializers.IntegerField()
    in_favour = serializers.IntegerField()
    minutes_sha256 = serializers.CharField()
    made_by_me = serializers.SerializerMethodField()
    shares = serializers.SerializerMethodField()

    def get_resolve_from(self, made: SurplusDistribution) -> str | None:
        """The first day on which the assembly may meet."""
        return (made.notice_from + NOTICE).isoformat() if made.notice_from else None

    def get_made_by_me(self, made: SurplusDistribution) -> bool:
        me: str = self.context["actor"].user_uid
        return str(made.made_by.uid) == me

    @extend_schema_field(ShareSerializer(many=True))
    def get_shares(self, made: SurplusDistribution) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = list(ShareSerializer(self.context["shares"], many=True).data)
        return shown


class ResolutionSerializer(serializers.Serializer[Any]):
    held_on = serializers.DateField()
    entitled = serializers.IntegerField(min_value=1)
    attending = serializers.IntegerField(min_value=1)
    in_favour = serializers.IntegerField(min_value=1)
    minutes = serializers.FileField(error_messages={"required": "请上传会议记录"})


class MinutesLinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
