"""F12: a disk that is full or read-only while importing: a clear word, nothing half-written."""

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from backend.common import files
from backend.exchange.models import ExportFile, ImportBatch
from backend.exchange.rules.errors import StorageFailed
from backend.exchange.services import applying, batches, exporting
from backend.exchange.services.work import guarded
from backend.jobs.models import Job
from cooperatives.models import ReferencePrice
from cooperatives.services.importing import KINDS
from tests.backend.exchange import books
from tests.backend.exchange.walk import APPLY, agree, carry, checking, clock, upload
from tests.cast import NOW, Cast

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_listens"),
]  # fmt: skip
PRICE, NOBODY = "reference_price", 65_534
WORDS = "磁盘空间不足或不可写，这一步没有写入任何内容"
DATED = [
    ["洋芋", "一级", "630121103", f"2026-0{month}-{day:02d}", "集市", 1.2, "x" * 40]
    for month in range(1, 9) for day in range(1, 29)
]  # fmt: skip
MANY = books.book([books.PRICES, *DATED])


def apart(deed: Callable[[], object], prepare: Callable[[], None]) -> int:
    """Runs the deed in a process of its own: 0 done, 7 refused for its storage, 9 anything else."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 9
        try:
            prepare()
            deed()
            code = 0
        except StorageFailed:
            code = 7
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def full(most_bytes: int) -> Callable[[], None]:
    """No file may grow beyond so many bytes, as on a disk without space."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return prepare


def read_only() -> None:
    """Somebody who may read and not write; root may write anywhere."""
    os.setuid(NOBODY)


def left_over() -> list[Path]:
    return [one for one in Path(settings.DATA_DIR).rglob("*") if one.is_file()]


def test_a_full_disk_keeps_no_part_of_an_upload() -> None:
    assert apart(lambda: guarded(lambda: files.keep(MANY, suffix=".xlsx")), full(2_000)) == 7
    assert left_over() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_read_only_folder_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0o755)
    assert apart(lambda: guarded(lambda: files.keep(MANY, suffix=".xlsx")), read_only) == 7
    assert left_over() == []


def test_a_full_disk_fails_the_dry_run_in_words_and_the_person_checks_again(cast: Cast) -> None:
    wrong = books.book([books.PRICES, *[[*row[:3], "?", *row[4:]] for row in DATED]])
    batch = upload(cast, "township_official", PRICE, wrong)
    ImportBatch.objects.filter(pk=batch.pk).update(state="checking", error_file="")
    Job.objects.update(state="queued", tries=0)
    before = left_over()
    job = Job.objects.get()
    deed = lambda: checking.run_check(job_id=job.pk, kinds=KINDS, clock=clock)  # noqa: E731
    assert apart(deed, full_for_files()) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.error.startswith(WORDS)) == ("failed", True), batch.error
    assert left_over() == before


def full_for_files() -> Callable[[], None]:
    """The database has room left (its file is larger), the error workbook has not."""
    if connection.vendor == "sqlite":
        pytest.skip("one limit cannot tell SQLite's own file from the workbook")
    return full(2_000)


def test_a_full_disk_fails_an_export_in_words(cast: Cast) -> None:
    limit = full_for_files()
    export = exporting.ask_export(
        kind=KINDS["product"], file_format="xlsx", filters={}, personal=False, purpose="核对",
        task="cooperatives.tasks.run_export", actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    job = Job.objects.get()
    deed = lambda: exporting.run_export(job_id=job.pk, kinds=KINDS, clock=clock)  # noqa: E731
    assert apart(deed, limit) == 0
    export.refresh_from_db()
    assert (export.state, export.error.startswith(WORDS)) == (ExportFile.State.FAILED, True)
    assert left_over() == []


def test_a_database_without_room_writes_no_row_and_goes_on_once_there_is(cast: Cast) -> None:
    batch = upload(cast, "township_official", PRICE, MANY)
    agree(cast, batch, "township_official", "official")
    batch.refresh_from_db()
    job = Job.objects.get(uid=batch.job_uid)
    deed = lambda: applying.run_apply(job_id=job.pk, kinds=KINDS, clock=clock)  # noqa: E731
    assert apart(deed, no_room_for_the_rows()) == 0
    job.refresh_from_db()
    assert (job.state, job.error.startswith(WORDS)) == ("failed", True), job.error
    assert ReferencePrice.objects.count() == 0
    go_on(cast, batch)
    assert (batch.state, ReferencePrice.objects.count()) == ("applied", len(DATED))


def go_on(cast: Cast, batch: ImportBatch) -> None:
    """继续写入, once there is room again."""
    batches.apply_now(
        uid=str(batch.uid), kind=KINDS[PRICE], task=APPLY, actor=cast.actor("township_official"),
        now=NOW,
    )  # fmt: skip
    carry(batch, applying.run_apply)


def no_room_for_the_rows() -> Callable[[], None]:
    """SQLite's log takes the job's claim and its failure, and not the rows between."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files belong to its own process")
    return full(64_000)
