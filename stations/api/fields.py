"""How a place on earth looks at the door."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from stations import rules


@extend_schema_field({"type": "string", "nullable": True})
class DegreesField(serializers.Field[int | None, str | None, str | None, Any]):
    """Degrees of WGS-84 outside ("101.684460"), millionths inside; empty is no place."""

    def __init__(self, least: int, most: int, source: str, *, wrong: str, **more: Any) -> None:
        super().__init__(source=source, required=False, allow_null=True, **more)
        self.least, self.most = least * 1_000_000, most * 1_000_000
        self.error_messages["wrong"] = wrong
        self._kept = (least, most, source, wrong)

    def __deepcopy__(self, memo: dict[int, Any]) -> "DegreesField":
        least, most, source, wrong = self._kept
        return DegreesField(least, most, source, wrong=wrong)

    def to_internal_value(self, data: Any) -> int | None:
        text = str(data).strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,6}))?", text)
        value = int(found[1]) * 1_000_000 + int((found[2] or "").ljust(6, "0")) if found else -1
        if not self.least <= value <= self.most:
            self.fail("wrong")
        return value

    def to_representation(self, value: int | None) -> str | None:
        return rules.degrees(value) or None
