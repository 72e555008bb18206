"""G1 to G12 in plain Python: what must hold before a number may be said (IMPACT section 5)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

PASS, WARN, REFUSE, BLOCK, OPEN = "pass", "warn", "refuse", "block", "open"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Defaults of IMPACT section 5; a county's own stand frozen in its spec. Shares in percent."""

    least_controls: int = 10
    least_treated: int = 6
    randomised_below: int = 20
    pretrend_p: float = 0.05
    pre_point_villages: int = 10
    fragile_mbar: float = 0.5
    attrition_gap: float = 5.0
    attrition_overall: float = 25.0
    placebo_p: float = 0.05
    bundle: float = 50.0
    spillover_p: float = 0.05
    cadre_estimates: float = 20.0
    link_rate: float = 80.0
    implausible: float = 10.0
    implausible_high: float = 3.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gates look at. NaN or None: could not be had, which is never a pass."""

    controls_by_year: dict[int, int]
    treated_villages: int
    treated_with_two_pre: float
    treated_with_three_pre: float
    att: float
    pretrend_p: float
    largest_pre: float
    breakdown_mbar: float | None
    attrition_gap: float
    attrition_overall: float
    bounds: tuple[float, float] | None
    transfer_p: float
    fake_date_p: float
    bundle_share: float
    spillover_p: float | None
    donut_controls: int | None
    cadre_share: float
    data_faults: tuple[str, ...]
    link_rate: float | None
    baseline_mean: float
    high_per_household: float | None
    persons_per_household: float
    branch_varies: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate's answer; `value` is what it looked at, as text with its unit."""

    code: str
    state: str
    value: str
    text: str
    fix: str = ""


Rule = Callable[[Evidence, Thresholds], Gate]


@dataclass(frozen=True, slots=True)
class Judged:
    gates: tuple[Gate, ...]
    verdict: str = field(default="")

    def states(self, state: str) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if gate.state == state)


def judge(evidence: Evidence, limits: Thresholds) -> Judged:
    """Any refusal: no headline. A warning is said beside it; a block forbids a wording alone."""
    gates = tuple(rule(evidence, limits) for rule in RULES)
    states = {gate.state for gate in gates}
    verdict = "REPORTABLE"
    if WARN in states:
        verdict = "WITH_WARNING"
    if REFUSE in states:
        verdict = "NOT_IDENTIFIED"
    return Judged(gates, verdict)


def _g1(seen: Evidence, limits: Thresholds) -> Gate:
    least = min(seen.controls_by_year.values(), default=0)
    years = "、".join(
        str(y) for y, n in sorted(seen.controls_by_year.items()) if n < limits.least_controls
    )
    if least >= limits.least_controls:
        return Gate("G1 NO_CONTROL", PASS, f"{least} 个村", "每个年度都有足够的未开站村作对照。")
    return Gate(
        "G1 NO_CONTROL", REFUSE, f"{least} 个村",
        f"{years} 年未开站村不足 {limits.least_controls} 个，没有可比的对照。",
        "缩短评估年度，或等待其他县的未开站村数据。",
    )  # fmt: skip


def _g2(seen: Evidence, limits: Thresholds) -> Gate:
    count = seen.treated_villages
    value = f"{count} 个村"
    if count < limits.least_treated:
        return Gate(
            "G2 FEW_TREATED", REFUSE, value,
            f"有效开站的村只有 {count} 个，少于 {limits.least_treated} 个，无法区分偶然波动。",
            "等更多服务站达到有效开站标准后再评估。",
        )  # fmt: skip
    if count < limits.randomised_below:
        return Gate(
            "G2 FEW_TREATED", WARN, value, "开站村较少，区间只用随机化推断给出。",
            f"有效开站的村达到 {limits.randomised_below} 个后不再提示。",
        )  # fmt: skip
    return Gate("G2 FEW_TREATED", PASS, value, "有效开站的村足够多。")


