"""Shapes of cooperatives, memberships and member accounts."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.money import yuan
from cooperatives.models import Cooperative, MemberAccountEntry


class SignedYuanField(YuanField):
    """Fen inside, "-12.50" outside; an account entry may take away."""

    def to_internal_value(self, data: str) -> int:
        taken = isinstance(data, str) and data.startswith("-")
        amount = super().to_internal_value(data[1:] if taken else data)
        return -amount if taken else amount


class CooperativeListedSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    credit_code = serializers.CharField()
    village = serializers.CharField(source="area.name")
    township = serializers.CharField(source="area.parent.name")
    founded_on = serializers.DateField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    member_count = serializers.SerializerMethodField()
    unit_count = serializers.SerializerMethodField()
    station_count = serializers.SerializerMethodField()

    def get_member_count(self, row: Any) -> int:
        return row.member_count or 0

    def get_unit_count(self, row: Any) -> int:
        return row.unit_count or 0

    def get_station_count(self, row: Any) -> int:
        return row.station_count or 0


class FactSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    holds = serializers.BooleanField()
    text = serializers.CharField()


class UnitSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    credit_code = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class AttachmentSerializer(serializers.Serializer[Any]):
    station_uid = serializers.UUIDField(source="station.uid")
    station_name = serializers.CharField(source="station.name")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    reason = serializers.CharField()


class CooperativeSerializer(CooperativeListedSerializer):
    address = serializers.CharField()
    office_phone = serializers.CharField()
    business = serializers.CharField()
    version = serializers.IntegerField()
    facts = FactSerializer(many=True)
    units = UnitSerializer(many=True)
    attachments = AttachmentSerializer(many=True, source="links")


class NewCooperativeSerializer(serializers.Serializer[Any]):
    village = serializers.CharField(max_length=12)
    said = serializers.DictField(child=serializers.JSONField())


class EditCooperativeSerializer(serializers.Serializer[Cooperative]):
    version = serializers.IntegerField(min_value=1)
    said = serializers.DictField(child=serializers.JSONField())


class MemberRowSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    household = serializers.UUIDField(source="household.uid")
    head_name = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.area.name")
    phone_tail = serializers.CharField(source="household.phone_tail")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    left_reason = serializers.CharField()
    capital = serializers.SerializerMethodField()
    reserve = serializers.SerializerMethodField()
    subsidy = serializers.SerializerMethodField()

    def get_capital(self, row: Any) -> str:
        return yuan(row.capital_fen or 0)

    def get_reserve(self, row: Any) -> str:
        return yuan(row.reserve_fen or 0)

    def get_subsidy(self, row: Any) -> str:
        return yuan(row.subsidy_fen or 0)


class EntrySerializer(serializers.Serializer[MemberAccountEntry]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    amount = SignedYuanField(source="amount_fen")
    booked_on = serializers.DateField()
    reason = serializers.CharField()
    voucher_no = serializers.CharField()
    made_by_name = serializers.CharField(source="made_by.name", default="")


class MembershipSerializer(MemberRowSerializer):
    cooperative_uid = serializers.UUIDField(source="cooperative.uid")
    cooperative_name = serializers.CharField(source="cooperative.name")
    version = serializers.IntegerField()
    entries = EntrySerializer(many=True, source="account_entries")


class EnrolSerializer(serializers.Serializer[Any]):
    card_no = serializers.CharField(max_length=16)
    number = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")
    joined_on = serializers.DateField()
    capital = YuanField(required=False, default=0)


class EndSerializer(serializers.Serializer[Any]):
    left_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class BookSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=MemberAccountEntry.Kind.choices)
    amount = SignedYuanField()
    booked_on = serializers.DateField()
    reason = serializers.CharField(max_length=100)
    voucher_no = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class UnitInSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(min_length=2, max_length=60)
    credit_code = serializers.CharField(max_length=18)
    joined_on = serializers.DateField()


class AttachSerializer(serializers.Serializer[Any]):
    cooperative = serializers.UUIDField()
    from_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class VerdictOnlySerializer(serializers.Serializer[Any]):
    verdict = serializers.CharField(max_length=8)
    comment = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
