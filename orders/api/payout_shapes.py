"""Shapes of payout runs and of each household's payout."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.approvals.queries import can_decide, open_request_of
from backend.common.fields import YuanField
from orders.models import Payout, PayoutResult, PayoutRun
from orders.services.paying_out import OBJECT


class PreparePayoutSerializer(serializers.Serializer[Any]):
    """Of a settlement or of a surplus distribution: one of the two."""

    settlement = serializers.UUIDField(required=False)
    surplus = serializers.UUIDField(required=False)
    method = serializers.ChoiceField(choices=PayoutRun.Method.choices)
    minutes_no = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("settlement" in attrs) == ("surplus" in attrs):
            raise serializers.ValidationError({"settlement": "请选择一张结算单或一个盈余分配方案"})
        return attrs


class ExportPayoutSerializer(serializers.Serializer[Any]):
    encoding = serializers.ChoiceField(choices=["utf-8-sig", "gbk"], default="utf-8-sig")


class SignCashSerializer(serializers.Serializer[Any]):
    voucher_no = serializers.CharField(max_length=40)


class PayoutRunSerializer(serializers.Serializer[PayoutRun]):
    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    cooperative_name = serializers.CharField(source="cooperative.name")
    settlement = serializers.UUIDField(source="settlement.uid", allow_null=True, default=None)
    settlement_number = serializers.IntegerField(
        source="settlement.number", allow_null=True, default=None
    )
    surplus = serializers.UUIDField(source="surplus.uid", allow_null=True, default=None)
    surplus_year = serializers.IntegerField(source="surplus.year", allow_null=True, default=None)
    method = serializers.CharField()
    method_name = serializers.CharField(source="get_method_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    total = YuanField(source="total_fen")
    payees = serializers.IntegerField()
    paid_count = serializers.IntegerField()
    failed_count = serializers.IntegerField()
    unknown_count = serializers.IntegerField()
    minutes_no = serializers.CharField()
    digest = serializers.CharField()
    made_by_name = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    closed_by_name = serializers.SerializerMethodField()
    closed_at = serializers.DateTimeField(allow_null=True)
    can_decide = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_closed_by_name(self, run: PayoutRun) -> str:
        return run.closed_by.name if run.closed_by else ""

    @extend_schema_field(bool)
    def get_can_decide(self, run: PayoutRun) -> bool:
        request = open_request_of(object_kind=OBJECT, object_uid=str(run.uid))
        return request is not None and can_decide(request, self.context["actor"])


class PayoutSerializer(serializers.Serializer[Payout]):
    """The account is masked, as it was approved."""

    uid = serializers.UUIDField()
    number = serializers.CharField(source="out_biz_no")
    payee_name = serializers.CharField()
    account = serializers.CharField(source="account_shown")
    amount = YuanField(source="amount_fen")
    attempt = serializers.IntegerField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    failure = serializers.CharField()
    voucher_no = serializers.CharField()
    sent_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)


class PayeeSerializer(serializers.Serializer[Any]):
    """Whom a settlement or a surplus distribution still owes; `reason` says why not this way."""

    name = serializers.CharField()
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()


class PayoutResultSerializer(serializers.Serializer[PayoutResult]):
    uid = serializers.UUIDField()
    rows = serializers.IntegerField()
    paid = serializers.IntegerField()
    failed = serializers.IntegerField()
    taken_at = serializers.DateTimeField()
