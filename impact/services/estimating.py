"""Carrying out a frozen spec. Refused or not, the run is written down and stays."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.audit import services as audit
from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict, NotFound
from backend.jobs import services as jobs
from backend.jobs.models import Job
from impact import queries
from impact.estimators.county import OUTCOME, Options, study_county
from impact.estimators.county_tables import tables
from impact.estimators.faults import TableRefused
from impact.models import AttributionRun, EstimationSpec
from impact.queries.habits import habits_of
from impact.queries.measured import county_gain
from impact.queries.panel import Loaded, load_panel
from impact.queries.reporting import report_of
from impact.queries.runs import content_of
from impact.rules import results, specifying
from impact.rules.evidence import evidence_of
from impact.rules.gates import Judged, judge

CODE = "2"
EMPTY = f"“{OUTCOME}”为空"
JOB = "impact.tasks.estimate_effect"


@dataclass
class Outcome:
    """What a run found, before it is written."""

    verdict: str
    gates: list[dict[str, Any]]
    refusal: str = ""
    results: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    data_digest: str = ""
    synthetic: bool = False


@transaction.atomic
def ask_for_run(*, spec_uid: Any, actor: Actor, now: datetime) -> Job:
    """Takes seconds to minutes: a job with progress, carried out by a worker."""
    spec = EstimationSpec.objects.visible_to(actor).filter(uid=spec_uid).first()
    if spec is None or not actor.reaches_area(spec.county_code):
        raise NotFound("没有找到这份评估方案")
    return jobs.start(kind=JOB, arguments={"spec": str(spec.uid)}, actor=actor, now=now)


def run_job(*, job_id: int, clock: Callable[[], datetime]) -> bool:
    """The worker's part: one run, and where its report stands."""

    def work(job: Job) -> dict[str, Any]:
        spec = EstimationSpec.objects.get(uid=job.arguments["spec"])
        actor = Actor(user_uid=job.owner_uid)
        jobs.progress(job=job, done=0, total=1, now=clock())
        run = run_spec(spec=spec, actor=actor, now=clock())
        return {"run": str(run.uid), "verdict": run.verdict}

    return jobs.run(job_id=job_id, work=work, clock=clock)


def run_newest(*, now: datetime) -> int:
    """Every county's newest spec once more; earlier runs stay."""
    done = 0
    counties = EstimationSpec.objects.order_by("county_code").values_list("county_code", flat=True)
    for code in counties.distinct():
        spec = EstimationSpec.objects.filter(county_code=code).order_by("-number").first()
        if spec is not None and run_spec(spec=spec, actor=system_actor("yearly"), now=now):
            done += 1
    return done


def run_spec(*, spec: EstimationSpec, actor: Actor, now: datetime) -> AttributionRun:
    """Computed outside a transaction, written in one; the same spec and data give the same run."""
    outcome = _estimate(spec)
    with transaction.atomic():
        last = AttributionRun.objects.filter(spec=spec).aggregate(n=Max("number"))["n"]
        number = (last or 0) + 1
        run = AttributionRun(
            uid=uuid5(spec.uid, str(number)), spec=spec, number=number, verdict=outcome.verdict,
            refusal=outcome.refusal,
            gates=outcome.gates, results=outcome.results, inputs=outcome.inputs,
            data_digest=outcome.data_digest, synthetic=outcome.synthetic, made_at=now,
            made_by_uid=actor.user_uid,
        )  # fmt: skip
        run.report = report_of(run)
        text = dumps(run.report, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        run.digest = sha256(text.encode()).hexdigest()
        try:
            with transaction.atomic():
                run.save()
        except IntegrityError as error:
            raise Conflict("同一方案正在评估，请稍后查看结果") from error
        data = {"verdict": run.verdict, "refusal": run.refusal, "digest": run.digest}
        audit.record(actor=actor, action="attribution.run", subject=run, at=now, data=data)
    return run


def _estimate(spec: EstimationSpec) -> Outcome:
    try:
        specifying.check_unchanged(content_of(spec), spec.digest)
        loaded = load_panel(spec)
    except specifying.RunRefused as refused:
        return _refused(refused.code, refused.text, refused.fix)
    inputs = {
        "counts": loaded.counts, "dropped": loaded.dropped, "notes": loaded.notes, "code": CODE,
        "habits": [asdict(one) for one in habits_of(loaded.waves)],
    }  # fmt: skip
    try:
        outcome = study_panel(spec, loaded)
    except TableRefused as refused:
        outcome = _refused(refused.code, refused.detail, "按提示更正数据后重新评估。")
    outcome.inputs = inputs | outcome.inputs
    outcome.data_digest, outcome.synthetic = loaded.digest, loaded.synthetic
    return outcome


def _refused(code: str, text: str, fix: str) -> Outcome:
    gate = {"code": code, "state": "refuse", "value": "", "text": text, "fix": fix}
    return Outcome("NOT_IDENTIFIED", [gate], refusal=code, data_digest="")


def study_panel(spec: EstimationSpec, loaded: Loaded) -> Outcome:
    limits = specifying.limits_of(spec.limits)
    options = Options(
        control="never" if spec.control == "never" else "notyet", draws=spec.draws,
        randomisations=spec.randomisations, seed=spec.seed, spillover_p=limits.spillover_p,
        least_controls=limits.least_controls,
    )  # fmt: skip
    core = study_county(loaded.panel, options)
    gain = county_gain(spec.county_code, spec.last_year)
    seen = evidence_of(
        core, limits=limits, cadre_share=loaded.cadre_share, link_rate=gain.link_rate,
        high_per_household=gain.high_per_household,
        persons_per_household=loaded.persons_per_household, branch_varies=loaded.branch_varies,
    )  # fmt: skip
    judged = judge(seen, limits)
    found = results.results_of(core, judged, base_year=loaded.base_year, limits=limits)
    found["tables"] = tables(core, options, loaded.townships)
    found["bars"] = results.bars_of(core, found, loaded.persons_per_household)
    found["overlap"] = _overlap(spec)
    return Outcome(
        judged.verdict, _gates(judged), results=found,
        # Forms without an income are counted by their reason already.
        inputs={"left_out": [asdict(line) for line in core.fit.dropped if line.reason != EMPTY]},
    )  # fmt: skip


def _gates(judged: Judged) -> list[dict[str, Any]]:
    return [asdict(gate) for gate in judged.gates]


def _overlap(spec: EstimationSpec) -> list[dict[str, Any]]:
    """Villages with each other programme, served and not: the table beside the number."""
    return queries.overlap(spec.county_code)
