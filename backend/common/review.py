"""How the content of a waiting request looks to who decides, whatever the document is.

A document's own app serves it at `/api/v1/approvals/<kind>/<object uid>` (kind with dashes) and
takes the decision at `…/decide`. The approval engine knows neither.
"""

from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Review:
    """`facts` are read from top to bottom; `digest` is what a decision signs."""

    title: str
    digest: str
    facts: list[Fact]
    warning: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class ReviewFactSerializer(serializers.Serializer[Fact]):
    # Plain names would clash with the serializer's own attributes.
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"label": serializers.CharField(), "value": serializers.CharField()}


class ReviewSerializer(serializers.Serializer[Review]):
    title = serializers.CharField()
    digest = serializers.CharField()
    facts = ReviewFactSerializer(many=True)
    warning = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ReviewDecisionSerializer(serializers.Serializer[Any]):
    """What every decision says; the digest is the one the content was shown with."""

    verdict = serializers.CharField(max_length=8)
    comment = serializers.CharField(max_length=400, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)
