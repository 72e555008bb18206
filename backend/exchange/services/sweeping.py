"""Uploaded workbooks are not kept longer than they are needed (ROLES section 5, retention)."""

from datetime import datetime

from backend.common import files
from backend.exchange.models import ImportBatch
from backend.exchange.rules import states

ENDED = ("failed", "discarded", "applied", "undone")


def sweep_uploads(*, now: datetime, limit: int = 200) -> int:
    """After 30 days the workbook and its error file go; what was written stays."""
    old = ImportBatch.objects.filter(state__in=ENDED, uploaded_at__lt=now - states.REJECTED_KEPT)
    due = list(old.exclude(file="", error_file="").order_by("id")[:limit])
    for batch in due:
        files.remove(batch.file)
        files.remove(batch.error_file)
        ImportBatch.objects.filter(pk=batch.pk).update(file="", error_file="")
    return len(due)
