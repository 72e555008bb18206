"""The page an official sees, in its fixed order (IMPACT section 7), frozen with its run."""

from dataclasses import asdict
from typing import Any

from backend.common.money import yuan
from impact.models import AttributionRun, TrueEffect
from impact.queries.checks import differences
from impact.queries.measured import CountyGain, county_actor, county_gain
from impact.queries.report import facts_of
from impact.rules import verdicts, wording
from stations.models import Area

SECTIONS = (
    "verdict", "headline", "bars", "event_study", "pretrend", "tables", "components",
    "double_counting", "coverage", "other_programmes", "buyer_savings", "method",
)  # fmt: skip


def report_of(run: AttributionRun) -> dict[str, Any]:
    """Every section is there, also of a refused run: then with the code and what would mend it."""
    found, spec = said(run), run.spec
    gain = county_gain(spec.county_code, spec.last_year)
    differing = differences(now=run.made_at)
    facts = facts_of(county_actor(spec.county_code))
    content = {
        "verdict": _verdict(run),
        "headline": {
            "text": found.get("headline_text", "现有数据不能估计影响，不填任何数字。"),
            **found.get("headline", {}),
        },
        "bars": _bars(run, gain, bool(differing)),
        "event_study": {"points": found.get("event", []), "sup_t": found.get("sup_t")},
        "pretrend": {
            "text": found.get("pretrend_text", "没有可以检验的估计。"),
            "honest": found.get("honest", {}), "randomisation": found.get("randomisation", {}),
            "placebos": found.get("placebos", []),
        },
        "tables": _tables(found),
        "components": {
            "rows": found.get("tables", {}).get("components", []), "note": verdicts.NOT_A_GAIN
        },
        "double_counting": _guard(gain),
        "coverage": {**run.inputs, "attrition": found.get("attrition", {})},
        "other_programmes": {
            "overlap": found.get("overlap", []), "facts": _plain(asdict(facts)),
            "branch": found.get("branch_text", verdicts.branch_text([])),
        },
        "buyer_savings": {"text": "买家少付的钱没有计量，也不是农户收入。"},
        "method": _method(run),
    }  # fmt: skip
    return {name: content[name] for name in SECTIONS}


def said(run: AttributionRun) -> dict[str, Any]:
    """A refused run says no effect at all: what stays are the checks that refused it."""
    if run.verdict != "NOT_IDENTIFIED":
        return dict(run.results)
    kept = dict(run.results)
    kept["tables"], kept["honest"], kept["sup_t"] = {}, {}, None
    kept["bars"] = {"persons": kept.get("bars", {}).get("persons")}
    kept["event"] = [point for point in kept.get("event", []) if point["label"] < 0]
    kept["randomisation"] = {"pretrend_p": kept.get("randomisation", {}).get("pretrend_p")}
    kept["attrition"] = {name: kept.get("attrition", {}).get(name) for name in ("gap", "missing")}
    return kept


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def _verdict(run: AttributionRun) -> dict[str, Any]:
    if run.refusal:
        return {"code": run.verdict, "text": f"不能估计（{run.refusal}）。", "gates": run.gates}
    return {"code": run.verdict, "text": run.results["verdict_text"], "gates": run.gates}


def _bars(run: AttributionRun, gain: CountyGain, differs: bool) -> list[dict[str, Any]]:
    """Yuan a head and year of served villages, so that they stand side by side; never added."""
    found, head = said(run), said(run).get("headline", {})
    beside = found.get("bars", {})
    measured = _measured_bar(run, gain, beside.get("persons"), differs)
    return [
        measured,
        {
            "name": "估计的影响", "kind": "estimated", "low": head.get("low"),
            "high": head.get("high"), "att": head.get("att"),
        },
        _beyond(measured, head),
        {
            "name": "转移性净收入的差别", "kind": "not_attributable", "note": verdicts.NOT_A_GAIN,
            **_ends(beside.get("transfers")),
        },
        _single("与其他项目重叠", beside.get("overlap"), "去掉同期有其他项目的村后估计减少的部分"),
        _single("共同走势", beside.get("common_trend"), "从未开站的村每年的变化"),
        _single("未解释部分", None, "与共同走势和区间分不开，不给数字"),
    ]  # fmt: skip


