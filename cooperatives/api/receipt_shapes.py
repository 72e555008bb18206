"""Shapes of weigh-ins, of a device's queue of them, and of their photos."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from cooperatives import queries
from cooperatives.models import Grade, Receipt, ReceiptPhoto, Reprint

# A scale that shows more than this is broken.
MOST_G = 50_000_000
MOST_RECORDS = 100


class CrateSerializer(serializers.Serializer[Any]):
    gross_g = serializers.IntegerField(min_value=-MOST_G, max_value=MOST_G)
    tare_g = serializers.IntegerField(min_value=-MOST_G, max_value=MOST_G)


class WeighInSerializer(serializers.Serializer[Any]):
    """`price_per_jin` null is 待定价; `lot_code` only where a device printed it offline."""

    uid = serializers.UUIDField()
    household = serializers.UUIDField()
    product = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Grade.choices)
    mode = serializers.ChoiceField(choices=Receipt.Mode.choices)
    gross_g = serializers.IntegerField(min_value=-MOST_G, max_value=MOST_G)
    tare_g = serializers.IntegerField(min_value=-MOST_G, max_value=MOST_G)
    crates = CrateSerializer(many=True, required=False)
    price_per_jin = YuanField(allow_null=True)
    weighed_at = serializers.DateTimeField()
    note = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    lot_code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    # The station a device queued it for: after a move it is not booked to the new one.
    station = serializers.UUIDField(required=False, allow_null=True, default=None)
    read_back = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    confirmed_by = serializers.ChoiceField(
        choices=Receipt.Confirmed.choices, required=False, allow_blank=True, default=""
    )


class ReceiptLotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    available_g = serializers.IntegerField()
    expires_on = serializers.DateField()


class ReceiptSerializer(serializers.Serializer[Any]):
    """Price and amount are null while 待定价."""

    uid = serializers.UUIDField()
    household_name = serializers.CharField(source="household.head_name")
    product_name = serializers.CharField(source="product.name")
    grade_name = serializers.CharField(source="get_grade_display")
    mode = serializers.CharField()
    mode_name = serializers.CharField(source="get_mode_display")
    gross_g = serializers.IntegerField()
    tare_g = serializers.IntegerField()
    net_g = serializers.IntegerField()
    price_per_jin = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()
    weighed_at = serializers.DateTimeField()
    clock_skew_s = serializers.IntegerField()
    note = serializers.CharField()
    lot = ReceiptLotSerializer()

    def get_price_per_jin(self, receipt: Receipt) -> str | None:
        return _yuan(receipt, receipt.price_fen_per_jin)

    def get_amount(self, receipt: Receipt) -> str | None:
        return _yuan(receipt, receipt.amount_fen)


def _yuan(receipt: Receipt, amount_fen: int) -> str | None:
    priced = receipt.price_entry_id is not None
    return YuanField().to_representation(amount_fen) if priced else None


class ReceiptPhotoSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    url = serializers.CharField()
    thumb_url = serializers.CharField()
    width = serializers.IntegerField(source="photo.width")
    height = serializers.IntegerField(source="photo.height")


class ReceiptRowSerializer(ReceiptSerializer):
    """A row of the list; a voided one stays in it and says so."""

    voided_at = serializers.DateTimeField(source="void.at", default=None)
    # Labels and slips printed again.
    reprints_count = serializers.IntegerField()


class VoidStandingSerializer(serializers.Serializer[Any]):
    state = serializers.CharField()
    state_name = serializers.CharField()
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    comment = serializers.CharField()


class ReceiptDetailSerializer(ReceiptRowSerializer):
    void_request = serializers.SerializerMethodField()
    crates = serializers.SerializerMethodField()
    said_at = serializers.DateTimeField(allow_null=True)
    certificate_regime = serializers.CharField()
    read_back = serializers.CharField()
    confirmed_by = serializers.CharField()
    confirmed_name = serializers.CharField(source="get_confirmed_by_display")
    photos = ReceiptPhotoSerializer(many=True, source="photos.all")

    @extend_schema_field(VoidStandingSerializer(allow_null=True))
    def get_void_request(self, receipt: Receipt) -> Any:
        standing = queries.void_standing(receipt)
        return VoidStandingSerializer(standing).data if standing else None

    def get_crates(self, receipt: Receipt) -> list[dict[str, int]]:
        return [{"gross_g": gross_g, "tare_g": tare_g} for gross_g, tare_g in receipt.crates]


class NewReprintSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    paper = serializers.ChoiceField(choices=Reprint.Paper.choices)
    printed_at = serializers.DateTimeField()


class ReprintSerializer(NewReprintSerializer):
    by_name = serializers.CharField(source="by.name")


class ReceiptBatchSerializer(serializers.Serializer[Any]):
    """Each record is read by itself, so that one that cannot be read spoils no other."""

    receipts = serializers.ListField(
        child=serializers.DictField(), min_length=1, max_length=MOST_RECORDS
    )
    # The device's clock when it sends: the server learns by how much it is off.
    sent_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ReceiptBatchRequestSerializer(serializers.Serializer[Any]):
    """What the schema shows of a batch."""

    receipts = WeighInSerializer(many=True)
    sent_at = serializers.DateTimeField(required=False, allow_null=True)


class RecordProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class RecordOutcomeSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["stored", "same", "refused"])
    receipt = ReceiptSerializer(allow_null=True)
    problem = RecordProblemSerializer(allow_null=True)


class ReceiptBatchAnswerSerializer(serializers.Serializer[Any]):
    results = RecordOutcomeSerializer(many=True)


class PhotoUploadSerializer(serializers.Serializer[Any]):
    """`receipt` hangs the photo on a weigh-in that is on the server already."""

    photo = serializers.FileField()
    receipt = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(
        choices=ReceiptPhoto.Kind.choices, required=False, default="produce"
    )


class PhotoSerializer(serializers.Serializer[Any]):
    hash = serializers.CharField()
    url = serializers.CharField()
    thumb_url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
