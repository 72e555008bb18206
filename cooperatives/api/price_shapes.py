"""Shapes of price drafts, versions, ceilings, reference prices and product cards."""

from typing import Any

from rest_framework import serializers

from backend.approvals.rules import digest_of
from backend.common.fields import YuanField
from cooperatives import queries
from cooperatives.api.serializers import PriceSerializer, ProductSerializer, ReasonSerializer
from cooperatives.models import GoodsChange, GoodsPaper, Grade, PriceDraft, ProductClass
from cooperatives.rules import PICTURES

__all__ = ["ReasonSerializer"]


class PriceLineSerializer(serializers.Serializer[Any]):
    product = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Grade.choices)
    buy = YuanField(source="buy_fen")
    sell = YuanField(source="sell_fen")
    institution = YuanField(source="institution_fen", required=False, allow_null=True, default=None)


class NewDraftSerializer(serializers.Serializer[Any]):
    """`effective_from` null: as soon as the manager agrees."""

    effective_from = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    lines = PriceLineSerializer(many=True)


class ReviseDraftSerializer(NewDraftSerializer):
    version = serializers.IntegerField()


class VersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()


class PriceVerdictSerializer(serializers.Serializer[Any]):
    # approve or return; the approval engine refuses other words.
    verdict = serializers.CharField(max_length=8)
    comment = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    content_digest = serializers.CharField(max_length=64)


class FallSerializer(serializers.Serializer[Any]):
    product = serializers.CharField()
    grade = serializers.CharField()
    old = YuanField(source="old_fen")
    new = YuanField(source="new_fen")


class DraftSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    cooperative_name = serializers.CharField(source="cooperative.name")
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    effective_from = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    lines = PriceLineSerializer(many=True)
    made_by_name = serializers.CharField(source="made_by.name")
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class DraftDetailSerializer(DraftSerializer):
    """`falls`: buying prices more than a tenth below those in force; they wait 24 hours."""

    falls = FallSerializer(many=True, source="found_falls")
    content_digest = serializers.SerializerMethodField()

    def get_content_digest(self, draft: PriceDraft) -> str:
        return digest_of(queries.draft_content(draft))


class StopSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class PriceListSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    cooperative_name = serializers.CharField(source="cooperative.name")
    effective_from = serializers.DateTimeField()
    announced_at = serializers.DateTimeField()
    made_by_name = serializers.CharField(source="made_by.name")
    stop = StopSerializer(allow_null=True, default=None)


class PriceListDetailSerializer(PriceListSerializer):
    entries = PriceSerializer(many=True, source="found_entries")
    falls = FallSerializer(many=True, source="found_falls")


class NewCeilingSerializer(serializers.Serializer[Any]):
    product = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Grade.choices)
    sell_per_jin = YuanField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)
    source = serializers.CharField(max_length=100)  # type: ignore[assignment]


class CeilingSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    product_name = serializers.CharField(source="product.name")
    grade_name = serializers.CharField(source="get_grade_display")
    sell_per_jin = YuanField(source="sell_fen_per_jin")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    made_by_name = serializers.CharField(source="made_by.name")


class NewReferencePriceSerializer(serializers.Serializer[Any]):
    product = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Grade.choices)
    area_code = serializers.RegexField(r"^[0-9]{9}([0-9]{3})?$", max_length=12)
    observed_on = serializers.DateField()
    channel = serializers.CharField(max_length=20)
    price_per_jin = YuanField()
    source = serializers.CharField(max_length=60)  # type: ignore[assignment]


class ReferencePriceSerializer(serializers.Serializer[Any]):
    product_name = serializers.CharField(source="product.name")
    grade_name = serializers.CharField(source="get_grade_display")
    area_code = serializers.CharField()
    # Of the list alone: an area that was closed since may have no name.
    area_name = serializers.CharField(allow_null=True, default=None)
    observed_on = serializers.DateField()
    channel = serializers.CharField()
    price_per_jin = YuanField(source="price_fen_per_jin")
    source = serializers.CharField()  # type: ignore[assignment]


class NewPaperSerializer(serializers.Serializer[Any]):
    product = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=GoodsPaper.Kind.choices)
    number = serializers.CharField(max_length=40)
    issuer = serializers.CharField(max_length=60)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()


class PaperSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    cooperative_name = serializers.CharField(source="cooperative.name")
    product_name = serializers.CharField(source="product.name")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    number = serializers.CharField()
    issuer = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    made_by_name = serializers.CharField(source="made_by.name")


class ProductCardSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=30)
    class_code = serializers.CharField(max_length=20)
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=10, default=list
    )
    grades = serializers.ListField(
        child=serializers.CharField(max_length=8), max_length=4, default=list
    )
    units = serializers.ListField(
        child=serializers.CharField(max_length=12), max_length=10, default=list
    )
    season_months = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=12), max_length=12, default=list
    )
    shelf_life_days = serializers.IntegerField(min_value=1, max_value=5_000)
    most_g_per_receipt = serializers.IntegerField(min_value=100, max_value=50_000_000)
    gi_mark = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    picture = serializers.ChoiceField(choices=PICTURES, required=False, default="")


class RevisedCardSerializer(ProductCardSerializer):
    version = serializers.IntegerField()


class ProductDetailSerializer(ProductSerializer):
    class_code = serializers.CharField(source="product_class.code")
    aliases = serializers.ListField(child=serializers.CharField())
    grades = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())
    season_months = serializers.ListField(child=serializers.IntegerField())
    season = serializers.CharField()
    shelf_life_days = serializers.IntegerField()
    gi_mark = serializers.CharField()
    version = serializers.IntegerField()


class ClassWordsSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=20)
    certificate_regime = serializers.ChoiceField(choices=ProductClass.Regime.choices)
    return_rule = serializers.ChoiceField(choices=ProductClass.ReturnRule.choices)
    completes_after_h = serializers.IntegerField(min_value=0, max_value=100_000)


class NewProductClassSerializer(ClassWordsSerializer):
    code = serializers.CharField(max_length=20)


class RevisedClassSerializer(ClassWordsSerializer):
    version = serializers.IntegerField()


class ProductClassSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    certificate_regime = serializers.CharField()
    completes_after_h = serializers.IntegerField()
    regime_name = serializers.CharField(source="get_certificate_regime_display")
    return_rule = serializers.CharField()
    return_rule_name = serializers.CharField(source="get_return_rule_display")
    version = serializers.IntegerField()


class GoodsChangeSerializer(serializers.Serializer[GoodsChange]):
    """A proposed card or class; `version` is 0 for a new one."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    code = serializers.CharField()
    name = serializers.CharField(source="content.name")
    version = serializers.IntegerField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    made_by = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
