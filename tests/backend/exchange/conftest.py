"""What the faults of this folder need."""

from collections.abc import Iterator

import pytest

from backend.celery import app


@pytest.fixture
def nobody_listens() -> Iterator[None]:
    """Jobs are queued and stay there: the test itself is the worker."""
    app.conf.task_always_eager, before = False, app.conf.task_always_eager
    yield
    app.conf.task_always_eager = before
