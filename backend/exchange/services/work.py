"""Long work as a job: what the disk or the database refuses becomes a word to people."""

import errno
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import OperationalError

from backend.exchange.rules.errors import StorageFailed
from backend.jobs import services as jobs
from backend.jobs.models import Job

Clock = Callable[[], datetime]
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
_SAYS = ("full", "readonly", "read-only", "disk i/o")


def run(*, job_id: int, work: Callable[[Job], dict[str, Any]], clock: Clock) -> bool:
    """As `jobs.run`, with the storage's refusals told apart from a worker's death."""
    return jobs.run(job_id=job_id, work=lambda job: guarded(lambda: work(job)), clock=clock)


def guarded(deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    except OSError as error:
        if error.errno in FULL:
            raise StorageFailed from error
        raise
    except OperationalError as error:
        if any(word in str(error).lower() for word in _SAYS):
            raise StorageFailed from error
        raise
