"""Fields whose outside form differs from the stored one."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.errors import Invalid
from backend.common.money import fen, yuan


@extend_schema_field(OpenApiTypes.STR)
class Yuan(serializers.Field[int, str, str, Any]):
    """Fen inside, "12.50" outside; above zero when written."""

    default_error_messages = {
        "format": "请填写金额，最多两位小数，例如 12.50",
        "above_zero": "金额必须大于 0",
        "too_much": "金额过大，请核对",
    }

    def to_internal_value(self, data: str) -> int:
        try:
            amount = fen(data) if isinstance(data, str) else None
        except Invalid:
            amount = None
        if amount is None:
            self.fail("format")
        if amount <= 0:
            self.fail("above_zero")
        if amount > 100_000_000:
            self.fail("too_much")
        return amount

    def to_representation(self, value: int) -> str:
        return yuan(value)
