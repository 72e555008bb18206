"""Shapes of income waves, forms, lines and indexes."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import SignedYuanField, YuanField
from impact.models import IncomeEntry, IncomeLine, IncomeSurvey, PriceIndex
from impact.models.survey import AMOUNTS
from impact.rules.surveying import FLAG_NAMES

EVIDENCE = ("wage_evidence", "operating_evidence", "property_evidence", "transfer_evidence")
ENDED = ("observed", "refused", "moved", "died", "split")


class WaveSerializer(serializers.ModelSerializer[IncomeSurvey]):
    state_name = serializers.CharField(source="get_state_display")
    forms = serializers.IntegerField()
    waiting = serializers.IntegerField()
    collected = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    returned = serializers.IntegerField()
    checked = serializers.IntegerField()
    version_of_year = serializers.IntegerField(source="number")

    class Meta:
        model = IncomeSurvey
        fields = (
            "uid", "county_code", "year", "version_of_year", "instrument", "series", "sampling",
            "sample_per_village", "is_baseline", "synthetic", "state", "state_name", "opened_at",
            "locked_at", "reason", "forms", "waiting", "collected", "confirmed", "returned",
            "checked",
        )  # fmt: skip


class NewWaveSerializer(serializers.Serializer[Any]):
    county_code = serializers.RegexField(r"^\d{6}$")
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    instrument = serializers.CharField(max_length=40)
    series = serializers.ChoiceField(IncomeSurvey.Series.choices, default="disposable")
    sampling = serializers.ChoiceField(IncomeSurvey.Sampling.choices, default="census")
    sample_per_village = serializers.IntegerField(min_value=0, max_value=500, default=0)
    is_baseline = serializers.BooleanField(default=False)


class WhyAgainSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class FormRowSerializer(serializers.ModelSerializer[IncomeEntry]):
    year = serializers.IntegerField(source="survey.year")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.area.name")
    township = serializers.CharField(source="household.area.parent.name")
    stage_name = serializers.CharField(source="get_stage_display")
    status_name = serializers.CharField(source="get_status_display")
    platform_sales = serializers.SerializerMethodField()

    class Meta:
        model = IncomeEntry
        fields: tuple[str, ...] = (
            "uid", "year", "card_no", "head_name", "village", "township", "stage", "stage_name",
            "status", "status_name", "version", "returned_because", "persons", "platform_sales",
        )  # fmt: skip

    def get_platform_sales(self, entry: IncomeEntry) -> str | None:
        """Only for those who collect, and only of a form that is still to be collected."""
        if not hasattr(entry, "sold_fen"):
            return None
        # Annotated by the query, not a column.
        total = (getattr(entry, "sold_fen", 0) or 0) + (getattr(entry, "bought_fen", 0) or 0)
        return YuanField().to_representation(max(0, total))


class FormSerializer(FormRowSerializer):
    """`platform_sales` is the platform's own figure and cannot be typed; `other_revenue` is what
    stands beside it."""

    wage = SignedYuanField(source="wage_fen")
    welfare_wage = SignedYuanField(source="welfare_wage_fen")
    operating_revenue = SignedYuanField(source="operating_revenue_fen")
    other_revenue = serializers.SerializerMethodField()
    own_consumption = SignedYuanField(source="own_consumption_fen")
    operating_expense = SignedYuanField(source="operating_expense_fen")
    depreciation = SignedYuanField(source="depreciation_fen")
    production_tax = SignedYuanField(source="production_tax_fen")
    operating_net = SignedYuanField(source="operating_net_fen")
    property = SignedYuanField(source="property_fen")
    dividend = SignedYuanField(source="dividend_fen")
    transfer_received = SignedYuanField(source="transfer_received_fen")
    transfer_paid = SignedYuanField(source="transfer_paid_fen")
    transfer_net = SignedYuanField(source="transfer_net_fen")
    earned = SignedYuanField(source="earned_fen")
    enumerator_name = serializers.SerializerMethodField()
    flag_texts = serializers.SerializerMethodField()
    revisit_drawn = serializers.SerializerMethodField()
    revisit_agrees = serializers.SerializerMethodField()

    class Meta(FormRowSerializer.Meta):
        fields = (
            *FormRowSerializer.Meta.fields, "method", "wage", "welfare_wage",
            "operating_revenue", "other_revenue", "own_consumption",
            "operating_expense", "depreciation", "production_tax", "operating_net", "property",
            "dividend", "transfer_received", "transfer_paid", "transfer_net", "earned", *EVIDENCE,
            "note", "enumerator_name", "flag_texts", "confirmed_by", "confirmed_at", "collected_at",
            "checked_at", "revisit_drawn", "revisit_agrees",
        )  # fmt: skip

    def get_platform_sales(self, entry: IncomeEntry) -> str:
        return YuanField().to_representation(self.context["platform_sales_fen"])

    def get_enumerator_name(self, entry: IncomeEntry) -> str:
        return str(self.context["names"].get(entry.enumerator_uid, ""))

    def get_other_revenue(self, entry: IncomeEntry) -> str:
        other = entry.operating_revenue_fen - entry.platform_sales_fen - entry.own_consumption_fen
        return YuanField().to_representation(other)

    def get_flag_texts(self, entry: IncomeEntry) -> list[str]:
        return [FLAG_NAMES[flag] for flag in entry.flags]

    def get_revisit_drawn(self, entry: IncomeEntry) -> bool:
        return bool(self.context["revisit_drawn"])

    def get_revisit_agrees(self, entry: IncomeEntry) -> bool | None:
        revisit = getattr(entry, "revisit", None)
        return revisit.agrees if revisit else None


def _money() -> SignedYuanField:
    return SignedYuanField(required=False, default=0)


class CollectSerializer(serializers.Serializer[Any]):
    """Yuan as text; `other_revenue` leaves out what the platform paid and what was eaten."""

    version = serializers.IntegerField(min_value=1)
    status = serializers.ChoiceField(ENDED)
    method = serializers.ChoiceField(IncomeEntry.Method.choices)
    persons = serializers.IntegerField(min_value=1, max_value=99)
    wage = _money()
    welfare_wage = _money()
    other_revenue = _money()
    own_consumption = _money()
    operating_expense = _money()
    depreciation = _money()
    production_tax = _money()
    property = _money()
    dividend = _money()
    transfer_received = _money()
    transfer_paid = _money()
    wage_evidence = serializers.ChoiceField(IncomeEntry.Evidence.choices, default="declared")
    operating_evidence = serializers.ChoiceField(IncomeEntry.Evidence.choices, default="declared")
    property_evidence = serializers.ChoiceField(IncomeEntry.Evidence.choices, default="declared")
    transfer_evidence = serializers.ChoiceField(IncomeEntry.Evidence.choices, default="declared")
    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    confirmed_by = serializers.ChoiceField(
        [("", "未确认"), ("signature", "签名"), ("tap", "当面点按")], default="", allow_blank=True
    )

    def amounts(self) -> dict[str, int]:
        said = self.validated_data
        typed = {name: said.get(name.removesuffix("_fen"), 0) for name in AMOUNTS}
        return typed | {"operating_revenue_fen": said["other_revenue"], "platform_sales_fen": 0}


class FormVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1)


class FormCheckSerializer(FormVersionSerializer):
    verdict = serializers.ChoiceField([("approve", "同意"), ("return", "退回")])
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class RevisitSerializer(serializers.Serializer[Any]):
    earned = SignedYuanField(source="earned_fen")
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class IncomeLineSerializer(serializers.ModelSerializer[IncomeLine]):
    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    amount = YuanField(source="amount_fen")
    county_code = serializers.RegexField(r"^\d{6}$")

    class Meta:
        model = IncomeLine
        fields = ("county_code", "year", "kind", "kind_name", "amount", "source")
        validators: list[Any] = []


class PriceIndexSerializer(serializers.ModelSerializer[PriceIndex]):
    """`index_bp` in basis points of the base year's prices: 10000 in the base year."""

    county_code = serializers.RegexField(r"^\d{6}$")

    class Meta:
        model = PriceIndex
        fields = ("county_code", "name", "base_year", "year", "index_bp", "source")
        validators: list[Any] = []


class OpeningSerializer(serializers.Serializer[Any]):
    """Both openings of a station; `effective_year` is the one the report uses."""

    station = serializers.UUIDField(source="station.uid")
    station_name = serializers.CharField(source="station.name")
    area_code = serializers.CharField(source="station.area_code")
    village = serializers.CharField(source="station.area.name")
    nominal_on = serializers.DateField(allow_null=True)
    effective_year = serializers.IntegerField(allow_null=True)
    orders = serializers.IntegerField()
    months = serializers.IntegerField()


class ExposureSerializer(serializers.Serializer[Any]):
    area_code = serializers.CharField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    year = serializers.IntegerField()
    records = serializers.IntegerField()
    amount = YuanField(source="amount_fen")
    started_on = serializers.DateField()
