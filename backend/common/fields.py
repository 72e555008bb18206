"""How money and pages look at the door: strings in yuan, `{next, previous, results}`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.money import yuan
from backend.common.pagination import Pages


@extend_schema_field(OpenApiTypes.STR)
class YuanField(serializers.Field[int, str, str, Any]):
    """Fen inside, "12.50" outside. Read only; services take fen from `money.fen`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: int) -> str:
        return yuan(value)


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
    pages.ordering = ordering  # type: ignore[assignment]
    found = pages.paginate_queryset(rows, request)
    return pages.get_paginated_response(shape(found, many=True, context=context or {}).data)
