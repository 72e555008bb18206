"""Shapes of claims and refunds, and of what a refund would take back from whom."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.approvals.queries import can_decide, open_request_of
from backend.common import photos
from backend.common.fields import YuanField
from backend.common.models import StoredPhoto
from orders.models import Refund, RefundClaim
from orders.queries import claims as queries
from orders.queries.orders import NAMES_FULL
from orders.queries.refund_preview import preview_of_claim
from orders.services import claiming


class AskedLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    quantity = serializers.IntegerField()
    amount = YuanField(required=False)


class ClaimPhotoUploadSerializer(serializers.Serializer[Any]):
    order = serializers.CharField(max_length=20)
    photo = serializers.FileField()


class KeptPhotoSerializer(serializers.Serializer[StoredPhoto]):
    """Its addresses open for an hour."""

    hash = serializers.CharField(source="digest")
    url = serializers.SerializerMethodField()
    thumb_url = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_url(self, photo: StoredPhoto) -> str:
        return photos.signed_address(photo.digest)

    @extend_schema_field(str)
    def get_thumb_url(self, photo: StoredPhoto) -> str:
        return photos.signed_address(photo.digest, thumb=True)


class MakeClaimSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RefundClaim.Kind.choices)
    lines = AskedLineSerializer(many=True)
    reason = serializers.CharField(max_length=400, allow_blank=True)
    photo_hash = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class ClaimLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(source="line.position")
    title = serializers.CharField(source="line.title")
    quantity = serializers.IntegerField()
    amount = YuanField(source="amount_fen")


class ClaimSerializer(serializers.Serializer[RefundClaim]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="order.number")
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()
    answer = serializers.CharField()
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    lines = ClaimLineSerializer(many=True)
    refund_state_name = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_refund_state_name(self, claim: RefundClaim) -> str:
        return claim.refund.get_state_display() if claim.refund else ""


class BackPartSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    amount = YuanField(source="amount_fen")


class SourceBackSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(source="source.line.position")
    title = serializers.CharField(source="source.line.title")
    lot_code = serializers.CharField(source="source.lot.code")
    household_name = serializers.CharField(source="source.household_name")
    amount = YuanField(source="share_fen")
    parts = BackPartSerializer(many=True)


class RefundPreviewSerializer(serializers.Serializer[Any]):
    """Who gives back how much; before completion nothing has been shared out yet."""

    amount = YuanField(source="amount_fen")
    completed = serializers.BooleanField()
    sources = SourceBackSerializer(many=True)
    parts = BackPartSerializer(many=True)


class PreviewRequestSerializer(serializers.Serializer[Any]):
    lines = AskedLineSerializer(many=True)


class ClaimDetailSerializer(ClaimSerializer):
    """With what a decision signs, and whether this reader's word is asked for."""

    digest = serializers.SerializerMethodField()
    photo = KeptPhotoSerializer(allow_null=True)
    # For those who decide, while it is open: what agreeing would take back from whom.
    preview = serializers.SerializerMethodField()
    can_decide = serializers.SerializerMethodField()
    can_withdraw = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_digest(self, claim: RefundClaim) -> str:
        return queries.digest(claim)

    @extend_schema_field(RefundPreviewSerializer(allow_null=True))
    def get_preview(self, claim: RefundClaim) -> Any:
        open_still = claim.state in {"awaiting_goods", "deciding"}
        if self.context["actor"].role not in NAMES_FULL or not open_still:
            return None
        return RefundPreviewSerializer(preview_of_claim(claim)).data

    @extend_schema_field(bool)
    def get_can_decide(self, claim: RefundClaim) -> bool:
        request = open_request_of(object_kind=claiming.OBJECT, object_uid=str(claim.uid))
        return request is not None and can_decide(request, self.context["actor"])

    @extend_schema_field(bool)
    def get_can_withdraw(self, claim: RefundClaim) -> bool:
        mine = str(claim.made_by.uid) == self.context["actor"].user_uid
        return mine and claim.state in {"awaiting_goods", "deciding"}


class DecideSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["approve", "reject"])
    comment = serializers.CharField(max_length=400, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)


class FateSerializer(serializers.Serializer[Any]):
    fate = serializers.CharField(max_length=8)


class RefundSerializer(serializers.Serializer[Refund]):
    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="attempt.order.number")
    amount = YuanField(source="amount_fen")
    reason = serializers.CharField()
    reason_name = serializers.CharField(source="get_reason_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    refusal = serializers.CharField()
    tries = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
