"""The facts of a station's record: which may be said, and how people read them."""

from collections.abc import Mapping
from typing import Any

from backend.common.errors import Invalid
from stations import rules
from stations.models import Station
from stations.models.counter import ServiceKind


def check_facts(facts: Mapping[str, Any], held: Mapping[str, Any]) -> None:
    """What may be said of a station; `held` is what stands."""
    if unknown := set(facts) - set(rules.EDITABLE):
        raise Invalid(fields=dict.fromkeys(unknown, "这一项不能修改"))
    if set(facts.get("zones", [])) - set(rules.ZONES):
        raise Invalid(fields={"zones": "功能区只能从列表中选择"})
    if set(facts.get("services", [])) - set(ServiceKind.values):
        raise Invalid(fields={"services": "服务项目只能从列表中选择"})
    place = {**held, **facts}
    rules.check_place(place.get("longitude_e6"), place.get("latitude_e6"))


def lines_of(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[rules.Line]:
    return [
        rules.Line(rules.EDITABLE[field], _said(field, held.get(field, "")), _said(field, value))
        for field, value in wanted.items()
        if _said(field, held.get(field, "")) != _said(field, value)
    ]


def _said(field: str, value: Any) -> str:
    """A fact as people read it."""
    if field == "zones":
        return "、".join(rules.ZONES[key] for key in value)
    if field == "services":
        return "、".join(str(ServiceKind(key).label) for key in value)
    if field == "equipment":
        return "、".join(f"{row['name']}×{row['count']}" for row in value or [])
    if field == "level":
        return str(Station.Level(value).label) if value else ""
    if field.endswith("_e6"):
        return rules.degrees(value or None)
    if isinstance(value, bool):
        return "有" if value else "无"
    return str(value)
