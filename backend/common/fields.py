"""How money and pages look at the door: strings in yuan, `{next, previous, results}`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.errors import Invalid
from backend.common.money import fen, yuan
from backend.common.pagination import Pages


@extend_schema_field(OpenApiTypes.STR)
class YuanField(serializers.Field[int, str, str, Any]):
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


class SignedYuanField(YuanField):
    """Any amount: zero and below too, as cash in a drawer or a correction may be."""

    def to_internal_value(self, data: str) -> int:
        try:
            amount = fen(data) if isinstance(data, str) else None
        except Invalid:
            amount = None
        if amount is None:
            self.fail("format")
        if abs(amount) > 1_000_000_000:
            self.fail("too_much")
        return amount


def page_of(shape: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The schema of a cursor page of a shape."""
    return inline_serializer(
        name=f"{shape.__name__.removesuffix('Serializer')}Page",
        fields={
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )


def paged(
    request: Request,
    rows: QuerySet[Any],
    shape: type[serializers.Serializer[Any]],
    *,
    ordering: tuple[str, ...] = ("-id",),
    context: dict[str, Any] | None = None,
) -> Response:
    pages = Pages()
    pages.ordering = ordering
    found = pages.paginate_queryset(rows, request)
    return pages.get_paginated_response(shape(found, many=True, context=context or {}).data)
