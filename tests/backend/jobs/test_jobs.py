"""Jobs: carried once, revived when the worker died, seen by their owner alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.common.errors import Invalid
from backend.common.models import OutboxEntry
from backend.jobs import queries, rules, services
from backend.jobs.models import Job
from tests.cast import NOW, Cast

KIND = "impact.tasks.build_report"
LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def job(cast: Cast) -> Job:
    return services.start(
        kind=KIND, arguments={"year": 2025}, actor=cast.actor("official"), now=NOW
    )


def carry(job: Job, work: Any = lambda _: {"file": "r.pdf"}, now: Any = NOW) -> bool:
    return services.run(job_id=job.pk, work=work, clock=lambda: now)


def test_a_job_is_announced_with_the_change(job: Job) -> None:
    entry = OutboxEntry.objects.get()
    assert (entry.task, entry.kwargs) == (KIND, {"job_id": job.pk})


def test_a_job_is_carried_once(job: Job) -> None:
    assert [carry(job), carry(job)] == [True, False]
    job.refresh_from_db()
    assert (job.state, job.result, job.tries) == ("done", {"file": "r.pdf"}, 1)


def test_a_refusal_is_told_to_the_person(job: Job) -> None:
    def refuse(_: Job) -> dict[str, Any]:
        raise Invalid("这一年还没有数据")

    carry(job, refuse)
    job.refresh_from_db()
    assert (job.state, job.error, job.ended_at) == ("failed", "这一年还没有数据", NOW)


def test_progress_is_seen_while_it_runs(job: Job) -> None:
    def work(running: Job) -> dict[str, Any]:
        services.progress(job=running, done=3, total=10, now=NOW)
        job.refresh_from_db()
        return {"seen": [job.state, job.done, job.total]}

    carry(job, work)
    job.refresh_from_db()
    assert job.result == {"seen": ["running", 3, 10]}


def test_a_dead_worker_costs_time_and_no_work(job: Job) -> None:
    with pytest.raises(RuntimeError):
        carry(job, die)
    assert services.sweep(now=NOW + timedelta(minutes=1)) == 0
    assert services.sweep(now=LATER) == 1
    assert carry(job, now=LATER) is True
    job.refresh_from_db()
    assert (job.state, job.tries) == ("done", 2)


def test_a_job_that_dies_three_times_fails_with_a_word(job: Job) -> None:
    for hour in range(3):
        with pytest.raises(RuntimeError):
            carry(job, die, NOW + timedelta(hours=hour))
        services.sweep(now=NOW + timedelta(hours=hour, minutes=3))
    job.refresh_from_db()
    assert (job.state, job.error, job.tries) == ("failed", rules.GAVE_UP, 3)
    assert list(queries.broken_invariants(now=NOW)) == []


def test_a_worker_that_was_given_up_cannot_finish(job: Job) -> None:
    def slow(running: Job) -> dict[str, Any]:
        services.sweep(now=LATER)
        return {}

    with pytest.raises(rules.JobNotRunning):
        carry(job, slow)
    job.refresh_from_db()
    assert job.state == "queued"


def test_only_its_owner_sees_a_job(cast: Cast, job: Job, visitor: Client) -> None:
    path = f"/api/v1/jobs/{job.uid}"
    seen = cast.client("official").get(path).json()
    assert (seen["state"], seen["state_name"], seen["kind"]) == ("queued", "排队中", KIND)
    assert cast.client("township_official").get(path).status_code == 404
    assert cast.client("buyer").get(path).status_code == 403
    assert visitor.get(path).status_code == 401


def die(_: Job) -> dict[str, Any]:
    raise RuntimeError
