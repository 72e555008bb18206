"""What a spec may say, and the named refusals of a run before anything is estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from backend.common.errors import Invalid
from backend.common.zone import SHANGHAI
from impact.rules.gates import Thresholds

LEAST_WAVES = 3
NAMES = {field.name: type(getattr(Thresholds(), field.name)) for field in fields(Thresholds)}


class RunRefused(Exception):
    """A run that cannot be carried out: its code, why, and what to mend. It is listed too."""

    def __init__(self, code: str, text: str, fix: str) -> None:
        super().__init__(text)
        self.code, self.text, self.fix = code, text, fix


def limits_of(said: Mapping[str, Any]) -> Thresholds:
    """The county's own limits over the defaults; an unknown name or a wrong size is refused."""
    wrong = {name: "没有这项门槛" for name in said if name not in NAMES}
    for name, value in said.items():
        if name in NAMES and (isinstance(value, bool) or not isinstance(value, int | float)):
            wrong[name] = "请填写数字"
        elif name in NAMES and value < 0:
            wrong[name] = "不能小于 0"
    if wrong:
        raise Invalid(fields={f"limits.{name}": text for name, text in wrong.items()})
    typed = {name: NAMES[name](value) for name, value in said.items()}
    return replace(Thresholds(), **typed)


def full_limits(said: Mapping[str, Any]) -> dict[str, Any]:
    """Defaults are written into the spec, so that a later default changes no frozen spec."""
    return asdict(limits_of(said))


def spec_digest(content: Mapping[str, Any]) -> str:
    text = dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def check_unchanged(content: Mapping[str, Any], digest: str) -> None:
    if spec_digest(content) != digest:
        raise RunRefused(
            "SPEC_CHANGED", "评估方案在冻结后被改动过。",
            "按原方案重新冻结一份新方案；原方案和它的评估仍然保留。",
        )  # fmt: skip


def check_waves(
    years: Sequence[int], opened: Mapping[int, datetime | None], open_years: Sequence[int],
    frozen_at: datetime,
) -> None:  # fmt: skip
    """Locked waves for the years, none of them loaded before the spec was frozen."""
    if open_years:
        raise RunRefused(
            "WAVE_NOT_LOCKED", f"{_named(open_years)} 年的收入调查还没有锁定。",
            "由县级锁定这些年度的调查后再评估。",
        )  # fmt: skip
    if len(years) < LEAST_WAVES:
        raise RunRefused(
            "NO_WAVES", f"方案年度内已锁定的收入调查只有 {len(years)} 轮，至少 {LEAST_WAVES} 轮。",
            "补做或导入缺少年度的入户收入调查。",
        )  # fmt: skip
    early = [year for year in years if (opened[year] or frozen_at) < frozen_at]
    if early:
        raise RunRefused(
            "WAVE_BEFORE_SPEC",
            f"{_named(early)} 年的收入在方案冻结"
            f"（{frozen_at.astimezone(SHANGHAI):%Y-%m-%d}）之前就已录入，"
            "看过结果再定的方案不能用。",
            "用更早冻结的方案评估，或冻结新方案并只用此后开启的调查年度。",
        )  # fmt: skip


def check_prices(years: Sequence[int], indexed: Mapping[int, int], bases: Sequence[int],
                 series: Sequence[str]) -> None:  # fmt: skip
    if len(set(series)) > 1:
        raise RunRefused(
            "SERIES_SPLICED", "方案年度内混有可支配收入和旧口径人均纯收入，两种口径不能接成一列。",
            "只选同一口径的年度另冻结方案。",
        )  # fmt: skip
    if len(set(bases)) > 1:
        raise RunRefused(
            "INDEX_SPLICED", f"价格指数混有不同基期（{_named(sorted(set(bases)))} 年）。",
            "换算为同一基期的一列指数。",
        )  # fmt: skip
    missing = [year for year in years if year not in indexed]
    if missing:
        raise RunRefused(
            "NO_INDEX", f"{_named(missing)} 年没有价格指数，收入不能折成不变价。",
            "补录这些年度的价格指数及出处。",
        )  # fmt: skip


def check_one_entry(doubled: Sequence[str]) -> None:
    if doubled:
        raise RunRefused(
            "DUPLICATE_UNIT_YEARS", f"同一户同一年有两张调查表：{'、'.join(doubled[:8])}。",
            "作废其中一张后重新锁定该年度。",
        )  # fmt: skip


def _named(years: Sequence[int]) -> str:
    return "、".join(str(year) for year in years)
