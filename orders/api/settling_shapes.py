"""Shapes of settlement runs, their households, lines, objections and agreements."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.approvals.queries import can_decide, open_request_of
from backend.common.fields import SignedYuanField, YuanField
from cooperatives.rules import mask_name
from orders.models import (
    DeductionAgreement,
    SettlementLine,
    SettlementObjection,
    SettlementParty,
    SettlementRun,
    SettlementStep,
)
from orders.queries.settlements import WHOLE, left_out
from orders.services.settlement_deciding import OBJECT


class OpenSettlementSerializer(serializers.Serializer[Any]):
    cooperative = serializers.UUIDField(required=False, allow_null=True, default=None)
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    station = serializers.UUIDField(required=False, allow_null=True, default=None)


class SettlementReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class DecideSettlementSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["approve", "return", "reject"])
    comment = serializers.CharField(max_length=400, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)


class CorrectSettlementSerializer(SettlementReasonSerializer):
    amount = SignedYuanField()


class AnswerSettlementSerializer(serializers.Serializer[Any]):
    upheld = serializers.BooleanField()
    answer = serializers.CharField(max_length=200)
    correction = SignedYuanField(required=False, default=0)


class SettlementRunSerializer(serializers.Serializer[SettlementRun]):
    """A household and a station read their own part: the sums of all are not for them."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    cooperative = serializers.CharField(source="cooperative.uid")
    cooperative_name = serializers.CharField(source="cooperative.name")
    station_name = serializers.SerializerMethodField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    households = serializers.SerializerMethodField()
    gross = serializers.SerializerMethodField()
    deducted = serializers.SerializerMethodField()
    payable = serializers.SerializerMethodField()
    carried = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()
    notice_until = serializers.DateTimeField(allow_null=True)
    posted_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(str)
    def get_station_name(self, run: SettlementRun) -> str:
        return run.station.name if run.station else ""

    def _whole(self, value: int) -> int | None:
        actor = self.context["actor"]
        return value if actor.system or actor.role in WHOLE else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_households(self, run: SettlementRun) -> int | None:
        return self._whole(run.households)

    def _money(self, amount_fen: int) -> str | None:
        seen = self._whole(amount_fen)
        return None if seen is None else YuanField().to_representation(seen)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_gross(self, run: SettlementRun) -> str | None:
        return self._money(run.gross_fen)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_deducted(self, run: SettlementRun) -> str | None:
        return self._money(run.deducted_fen)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_payable(self, run: SettlementRun) -> str | None:
        return self._money(run.payable_fen)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_carried(self, run: SettlementRun) -> str | None:
        return self._money(run.carried_fen)


class SettlementStepSerializer(serializers.Serializer[SettlementStep]):
    to_state = serializers.CharField()
    to_name = serializers.SerializerMethodField()
    actor_name = serializers.CharField()
    comment = serializers.CharField()
    at = serializers.DateTimeField()

    @extend_schema_field(str)
    def get_to_name(self, step: SettlementStep) -> str:
        return str(SettlementRun.State(step.to_state).label)


class SettlementLeftOutSerializer(serializers.Serializer[Any]):
    state_name = serializers.CharField()
    reason = serializers.CharField()
    lines = serializers.IntegerField()
    amount = YuanField(source="amount_fen")


class SettlementWeightsSerializer(serializers.Serializer[Any]):
    """received = sold + rejected + wasted + stock; `missing` is what counting did not find."""

    received = serializers.IntegerField()
    sold = serializers.IntegerField()
    rejected = serializers.IntegerField()
    wasted = serializers.IntegerField()
    stock = serializers.IntegerField()
    missing = serializers.IntegerField()