def _measured_bar(
    run: AttributionRun, gain: CountyGain, persons: float | None, differs: bool
) -> dict[str, Any]:
    """By the ledger; closed where months differ or too few payments are known to the survey."""
    bar: dict[str, Any] = {"name": "账实增收", "kind": "measured", "low": None, "high": None}
    link, limit = gain.link_rate, run.spec.limits.get("link_rate", 80.0)
    if differs or (link is not None and link < limit):
        why = "账目与月度汇总不一致" if differs else "付款关联率不足"
        return bar | {"why": f"G10 DATA：{why}"}
    total = f"{run.spec.last_year} 年全县合计 {yuan(gain.low_fen)} 至 {yuan(gain.high_fen)} 元"
    if not persons or gain.low_per_household is None or gain.high_per_household is None:
        return bar | {"why": f"{total}；人均值要有入户调查的家庭人口"}
    return bar | {
        "low": gain.low_per_household / persons, "high": gain.high_per_household / persons,
        "note": total, "total_low": yuan(gain.low_fen), "total_high": yuan(gain.high_fen),
    }  # fmt: skip


def _beyond(measured: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
    """What the estimate says beyond the ledger: an interval less a range, at its widest."""
    ends = (measured["low"], measured["high"], head.get("low"), head.get("high"))
    bar = {
        "name": "估计超出账本的部分",
        "kind": "estimated",
        "note": "估计区间减去账实增收，取最宽",
    }
    if any(end is None for end in ends):
        return bar | {"low": None, "high": None}
    low, high, at_least, at_most = ends
    return bar | {"low": at_least - high, "high": at_most - low}


def _ends(effect: dict[str, Any] | None) -> dict[str, Any]:
    return {name: (effect or {}).get(name) for name in ("att", "low", "high")}


def _single(name: str, value: float | None, note: str) -> dict[str, Any]:
    return {"name": name, "kind": "not_attributable", "low": value, "high": value, "note": note}


def _tables(results: dict[str, Any]) -> dict[str, Any]:
    found = results.get("tables", {})
    names = ("weights", "cohorts", "calendar", "groups", "townships", "robustness")
    return {name: found.get(name, []) for name in names}


def _guard(gain: CountyGain) -> dict[str, Any]:
    """What was kept out so that nothing counts twice, or counts as a gain at all."""
    return {
        "institution_premium": yuan(gain.institution_fen),
        "gross_sales": yuan(gain.gross_fen),
        "paid_to_households": yuan(gain.paid_fen),
        "unreconciled_lines": gain.unreconciled,
        "unmeasured_lines": gain.unmeasured,
        "notes": list(wording.NOT_CAUSAL),
    }


def _method(run: AttributionRun) -> dict[str, Any]:
    spec = run.spec
    of_county = AttributionRun.objects.filter(spec__county_code=spec.county_code)
    earlier = of_county.exclude(uid=run.uid).select_related("spec").order_by("made_at", "pk")
    answer: dict[str, Any] = {
        "estimand": wording.ESTIMAND,
        "spec": spec.number, "title": spec.title, "frozen_at": spec.frozen_at.isoformat(),
        "years": [spec.first_year, spec.last_year], "control": spec.get_control_display(),
        "seed": spec.seed, "spec_digest": spec.digest, "data_digest": run.data_digest,
        "scope": _scope(spec.county_code), "run": f"{spec.number}-{run.number}",
        "earlier": [_listed(one) for one in earlier],
        "synthetic": run.synthetic, "volume_note": wording.VOLUME_NOTE,
    }  # fmt: skip
    truth = TrueEffect.objects.filter(survey__county_code=spec.county_code).first()
    if run.synthetic and truth is not None:
        answer["演示真值"] = {
            "opening_year": yuan(truth.effect_first_year_fen),
            "later": yuan(truth.effect_later_fen),
        }
    return answer


def _scope(county_code: str) -> str:
    name = Area.objects.filter(code=county_code).values_list("official_name", flat=True).first()
    return f"{name or ''}（{county_code}）"


def _listed(run: AttributionRun) -> dict[str, Any]:
    """An earlier run as this one lists it: also those that were refused."""
    head = said(run).get("headline", {})
    return {
        "run": f"{run.spec.number}-{run.number}", "made_at": run.made_at.isoformat(),
        "verdict": run.verdict, "refusal": run.refusal, "digest": run.digest,
        "low": head.get("low"), "high": head.get("high"),
    }  # fmt: skip
