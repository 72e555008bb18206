"""Sentences of the report, made from results by templates; nothing else may be written.

Each template states only what its numbers hold; `test_verdicts` tries them all, also against
words that claim more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from impact.rules.gates import OPEN, REFUSE, WARN, Gate

VERDICT_NAMES = {
    "REPORTABLE": "可以公布",
    "WITH_WARNING": "可以公布，须附提示",
    "NOT_IDENTIFIED": "不能估计",
}
LABEL = "支部引领模式下的增收"
BUNDLE_LABEL = "一揽子措施下的增收"
NO_EFFECT = "没有发现可以与零区分的影响"
NOT_A_GAIN = "转移性收入（补贴、养老金、救助）不计入增收。"


@dataclass(frozen=True, slots=True)
class Headline:
    """Yuan a head and year, real; None where no number may be said."""

    att: float | None
    low: float | None
    high: float | None
    share: float | None
    base_year: int
    treated_villages: int
    control_villages: int
    households: int
    detectable: float | None
    distinct: bool
    label: str
    interval: str


def headline_text(found: Headline) -> str:
    """One sentence; an interval that holds zero never reads as a gain."""
    if found.att is None or found.low is None or found.high is None:
        return "现有数据不能估计影响，不填任何数字。"
    band = f"95% 区间 {found.low:.0f} 至 {found.high:.0f} 元，{found.interval}"
    seen = (
        f"{found.treated_villages} 个开站村与 {found.control_villages} 个对照村"
        "（含当时尚未开站的），"
        f"{found.households} 户，{found.base_year} 年价格"
    )
    if not found.distinct:
        return (
            f"{NO_EFFECT}（{band}；{seen}）。"
            f"小于 {found.detectable or 0:.0f} 元的影响本来也看不出来。"
        )
    way = "增加" if found.att > 0 else "减少"
    share = f"，相当于开站前均值的 {abs(found.share):.1f}%" if found.share is not None else ""
    return f"{found.label}：人均每年{way} {abs(found.att):.0f} 元{share}（{band}；{seen}）。"


def verdict_text(verdict: str, gates: Sequence[Gate]) -> str:
    if verdict == "NOT_IDENTIFIED":
        codes = "、".join(gate.code for gate in gates if gate.state == REFUSE)
        return f"不能估计（{codes}）。" if codes else "不能估计。"
    warned = "、".join(gate.code for gate in gates if gate.state == WARN)
    return f"可以公布，须附提示（{warned}）。" if warned else "可以公布。"


def pretrend_text(
    p: float | None, breakdown: float | None, mean_breakdown: float | None = None
) -> str:
    """Passing a test is never said to prove parallel trends."""
    if p is None:
        return "开站前的走势无法检验。"
    said = (
        f"开站前两边走势不同（p = {p:.3f}）。"
        if p < 0.05
        else f"没有发现开站前走势不同（p = {p:.3f}），但这不证明没有服务站时两边会同步。"
    )
    if breakdown is None:
        return said + "没有做趋势偏离的敏感性分析。"
    said += f"若开站后的偏离达到开站前最大波动的 {breakdown:.2f} 倍，开站当年的影响就可能为零"
    if mean_breakdown is None:
        return said + "。"
    return said + f"；各年平均的影响在 {mean_breakdown:.2f} 倍时就可能为零。"


def is_distinct(low: float, high: float) -> bool:
    return low > 0 or high < 0


def label_of(gates: Sequence[Gate]) -> str:
    """G8: with other programmes in most villages only the bundle may be named."""
    bundled = any(gate.code == "G8 BUNDLE" and gate.state == WARN for gate in gates)
    return BUNDLE_LABEL if bundled else LABEL


def branch_text(gates: Sequence[Gate]) -> str:
    if any(gate.code == "G12 BRANCH" and gate.state == OPEN for gate in gates):
        return "部分服务站不由支部领办或托管；比较支部本身的贡献须另立方案。"
    return "目前所有服务站都采用支部引领模式，支部本身的贡献无法单独识别，不写成金额。"


def compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs between two runs, by name; figures of a refused run stay empty."""
    names = sorted({*first, *second})
    return [
        {"name": name, "first": first.get(name), "second": second.get(name)}
        for name in names
        if first.get(name) != second.get(name)
    ]