class SettlementRunDetailSerializer(SettlementRunSerializer):
    digest = serializers.CharField()
    cap_bp = serializers.IntegerField()
    floor = YuanField(source="floor_fen")
    variance_bp = serializers.IntegerField()
    weights = SettlementWeightsSerializer()
    lines_count = serializers.IntegerField()
    made_by_name = serializers.CharField(source="made_by.name")
    notice_from = serializers.DateTimeField(allow_null=True)
    left_out = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()
    can_decide = serializers.SerializerMethodField()
    can_make = serializers.SerializerMethodField()

    @extend_schema_field(SettlementLeftOutSerializer(many=True))
    def get_left_out(self, run: SettlementRun) -> Any:
        return SettlementLeftOutSerializer(left_out(run), many=True).data

    @extend_schema_field(SettlementStepSerializer(many=True))
    def get_steps(self, run: SettlementRun) -> Any:
        steps: Any = run.steps.order_by("id")
        return SettlementStepSerializer(steps, many=True).data

    def _request(self, run: SettlementRun) -> Any:
        return open_request_of(object_kind=OBJECT, object_uid=str(run.uid))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_waits_for(self, run: SettlementRun) -> list[str]:
        """Roles whose word is asked for now."""
        request = self._request(run)
        return list(request.steps[request.step]) if request else []

    @extend_schema_field(bool)
    def get_can_decide(self, run: SettlementRun) -> bool:
        request = self._request(run)
        return request is not None and can_decide(request, self.context["actor"])

    @extend_schema_field(bool)
    def get_can_make(self, run: SettlementRun) -> bool:
        actor = self.context["actor"]
        mine = str(run.cooperative.uid) in actor.cooperatives
        return mine and actor.may("create", "settlement_run")


class SettlementPartySerializer(serializers.Serializer[SettlementParty]):
    household = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    name = serializers.CharField(source="household_name")
    member = serializers.BooleanField()
    gross = YuanField(source="gross_fen")
    brought = YuanField(source="brought_fen")
    advance = YuanField(source="advance_fen")
    deducted = YuanField(source="deducted_fen")
    relief = YuanField(source="relief_fen")
    payable = YuanField(source="payable_fen")
    carried = YuanField(source="carried_fen")
    last = YuanField(source="last_fen", allow_null=True)
    change = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_change(self, party: SettlementParty) -> str | None:
        """Against what the last run paid; None for a household that was in none."""
        if party.last_fen is None:
            return None
        return YuanField().to_representation(party.payable_fen - party.last_fen)


class SettlementLineSerializer(serializers.Serializer[SettlementLine]):
    uid = serializers.UUIDField()
    household = serializers.UUIDField(source="party.household.uid")
    household_name = serializers.CharField(source="party.household_name")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    reason = serializers.CharField()
    by_hand = serializers.BooleanField()
    on = serializers.DateField()
    words = serializers.CharField()
    weight_g = serializers.IntegerField()
    amount = YuanField(source="amount_fen")


class SettlementNoticeRowSerializer(serializers.Serializer[Any]):
    """Masked name and village; no card, phone or account."""

    name = serializers.CharField()
    village = serializers.CharField()
    gross = YuanField(source="gross_fen")
    deducted = YuanField(source="deducted_fen")
    payable = YuanField(source="payable_fen")
    held = serializers.BooleanField()


class SettlementObjectionSerializer(serializers.Serializer[SettlementObjection]):
    uid = serializers.UUIDField()
    run = serializers.UUIDField(source="run.uid")
    household_name = serializers.SerializerMethodField()
    words = serializers.CharField()
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()
    made_by_name = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(str)
    def get_household_name(self, objection: SettlementObjection) -> str:
        return mask_name(objection.household.head_name)


class RecordDeductionSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DeductionAgreement.Kind.choices)
    loan = serializers.UUIDField(required=False, allow_null=True, default=None)
    amount = YuanField()
    per_run = YuanField(required=False, default=0)
    priority = serializers.IntegerField(min_value=1, max_value=99, default=10)
    paper_no = serializers.CharField(max_length=40)
    agreed_on = serializers.DateField()


class DeductionAgreementSerializer(serializers.Serializer[DeductionAgreement]):
    uid = serializers.UUIDField()
    household = serializers.UUIDField(source="household.uid")
    household_name = serializers.CharField(source="household.head_name")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    amount = YuanField(source="amount_fen")
    per_run = YuanField(source="per_run_fen")
    priority = serializers.IntegerField()
    paper_no = serializers.CharField()
    agreed_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