def _g3(seen: Evidence, limits: Thresholds) -> Gate:
    value = f"{seen.treated_with_two_pre:.0f}% 的开站村农户"
    if not seen.treated_with_two_pre >= 50:
        return Gate(
            "G3 NO_BASELINE", REFUSE, value, "多数开站村农户没有开站前两个年度的收入，无从比较。",
            "补录开站前至少两个年度的入户收入调查。",
        )  # fmt: skip
    if seen.treated_with_three_pre < 50:
        return Gate(
            "G3 NO_BASELINE", WARN, value, "开站前不足三个年度，不做平行趋势敏感性分析。",
            "补录开站前第三个年度的入户收入调查。",
        )  # fmt: skip
    return Gate("G3 NO_BASELINE", PASS, value, "开站前至少有三个年度的收入。")


def _g4(seen: Evidence, limits: Thresholds) -> Gate:
    p, largest = seen.pretrend_p, seen.largest_pre
    value = f"p = {p:.3f}，最大开站前差异 {largest:.0f} 元"
    fix = "核对开站村是否本来就增长较快；有对照村的增长资料时改用带协变量的评估方案。"
    if not isfinite(p):
        return Gate("G4 PRETREND", REFUSE, "无法计算", "开站前的走势无法检验。", fix)
    if p < limits.pretrend_p:
        return Gate(
            "G4 PRETREND", REFUSE, value, "开站前两边的走势已经不同，差别不能归于服务站。", fix
        )
    if isfinite(largest) and largest > abs(seen.att):
        return Gate(
            "G4 PRETREND", REFUSE, value, "开站前的差异比估计出的影响还大，影响不可信。", fix
        )
    return Gate("G4 PRETREND", PASS, value, "没有发现开站前走势不同；这不证明两边本来会同步。")


def _g5(seen: Evidence, limits: Thresholds) -> Gate:
    found = seen.breakdown_mbar
    if found is None:
        return Gate("G5 FRAGILE", WARN, "未做", "没有做平行趋势敏感性分析。", "见 G3。")
    if found < limits.fragile_mbar:
        return Gate(
            "G5 FRAGILE", WARN, f"Mbar = {found:.2f}",
            "平行趋势只要略有偏离，结论就可能改变；标题改用 Mbar = 1 的稳健区间。",
            "增加开站前的调查年度，或扩大样本。",
        )  # fmt: skip
    return Gate("G5 FRAGILE", PASS, f"Mbar = {found:.2f}", "结论经得起一定程度的趋势偏离。")


def _g6(seen: Evidence, limits: Thresholds) -> Gate:
    gap, overall = seen.attrition_gap, seen.attrition_overall
    value = f"两边相差 {gap:.1f} 个百分点，总体缺失 {overall:.1f}%"
    fix = "补访没有采集到的农户，先补开站村；确实外迁的注明去向。"
    if not isfinite(gap):
        return Gate("G6 ATTRITION", REFUSE, "无法计算", "缺失情况无法比较。", fix)
    if abs(gap) > limits.attrition_gap:
        return Gate(
            "G6 ATTRITION",
            REFUSE,
            value,
            "开站村与对照村的缺失比例相差过大，缺的可能正是低收入户。",
            fix,
        )
    crosses = seen.bounds is None or seen.bounds[0] <= 0 <= seen.bounds[1]
    if overall > limits.attrition_overall and crosses:
        return Gate("G6 ATTRITION", REFUSE, value, "缺失过多，影响的上下界包含零。", fix)
    return Gate("G6 ATTRITION", PASS, value, "两边的缺失比例接近。")


def _g7(seen: Evidence, limits: Thresholds) -> Gate:
    value = f"转移性收入 p = {seen.transfer_p:.3f}，假定提前两年 p = {seen.fake_date_p:.3f}"
    failed = [
        name
        for name, p in (("转移性收入", seen.transfer_p), ("假定的开站日期", seen.fake_date_p))
        if p < limits.placebo_p
    ]
    if failed:
        return Gate(
            "G7 PLACEBO", REFUSE, value,
            f"{'、'.join(failed)}也显出“影响”，说明两边的差别另有原因。",
            "核对同期的补贴和帮扶，登记在帮扶台账后重新评估。",
        )  # fmt: skip
    return Gate("G7 PLACEBO", PASS, value, "安慰剂检验没有显出影响。")


