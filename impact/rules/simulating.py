"""Made counties by the model of the demo county, with one thing wrong at a time."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from impact.estimators.aggregate import aggregate
from impact.estimators.county import Options, frame_of
from impact.estimators.faults import TableRefused
from impact.estimators.fitting import Spec, fit_frame
from impact.estimators.inference import infer
from impact.estimators.panel import Panel
from impact.rules.evidence import try_county
from impact.rules.gates import REFUSE, Thresholds
from impact.rules.results import headline_of

SCENARIOS = (
    "effect", "null", "few_treated", "selection", "attrition", "bundle", "spillover", "subsidy",
)  # fmt: skip
VILLAGES, TOWNSHIPS = 289, 20
YEARS = np.arange(2017, 2026.0)
OPENINGS = np.repeat([2020, 2021, 2022, 2023, 2024], [15, 20, 25, 20, 10])
MEAN, MEAN_SD, RISE, LEVEL = 9_000.0, 900.0, 380.0, 400.0
KEPT, SHOCK_SD, HOUSEHOLD_SD = 0.4, 120.0, 1_400.0
FIRST, LATER, MISSING = 384.0, 640.0, 0.03
TRANSFER, TRANSFER_RISE, TRANSFER_SD, SUBSIDY = 1_500.0, 60.0, 200.0, 1_000.0
GROWTH_SD, FEW, LOST, POOREST, LEAK = 130.0, 3, 0.7, 0.25, 250.0


@dataclass(frozen=True, slots=True)
class Made:
    panel: Panel
    effect: Any


def made_county(scenario: str, seed: int, households: int = 12) -> Made:
    """Village level and shocks, household noise, 60 % of the effect in the opening year."""
    random = np.random.default_rng([seed, SCENARIOS.index(scenario)])
    growth = random.normal(0, GROWTH_SD, VILLAGES) if scenario == "selection" else 0.0
    opened = _opened(scenario, random, growth)
    neighbours = np.stack([np.arange(VILLAGES), (np.arange(VILLAGES) + 1) % VILLAGES], axis=1)
    shock = random.normal(0, SHOCK_SD / np.sqrt(1 - KEPT**2), VILLAGES)
    level = random.normal(MEAN, MEAN_SD, VILLAGES) + np.where(opened > 0, LEVEL, 0)
    paths, effects = [], []
    for turn, year in enumerate(YEARS):
        since = np.where(opened > 0, year - opened, -1)
        effect = np.where(since > 0, LATER, np.where(since == 0, FIRST, 0.0))
        effect = effect * (scenario not in ("null", "selection"))
        paths.append(level + (RISE + growth) * turn + shock + effect)
        effects.append(effect)
        shock = KEPT * shock + random.normal(0, SHOCK_SD, VILLAGES)
    income, effect = np.stack(paths, axis=1), np.stack(effects, axis=1)
    if scenario == "spillover":
        beside = _first_neighbour(opened, neighbours)
        income = income + np.where(YEARS[None, :] >= beside[:, None], LEAK * 2, 0.0)
    return _households(scenario, random, income, effect, opened, neighbours, households)


def _opened(scenario: str, random: np.random.Generator, growth: Any) -> Any:
    openings = OPENINGS[:FEW] if scenario == "few_treated" else OPENINGS
    opened = np.zeros(VILLAGES)
    if scenario == "selection":
        fastest = np.argsort(-np.asarray(growth))[: len(openings)]
        opened[fastest] = np.sort(openings)
    else:
        opened[random.choice(VILLAGES, len(openings), replace=False)] = openings
    return opened


def _first_neighbour(opened: Any, pairs: Any) -> Any:
    """Year in which a village without a station first had one beside it."""
    found = np.full(VILLAGES, np.inf)
    for a, b in np.concatenate([pairs, pairs[:, ::-1]]):
        if opened[a] == 0 and opened[b] > 0:
            found[a] = min(found[a], opened[b])
    return found


def _households(
    scenario: str, random: np.random.Generator, income: Any, effect: Any, opened: Any,
    neighbours: Any, size: int,
) -> Made:  # fmt: skip
    home = np.arange(VILLAGES * size)
    village = home // size
    earned = np.maximum(income[village] + random.normal(0, HOUSEHOLD_SD, (len(home), 9)), 300)
    transfer = TRANSFER + TRANSFER_RISE * (YEARS - 2017)[None, :]
    transfer = np.maximum(transfer + random.normal(0, TRANSFER_SD, earned.shape), 0)
    served = (opened[village] > 0)[:, None] & (YEARS[None, :] >= opened[village][:, None])
    if scenario == "subsidy":
        transfer = transfer + np.where(served, SUBSIDY, 0.0)
    lost = random.random(earned.shape) < MISSING
    if scenario == "attrition":
        poor = earned < np.quantile(earned, POOREST, axis=0)[None, :]
        lost |= served & poor & (random.random(earned.shape) < LOST)
    begun = np.flatnonzero(opened > 0)
    begun = begun if scenario == "bundle" else begun[: len(begun) // 10]
    panel = Panel(
        household=np.repeat(home, 9), year=np.tile(YEARS, len(home)),
        village=np.repeat(village, 9), persons=np.full(earned.size, 4.0),
        earned=np.where(lost, np.nan, earned).ravel(),
        transfer=np.where(lost, np.nan, transfer).ravel(), cohort=opened, nominal=opened,
        township=np.arange(VILLAGES) % TOWNSHIPS, neighbours=neighbours,
        others=np.stack([begun, opened[begun].astype(np.int64)], axis=1),
    )  # fmt: skip
    return Made(panel, effect[village].ravel())


def truth_of(made: Made) -> float:
    """The same average of the effects that were put in."""
    known = np.where(np.isnan(made.panel.earned), np.nan, made.effect)
    spec = Spec(control="notyet")
    fit = fit_frame(frame_of(made.panel, known, spec=spec), spec)
    return aggregate(fit, "simple").overall.att


def simulate(
    *, scenario: str, draws: int, seed: int, households: int = 12, randomisations: int = 99
) -> dict[str, Any]:
    """Shares over the draws; intervals are those the headline would print."""
    limits, verdicts, codes = Thresholds(), Counter[str](), Counter[str]()
    held, found, told, estimates = 0, 0, 0, []
    for draw in range(draws):
        made = made_county(scenario, seed + draw, households)
        options = Options(draws=99, randomisations=randomisations, seed=seed + draw)
        try:
            core, judged = try_county(made.panel, options, limits)
        except TableRefused as refused:
            verdicts["NOT_IDENTIFIED"] += 1
            codes[refused.code] += 1
            continue
        verdicts[judged.verdict] += 1
        codes.update(gate.code for gate in judged.states(REFUSE))
        low, high = core.simple.overall.ci
        truth = truth_of(made)
        estimates.append(core.simple.overall.att)
        held += low <= truth <= high
        found += not low <= 0 <= high
        told += headline_of(core, judged, base_year=2017, limits=limits).distinct
    tried = max(len(estimates), 1)
    return {
        "scenario": scenario, "draws": draws, "estimated": len(estimates),
        "mean_estimate": round(float(np.mean(estimates)), 2) if estimates else None,
        "coverage": round(held / tried, 4), "rejects_zero": round(found / tried, 4),
        "meaning": "size" if scenario in ("null", "selection") else "power",
        "gain_told": round(told / max(draws, 1), 4),
        "verdicts": {name: round(n / draws, 4) for name, n in sorted(verdicts.items())},
        "refusals": {name: round(n / draws, 4) for name, n in sorted(codes.items())},
    }  # fmt: skip


def intervals(*, scenario: str, draws: int, seed: int, households: int = 12) -> dict[str, Any]:
    """The simple average's interval alone, without gates: fast enough for a thousand draws."""
    held, found, scores = 0, 0, []
    spec = Spec(control="notyet")
    for draw in range(draws):
        made = made_county(scenario, seed + draw, households)
        fit = fit_frame(frame_of(made.panel, made.panel.earned, spec=spec), spec)
        overall = infer(fit, aggregate(fit, "simple")).overall
        low, high = overall.ci
        truth = truth_of(made)
        held += low <= truth <= high
        found += not low <= 0 <= high
        scores.append((overall.att - truth) / overall.se)
    return {
        "scenario": scenario, "draws": draws, "coverage": round(held / draws, 4),
        "rejects_zero": round(found / draws, 4),
        "score_mean": round(float(np.mean(scores)), 4), "score_sd": round(float(np.std(scores)), 4),
    }  # fmt: skip
