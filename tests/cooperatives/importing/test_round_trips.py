"""What goes out comes back as nothing new: every kind, XLSX and CSV, open and masked."""

import io
from typing import Any

import pytest
import pyzipper

from backend.audit.models import AccessEvent
from backend.common import files
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from backend.jobs.models import Job
from cooperatives.models import ReferencePrice
from cooperatives.services.importing import KINDS
from tests.backend.exchange.walk import clock, upload
from tests.cast import NOW, Cast

TASK = "cooperatives.tasks.run_export"
# Who takes it out and who brings it in, the same rows in reach.
KINDS_AND_PEOPLE = [
    ("station", "township_official"),
    ("household", "secretary"), ("member", "secretary"), ("cooperative", "township_official"),
    ("membership", "manager"), ("product", "administrator"), ("price_list", "accountant"),
    ("reference_price", "township_official"),
]  # fmt: skip


def take_out(cast: Cast, who: str, kind: str, file_format: str = "xlsx", **more: Any) -> ExportFile:
    export = exporting.ask_export(
        kind=KINDS[kind], file_format=file_format, filters={}, personal=more.get("personal", False),
        purpose="核对台账", task=TASK, actor=cast.actor(who), now=NOW,
    )  # fmt: skip
    export.refresh_from_db()
    make(export)
    return export


def make(export: ExportFile) -> None:
    job = Job.objects.get(uid=export.job_uid)
    exporting.run_export(job_id=job.pk, kinds=KINDS, clock=clock)
    export.refresh_from_db()


@pytest.fixture
def priced(cast: Cast) -> Cast:
    ReferencePrice.objects.create(
        product=cast.potato, grade="first", area_code="630121103", observed_on="2026-03-05",
        channel="收购商", price_fen_per_jin=115, source="=东峡集市",
    )  # fmt: skip
    return cast


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize(("kind", "who"), KINDS_AND_PEOPLE)
def test_export_and_import_again_changes_nothing(
    priced: Cast, kind: str, who: str, file_format: str
) -> None:
    export = take_out(priced, who, kind, file_format)
    assert (export.state, export.rows > 0) == ("ready", True), export.error
    batch = upload(priced, who, kind, files.read(export.file))
    assert batch.counts["unchanged"] == export.rows, batch.error


def test_personal_columns_leave_only_with_the_right(cast: Cast) -> None:
    with pytest.raises(exporting.NotYourKind):
        take_out(cast, "secretary", "household", personal=True)
    assert ExportFile.objects.count() == 0


def test_an_open_export_is_zipped_and_every_household_can_see_it(cast: Cast) -> None:
    export = take_out(cast, "township_official", "household", personal=True)
    password = exporting.show_password(
        uid=str(export.uid), actor=cast.actor("township_official"), now=NOW
    )
    with pyzipper.AESZipFile(io.BytesIO(files.read(export.file))) as archive:
        archive.setpassword(password.encode())
        content = archive.read("household.xlsx")
    batch = upload(cast, "secretary", "household", content)
    assert batch.counts["unchanged"] == 3
    seen = AccessEvent.objects.filter(subject_kind="household", purpose="核对台账")
    assert seen.values("subject_uid").distinct().count() == 3
