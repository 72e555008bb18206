"""What an indicator may say, checked word by word before a set of them is agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.common.errors import Conflict, Invalid
from impact.rules import scoring
from impact.rules.formulas import FORMULAS


class SetClosed(Conflict):
    code, title = (
        "indicator_set_closed",
        "这套指标已提交或生效，不能再改；请在它的基础上起草新的一版",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as it was typed; unit and word come from the formula where there is one."""

    code: str
    name: str
    origin: str
    source: str
    meaning: str
    method: str
    points: str
    source_checked: bool = False
    bonus: bool = False
    unit: str = "count"
    unit_name: str = ""
    formula_key: str = ""
    target: str = ""
    evidence_required: bool = False

    def values(self) -> dict[str, Any]:
        """As it is stored; raises `Invalid` with the first thing that is wrong."""
        formula = FORMULAS.get(self.formula_key)
        if self.formula_key and formula is None:
            raise Invalid("没有这个计算公式")
        if formula and self.method == "judged":
            raise Invalid("有公式的指标按完成率或达标计分，不能又由人评定")
        unit = formula.unit if formula else self.unit
        if self.method == "judged" and self.target.strip():
            raise Invalid("由人评定的指标没有目标值")
        points = scoring.read_points(self.points, scoring.BASE_CENTIPOINTS)
        if not points:
            raise Invalid("分值必须大于 0")
        words = {
            name: getattr(self, name).strip() for name in ("code", "name", "source", "meaning")
        }
        if missing := next((WORDS[name] for name, text in words.items() if not text), ""):
            raise Invalid(f"请填写{missing}")
        return words | {
            "origin": self.origin, "method": self.method, "source_checked": self.source_checked,
            "bonus": self.bonus, "most_centipoints": points, "unit": unit,
            "unit_name": formula.unit_name if formula else self.unit_name.strip(),
            "formula_key": self.formula_key,
            "default_target": (
                scoring.read_value(self.target.strip(), unit) if self.target.strip() else None
            ),
            "evidence_required": self.evidence_required or not formula,
        }  # fmt: skip


WORDS = {"code": "编码", "name": "名称", "source": "出处", "meaning": "定义"}


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    applies_from: date
    lines: Sequence[Line] = field(default_factory=list)


def read_lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Every line in order; what is wrong is named by its row."""
    wrong: dict[str, str] = {}
    read: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            read.append(line.values() | {"position": number})
        except Invalid as error:
            wrong[f"lines.{number}"] = f"第 {number} 行 {line.name or line.code}：{error.detail}"
    codes = [line.code.strip() for line in lines]
    for number, code in enumerate(codes, start=1):
        if code and codes.index(code) != number - 1:
            wrong.setdefault(f"lines.{number}", f"第 {number} 行：编码 {code} 与前面的行重复")
    if wrong:
        raise Invalid(fields=wrong)
    return read


def check_applies(applies_from: date, *, today: date, first: bool) -> None:
    """A way to score is announced before the period it is used in, but for the very first one."""
    if not first and applies_from <= today:
        raise Invalid(
            fields={"applies_from": "新的一版从今天以后的日子起用，已经开始的考核期仍按原来的一版"}
        )
