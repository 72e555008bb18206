"""What rows name by word or code: villages in reach, and the columns that say where."""

from typing import Any

from backend.common.actor import Actor
from backend.exchange.rules import values
from backend.exchange.rules.columns import Column
from backend.exchange.rules.rows import Row
from stations.models import Area

AREA_COLUMNS = (
    Column(
        "village_code", "村编码", values.digits_text,
        aliases=("行政区划代码", "区划代码", "村代码", "行政村编码", "所在村编码"),
        sample="630121103200", hint="12 位区划代码，须为文本；填了编码可以不填乡镇和村",
    ),
    Column(
        "township", "乡镇", values.text(40), aliases=("所属乡镇", "乡（镇）", "镇", "乡"),
        sample="东峡镇",
    ),
    Column(
        "village", "村", values.text(60),
        aliases=("行政村", "村名", "所在村", "村（社区）", "村委会", "所属村"), sample="东峡一村",
    ),
)  # fmt: skip
_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会", "牧委会", "社区", "村")


class Villages:
    """Villages and communities the actor reaches, by code and by name."""

    def __init__(self, actor: Actor) -> None:
        areas = Area.objects.filter(level__in=("village", "community"))
        found = areas.values_list("pk", "code", "name", "parent__name")
        self.actor = actor
        self.by_code: dict[str, int] = {}
        self.names: dict[str, tuple[str, str]] = {}
        self.by_name: dict[tuple[str, str], list[str]] = {}
        for pk, code, name, township in found:
            self.by_code[code] = pk
            self.names[code] = (township or "", name)
            for key in ((_short(township or ""), _short(name)), ("", _short(name))):
                self.by_name.setdefault(key, []).append(code)

    def place(self, row: Row) -> None:
        """Sets the row's area, by code or by township and village; a wrong one is a problem."""
        code = row.values.get("village_code") or self._named(row)
        row.values.pop("township", None)
        row.values.pop("village", None)
        if not code:
            return
        if code not in self.by_code:
            row.refuse("village_code", f"没有编码为 {code} 的村")
        elif not self.actor.reaches_area(code):
            row.refuse("village_code", "不在您的管辖范围")
        else:
            row.values["village_code"] = code
            row.refs["area_id"], row.refs["area_code"] = self.by_code[code], code

    def _named(self, row: Row) -> str:
        township, village = row.values.get("township", ""), row.values.get("village", "")
        if not village:
            if "township" in row.values:
                row.refuse("village", "只填了乡镇，还需填写村")
            return ""
        codes = self.by_name.get((_short(township), _short(village)), [])
        reached = [code for code in codes if self.actor.reaches_area(code)]
        if len(reached) == 1:
            return reached[0]
        if len(reached) > 1:
            row.refuse("village", f"“{village}”不止一个，请填写乡镇或村编码")
        elif codes:
            row.refuse("village", "不在您的管辖范围")
        else:
            row.refuse("village", f"没有找到“{township}{village}”，请核对或填写村编码")
        return ""


def area_values(code: str, villages: Villages) -> dict[str, Any]:
    """The three columns that say where, for an export."""
    township, village = villages.names.get(code, ("", ""))
    return {"village_code": code, "township": township, "village": village}


def _short(name: str) -> str:
    """大煤洞村委会 and 大煤洞村 are one; a township keeps its name."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name
