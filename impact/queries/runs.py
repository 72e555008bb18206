"""Reads of specs and runs."""

from typing import Any

from django.db.models import Count, QuerySet

from backend.common.actor import Actor
from impact.models import AttributionRun, EstimationSpec

FROZEN = (
    "county_code", "number", "title", "first_year", "last_year", "control", "least_orders",
    "least_months", "limits", "draws", "randomisations", "seed",
)  # fmt: skip


def content_of(spec: EstimationSpec) -> dict[str, Any]:
    """What the digest signs."""
    return {name: getattr(spec, name) for name in FROZEN} | {
        "frozen_at": spec.frozen_at.isoformat()
    }


def specs(actor: Actor) -> QuerySet[EstimationSpec]:
    return EstimationSpec.objects.visible_to(actor).annotate(run_count=Count("runs"))


def runs(actor: Actor) -> QuerySet[AttributionRun]:
    return AttributionRun.objects.visible_to(actor).select_related("spec")


def figures_of(run: AttributionRun) -> dict[str, Any]:
    """What two runs are compared by: the spec, the verdict, the gates, the headline."""
    spec = run.spec
    found: dict[str, Any] = {name: getattr(spec, name) for name in FROZEN if name != "limits"}
    found |= {f"limits.{name}": value for name, value in spec.limits.items()}
    found |= {gate["code"]: gate["state"] for gate in run.gates}
    found |= {"verdict": run.verdict, "refusal": run.refusal, "data_digest": run.data_digest}
    headline = run.results.get("headline", {})
    return found | {f"headline.{name}": headline.get(name) for name in ("att", "low", "high")}


def latest_run(actor: Actor) -> AttributionRun | None:
    """The newest run of the newest spec of the counties an actor works in."""
    return runs(actor).order_by("-spec__number", "-number").first()
