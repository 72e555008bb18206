"""The public half of the schema, and whether a value is what it promises."""

from datetime import datetime
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from backend.openapi import PUBLIC


@cache
def schema() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@cache
def answers() -> dict[str, Any]:
    """What each public operation answers with 200, by the operation's name."""
    return {
        operation["operationId"]: operation["responses"]["200"]["content"]["application/json"]
        for path, methods in schema()["paths"].items()
        if path.startswith(PUBLIC)
        for operation in methods.values()
    }


def faults(name: str, value: Any) -> list[str]:
    """Where a value differs from what the operation promises.

    A field too many or too few, another type, a date that is none.
    """
    named = _strict(schema()["components"]["schemas"])
    closed = {"$defs": named, **_strict(answers()[name]["schema"])}
    # The addresses of pages are checked as text: a checker of `uri` is another library.
    checker = FormatChecker(["date", "uuid"])
    checker.checks("date-time", raises=ValueError)(lambda one: datetime.fromisoformat(str(one)))
    found = Draft202012Validator(closed, format_checker=checker).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def _strict(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema, and nothing may be there that the schema does not name."""
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _strict(value) for key, value in node.items() if key != "nullable"}
    if "$ref" in made:
        made["$ref"] = made["$ref"].replace("#/components/schemas/", "#/$defs/")
    if "properties" in made and isinstance(made["properties"], dict):
        made.setdefault("additionalProperties", False)
        made["required"] = sorted(made["properties"])
    return {"anyOf": [made, {"type": "null"}]} if node.get("nullable") is True else made
