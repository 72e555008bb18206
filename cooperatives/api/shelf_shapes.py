"""Shapes of voids, stock moves, counts and the day's close."""

from typing import Any

from rest_framework import serializers

from backend.approvals.rules import digest_of
from backend.common.fields import SignedYuanField
from cooperatives import queries
from cooperatives.api.receipt_shapes import MOST_G, ReceiptSerializer
from cooperatives.models import StockMove, VoidRequest


class AskVoidSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class DecideVoidSerializer(serializers.Serializer[Any]):
    # approve, return or reject; the approval engine refuses other words.
    verdict = serializers.CharField(max_length=8)
    comment = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    content_digest = serializers.CharField(max_length=64)


class VoidRequestSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    receipt = ReceiptSerializer()
    station_name = serializers.CharField(source="receipt.station.name")
    read_back = serializers.CharField(source="receipt.read_back")
    reason = serializers.CharField()
    asked_by_name = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    voided_at = serializers.DateTimeField(source="void.at", default=None)
    content_digest = serializers.SerializerMethodField()

    def get_content_digest(self, request: VoidRequest) -> str:
        """Names what was read; the decision gives it back."""
        return digest_of(queries.void_content(request))


class MoveOutSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["reject", "waste"])
    cause = serializers.ChoiceField(choices=StockMove.Cause.choices)
    weight_g = serializers.IntegerField(min_value=-MOST_G, max_value=MOST_G)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StockMoveSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    lot = serializers.CharField(source="lot.code")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    cause = serializers.CharField()
    cause_name = serializers.CharField(source="get_cause_display")
    weight_g = serializers.IntegerField()
    reason = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class StockRowSerializer(serializers.Serializer[Any]):
    """Weights of one product and grade at one station; `soon_g` expires within seven days."""

    station = serializers.UUIDField(source="station_uid")
    station_name = serializers.CharField()
    product = serializers.UUIDField(source="product_uid")
    product_name = serializers.CharField()
    grade = serializers.CharField()
    grade_name = serializers.CharField()
    lots_count = serializers.IntegerField()
    available_g = serializers.IntegerField()
    held_g = serializers.IntegerField()
    unlisted_g = serializers.IntegerField()
    unpriced_g = serializers.IntegerField()
    soon_g = serializers.IntegerField()
    expired_g = serializers.IntegerField()
    oldest_on = serializers.DateField()
    first_expiry_on = serializers.DateField()


class CountedSerializer(serializers.Serializer[Any]):
    lot = serializers.CharField(max_length=40)
    on_hand_g = serializers.IntegerField(min_value=0, max_value=MOST_G)


class NewCountSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    lines = CountedSerializer(many=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StockCountSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    station_name = serializers.CharField(source="station.name")
    counted_at = serializers.DateTimeField()
    by_name = serializers.CharField(source="by.name")
    note = serializers.CharField()
    lots_count = serializers.IntegerField()
    received_g = serializers.IntegerField()
    variance_g = serializers.IntegerField()


class CountLineSerializer(serializers.Serializer[Any]):
    """received - sold - rejected - wasted - on hand; above zero is missing."""

    lot = serializers.CharField(source="lot.code")
    product_name = serializers.CharField(source="lot.receipt.product.name")
    grade_name = serializers.CharField(source="lot.receipt.get_grade_display")
    household_name = serializers.CharField(source="lot.receipt.household.head_name")
    received_g = serializers.IntegerField()
    sold_g = serializers.IntegerField()
    rejected_g = serializers.IntegerField()
    wasted_g = serializers.IntegerField()
    on_hand_g = serializers.IntegerField()
    variance_g = serializers.IntegerField()


class StockCountDetailSerializer(StockCountSerializer):
    lines = CountLineSerializer(many=True, source="all_lines")


class DayFiguresSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    lots_count = serializers.IntegerField()
    net_g = serializers.IntegerField()
    unpriced_count = serializers.IntegerField()
    owed = SignedYuanField(source="owed_fen")
    consigned = SignedYuanField(source="consigned_fen")
    rejected_g = serializers.IntegerField()
    wasted_g = serializers.IntegerField()
    parcels_in = serializers.IntegerField()
    parcels_out = serializers.IntegerField()
    services_count = serializers.IntegerField()
    unsent_count = serializers.IntegerField()


class DayCloseSerializer(DayFiguresSerializer):
    uid = serializers.UUIDField()
    station_name = serializers.CharField(source="station.name")
    cash = SignedYuanField(source="cash_fen")
    reason = serializers.CharField()
    by_name = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class DayPreviewSerializer(DayFiguresSerializer):
    """What closing this day would say, and the close where there is one."""

    close = DayCloseSerializer(allow_null=True)


class CloseDaySerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    on = serializers.DateField()
    cash = SignedYuanField()
    unsent_count = serializers.IntegerField(min_value=0, max_value=100_000)
    signature = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class CloseDayForSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    on = serializers.DateField()
    cash = SignedYuanField()
    reason = serializers.CharField(max_length=200)