def _g8(seen: Evidence, limits: Thresholds) -> Gate:
    value = f"{seen.bundle_share:.0f}% 的开站村"
    if seen.bundle_share > limits.bundle:
        return Gate(
            "G8 BUNDLE", WARN, value,
            "多数开站村在开站前后一年内还启动了其他项目，只能说是一揽子措施的影响。",
            "等待只开站、没有其他项目的村积累足够年度。",
        )  # fmt: skip
    return Gate("G8 BUNDLE", PASS, value, "多数开站村没有同时启动其他项目。")


def _g9(seen: Evidence, limits: Thresholds) -> Gate:
    if seen.spillover_p is None:
        return Gate(
            "G9 SPILLOVER", WARN, "未检验", "没有相邻村资料，外溢没有检验。", "登记相邻村及其出处。"
        )
    value = f"p = {seen.spillover_p:.3f}"
    if seen.spillover_p >= limits.spillover_p:
        return Gate("G9 SPILLOVER", PASS, value, "相邻的未开站村没有随之变化。")
    left = seen.donut_controls or 0
    if left < limits.least_controls:
        return Gate(
            "G9 SPILLOVER", REFUSE, value, "相邻村随之变化，去掉相邻村后对照不足。",
            "等待更远的未开站村数据。",
        )  # fmt: skip
    return Gate(
        "G9 SPILLOVER", WARN, value, "相邻的未开站村也在变化，对照已去掉相邻村。",
        "核对相邻村农户是否到本站卖货。",
    )  # fmt: skip


def _g10(seen: Evidence, limits: Thresholds) -> Gate:
    faults = list(seen.data_faults)
    if seen.cadre_share > limits.cadre_estimates:
        faults.append(
            f"{seen.cadre_share:.0f}% 的收入是干部估计，超过 {limits.cadre_estimates:.0f}%"
        )
    value = f"干部估计 {seen.cadre_share:.1f}%"
    if faults:
        return Gate(
            "G10 DATA",
            REFUSE,
            value,
            "；".join(faults) + "。",
            "按所列问题更正调查或价格指数后重新评估。",
        )
    linked = seen.link_rate
    if linked is not None and linked < limits.link_rate:
        return Gate(
            "G10 DATA", WARN, f"付款关联率 {linked:.0f}%",
            "多数付款不能关联到农户，账实增收不公布。",
            "核对农户卡号与收货记录。",
        )  # fmt: skip
    return Gate("G10 DATA", PASS, value, "收入为扣除成本、按同一口径和价格折算的净收入。")


def _g11(seen: Evidence, limits: Thresholds) -> Gate:
    share = 100 * seen.att / seen.baseline_mean if seen.baseline_mean else float("nan")
    value = f"占开站前均值 {share:.1f}%"
    if share > limits.implausible:
        return Gate(
            "G11 IMPLAUSIBLE", WARN, value, "影响大得少见：唯一的随机试验没有发现收入影响。",
            "由县外专家复核数据和方案。",
        )  # fmt: skip
    high = seen.high_per_household
    if high is not None and seen.att * seen.persons_per_household > limits.implausible_high * high:
        return Gate(
            "G11 IMPLAUSIBLE", WARN, value, "估计的影响超过账实增收高值的三倍，两者不相称。",
            "核对同期其他收入来源。",
        )  # fmt: skip
    return Gate("G11 IMPLAUSIBLE", PASS, value, "大小与已有研究和账本相称。")


def _g12(seen: Evidence, limits: Thresholds) -> Gate:
    if seen.branch_varies:
        return Gate("G12 BRANCH", OPEN, "有差别", "部分服务站不由支部领办或托管，可以另行比较。")
    return Gate(
        "G12 BRANCH", BLOCK, "没有差别", "所有服务站都由支部领办或托管，支部本身的贡献不可识别。",
        "有一部分服务站不由支部领办，或支部措施在不同时间开始，才可能比较。",
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    _g1, _g2, _g3, _g4, _g5, _g6, _g7, _g8, _g9, _g10, _g11, _g12,
)  # fmt: skip
