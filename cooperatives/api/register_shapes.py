"""Shapes of the register: households, their files, changes and consents."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cooperatives import queries
from cooperatives.api.exchange_shapes import AgreementSerializer
from cooperatives.api.serializers import HouseholdSerializer
from cooperatives.models import Consent, ConsentPurpose, Household, HouseholdChange
from cooperatives.rules import mask_name

CHILD = 14


class HouseholdRowSerializer(HouseholdSerializer):
    """A row of the register; nothing sealed leaves here."""

    township = serializers.CharField(source="area.parent.name")
    villager_group = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    is_temporary = serializers.BooleanField()


class HouseholdFactsSerializer(serializers.Serializer[Household]):
    """Facts of the household itself, now or on a day; sealed values masked."""

    card_no = serializers.CharField()
    head_name = serializers.CharField()
    area_code = serializers.CharField()
    village = serializers.CharField(source="area.name")
    villager_group = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.SerializerMethodField()
    account = serializers.SerializerMethodField()
    account_bank = serializers.CharField()
    account_changed_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField()
    labour_count = serializers.IntegerField()
    category = serializers.CharField()
    category_name = serializers.CharField(source="get_category_display")
    land_mu = serializers.SerializerMethodField()
    main_cause = serializers.CharField()
    main_cause_name = serializers.CharField(source="get_main_cause_display")
    named_in_public = serializers.BooleanField()
    is_temporary = serializers.BooleanField()
    registered_on = serializers.DateField(allow_null=True)
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    status_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()

    def get_phone(self, household: Household) -> str:
        return str(household.phone or "")

    def get_account(self, household: Household) -> str:
        return str(household.account or "")

    def get_land_mu(self, household: Household) -> str:
        return f"{household.land_mu_x100 // 100}.{household.land_mu_x100 % 100:02d}"


class MemberSerializer(serializers.Serializer[Any]):
    """A child's name is masked and no number of it is kept (DOMAIN section 8)."""

    uid = serializers.UUIDField()
    name = serializers.SerializerMethodField()
    relation = serializers.CharField()
    relation_name = serializers.CharField(source="get_relation_display")
    sex = serializers.CharField()
    sex_name = serializers.CharField(source="get_sex_display")
    birth_year = serializers.IntegerField(allow_null=True)
    labour = serializers.CharField()
    labour_name = serializers.CharField(source="get_labour_display")
    identity = serializers.SerializerMethodField()
    joined_on = serializers.DateField()
    left_on = serializers.DateField(allow_null=True)
    left_reason_name = serializers.CharField(source="get_left_reason_display")

    def get_name(self, member: Any) -> str:
        today: date = self.context["today"]
        child = member.birth_year and today.year - member.birth_year < CHILD
        return mask_name(member.name) if child else str(member.name)

    def get_identity(self, member: Any) -> str:
        return str(member.identity or "")


class CategoryRowSerializer(serializers.Serializer[Any]):
    period_name = serializers.CharField(source="category.period.name")
    name = serializers.CharField(source="category.name")
    today_name = serializers.CharField(source="category.get_today_display")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    risk_cleared = serializers.BooleanField()
    reason = serializers.CharField()


class MembershipRowSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    cooperative_uid = serializers.UUIDField(source="cooperative.uid")
    cooperative_name = serializers.CharField(source="cooperative.name")
    number = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ConsentRowSerializer(serializers.Serializer[Consent]):
    uid = serializers.UUIDField()
    purpose = serializers.CharField()
    purpose_name = serializers.CharField(source="get_purpose_display")
    given = serializers.BooleanField()
    method_name = serializers.CharField(source="get_method_display")
    notice_version = serializers.CharField(source="notice.version")
    notice_text = serializers.CharField(source="notice.text")
    said_by = serializers.CharField()
    said_at = serializers.DateTimeField()
    recorded_by_name = serializers.CharField(source="recorded_by.name")


class DiffLineSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class ChangeSerializer(serializers.Serializer[HouseholdChange]):
    """A request with its difference in words."""

    uid = serializers.UUIDField()
    household = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.area.name")
    field = serializers.CharField()
    field_name = serializers.CharField(source="get_field_display")  # type: ignore[assignment]
    diff = serializers.SerializerMethodField()
    reason = serializers.CharField()
    evidence_kind_name = serializers.CharField(source="get_evidence_kind_display")
    evidence = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    made_by_name = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    needs_call = serializers.SerializerMethodField()
    call_note = serializers.CharField()
    called_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    refusal = serializers.CharField()
    can_restore = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    @extend_schema_field(DiffLineSerializer(many=True))
    def get_diff(self, change: HouseholdChange) -> Any:
        return DiffLineSerializer(queries.diff_of(change), many=True).data

    def get_needs_call(self, change: HouseholdChange) -> bool:
        return queries.needs_call(change)

    def get_can_restore(self, change: HouseholdChange) -> bool:
        return queries.can_restore(change)


class TimelineSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    why = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]


class HouseholdFileSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="household.uid")
    facts = HouseholdFactsSerializer(source="then", allow_null=True)
    version = serializers.IntegerField(source="household.version")
    status = serializers.CharField(source="household.status")
    on = serializers.DateField()
    is_today = serializers.BooleanField()
    members = MemberSerializer(many=True)
    categories = CategoryRowSerializer(many=True)
    category_then = CategoryRowSerializer(allow_null=True)
    memberships = MembershipRowSerializer(many=True)
    consents = ConsentRowSerializer(many=True)
    changes = ChangeSerializer(many=True)
    timeline = TimelineSerializer(many=True)


class AskChangeSerializer(serializers.Serializer[Any]):
    """`said` holds what was typed; each field has its own keys (cooperatives.rules.proposals)."""

    version = serializers.IntegerField(min_value=1)
    field = serializers.ChoiceField(choices=HouseholdChange.Field.choices)
    target = serializers.CharField(max_length=36, required=False, allow_blank=True, default="")
    said = serializers.DictField(child=serializers.JSONField(), default=dict)
    reason = serializers.CharField(max_length=200)
    evidence_kind = serializers.ChoiceField(
        choices=HouseholdChange.Evidence.choices, required=False, allow_blank=True, default=""
    )
    evidence = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class EvidenceSerializer(serializers.Serializer[Any]):
    evidence_kind = serializers.ChoiceField(choices=HouseholdChange.Evidence.choices)
    evidence = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class VerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.CharField(max_length=8)
    comment = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    call_note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class TemporarySerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    # When a device without network wrote it down: under which posting it was made.
    made_at = serializers.DateTimeField(required=False)
    name = serializers.CharField(max_length=40)
    village = serializers.CharField(max_length=12)


class NewHouseholdSerializer(serializers.Serializer[Any]):
    village = serializers.CharField(max_length=12)
    said = serializers.DictField(child=serializers.JSONField())


class SayConsentSerializer(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    given = serializers.BooleanField()
    method = serializers.ChoiceField(choices=Consent.Method.choices)
    said_by = serializers.CharField(max_length=20)
    said_at = serializers.DateTimeField()
    note = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class PolicyCategorySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    today = serializers.CharField()
    period_name = serializers.CharField(source="period.name")


class NoticeSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    purpose_name = serializers.CharField(source="get_purpose_display")
    version = serializers.CharField()
    text = serializers.CharField()


class VillageSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    township = serializers.CharField(source="parent.name")


class AlikeSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.area.name")
    phone_tail = serializers.CharField(source="household.phone_tail")
    agreements = AgreementSerializer(many=True)
