"""Papers of an app's own making go out by the same door as tables."""

import io
from typing import ClassVar

import pytest
from pypdf import PdfReader

from backend.common import files
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.printing import pdf
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from backend.exchange.services.kinds import Document, Wanted
from backend.jobs.models import Job
from tests.cast import NOW, Cast


class Overview(Document):
    code, title, view_object = "overview_test", "概览", "overview"
    formats: ClassVar[tuple[str, ...]] = ("pdf",)

    def foreseen(self, actor: Actor, filters: dict[str, str]) -> int:
        return 2

    def make(self, wanted: Wanted) -> bytes:
        wanted.progress(2, 2)
        return pdf(
            "backend/common/papers/report.typ",
            {"title": wanted.filters["year"], "mark": wanted.mark, "sections": []},
            now=wanted.now,
        )


KINDS = {"overview_test": Overview()}


def ask(cast: Cast, file_format: str) -> ExportFile:
    return exporting.ask_export(
        kind=KINDS["overview_test"], file_format=file_format, filters={"year": "2026"},
        personal=False, purpose="年底核对", task="tests.make", actor=cast.actor("official"),
        now=NOW,
    )  # fmt: skip


def test_a_document_is_made_by_its_job_with_progress_and_a_watermark(cast: Cast) -> None:
    export = ask(cast, "pdf")
    job = Job.objects.get(kind="tests.make")
    exporting.run_export(job_id=job.pk, kinds=KINDS, clock=lambda: NOW)
    export.refresh_from_db()
    job.refresh_from_db()
    text = PdfReader(io.BytesIO(files.read(export.file))).pages[0].extract_text()
    assert (export.state, job.state, job.done, job.total) == ("ready", "done", 2, 2)
    assert "2026" in text
    assert "用途：年底核对" in text


def test_a_format_that_a_document_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        ask(cast, "csv")
    assert not ExportFile.objects.exists()
