"""Work after the commit survives a rollback, a lost message and a dead worker the right way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from backend.common import later
from backend.common.models import OutboxEntry

TASK = "backend.common.tasks.sweep_outbox"


@pytest.mark.django_db(transaction=True)
def test_work_runs_after_the_commit_and_is_marked_done() -> None:
    with transaction.atomic():
        later.after_commit(TASK)
        assert OutboxEntry.objects.get().sent_at is None
    assert OutboxEntry.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_work_with_it() -> None:
    with transaction.atomic():
        later.after_commit(TASK)
        transaction.set_rollback(True)
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_sends_again_what_nobody_finished(settings: Any) -> None:
    OutboxEntry.objects.create(task=TASK, kwargs={})
    assert later.sweep(now=timezone.now()) == 0
    assert later.sweep(now=timezone.now() + timedelta(minutes=2)) == 1
    assert OutboxEntry.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_done_work_is_not_sent_again_and_is_forgotten_after_a_week() -> None:
    now = timezone.now()
    OutboxEntry.objects.create(task=TASK, kwargs={}, done_at=now)
    assert later.sweep(now=now + timedelta(minutes=2)) == 0
    later.sweep(now=now + timedelta(days=8))
    assert not OutboxEntry.objects.exists()
