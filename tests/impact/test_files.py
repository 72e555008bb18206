"""What leaves the overview: each file says what the page says, and no more than the page."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import pyzipper
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from backend.approvals.models import ApprovalRequest
from backend.audit.models import AccessEvent
from backend.common import files
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from backend.jobs.models import Job
from cooperatives.models import Household
from impact.services import summing, trading
from impact.services.documents import DOCUMENTS
from stations.models import Area
from tests.cast import NOW, Cast
from tests.impact.conftest import Sell

OVERVIEW = "/api/v1/overview"
Settle = Callable[[Area], Household]


@pytest.fixture
def five(cast: Cast, sell: Sell, household: Settle) -> list[Household]:
    """Five households of Dongxia that sold once each, and a sale under review."""
    homes = [household(cast.dongxia_village) for _ in range(5)]
    for home in homes:
        sell(home)
    sell(cast.potato_household, order={"buyer": cast.users["farmer"]})
    trading.check_trades(county_code="630121", year=2026, now=NOW)
    summing.rebuild_months(now=NOW)
    return homes


def taken(cast: Cast, post: Any, which: str, file_format: str) -> bytes:
    body = {"which": which, "file_format": file_format, "parent": "", "period": "2026"}
    answer = post(cast.client("official"), f"{OVERVIEW}/export", body)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def rows_of(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def asked(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "village": cast.dongxia_village.code, "station": str(cast.dongxia_station.uid),
        "period": "2026", "purpose": "核对总览", **more,
    }  # fmt: skip


def opened(uid: str, code: str, file_format: str) -> bytes:
    """The file as the person who asked unpacks it."""
    job = Job.objects.get(kind="impact.tasks.make_file")
    exporting.run_export(job_id=job.pk, kinds=DOCUMENTS, clock=lambda: NOW + timedelta(hours=1))
    export = ExportFile.objects.get(uid=uid)
    assert (export.state, export.error) == ("ready", "")
    with pyzipper.AESZipFile(io.BytesIO(files.read(export.file))) as archive:
        archive.setpassword(export.password.open().encode())
        return archive.read(f"{code}.{file_format}")


def test_the_overview_on_paper_says_what_the_page_says(
    cast: Cast, five: list[Household], post: Any
) -> None:
    page = cast.client("official").get(OVERVIEW, {"period": "2026"}).json()
    paper = text_of(taken(cast, post, "overview", "pdf"))
    for said in ("使用前请注意", "县域总览", "2026 年", "东峡镇", "尚未提供", "未整改问题：0"):
        assert said in paper
    assert page["totals"]["figures"]["sales"] in paper
    assert page["totals"]["left_out"]["review_sales"] in paper


def test_the_workbook_counts_and_leaves_out_as_the_page_does(
    cast: Cast, five: list[Household], post: Any
) -> None:
    head, *rows = rows_of(taken(cast, post, "overview", "xlsx"))
    whole = dict(zip(head, rows[-1], strict=True))
    assert (whole["经站销售额（元）"], whole["核查中笔数"], whole["核查中（元）"]) == (
        "150.00",
        1,
        "30.00",
    )


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "pdf"])
def test_stations_and_findings_leave_in_every_form(
    cast: Cast, five: list[Household], post: Any, file_format: str
) -> None:
    assert taken(cast, post, "stations", file_format)
    assert taken(cast, post, "findings", file_format)


def test_findings_leave_without_a_households_name(
    cast: Cast, five: list[Household], post: Any
) -> None:
    _, row = rows_of(taken(cast, post, "findings", "xlsx"))
    assert row[1:4] == ["买家就是卖货的农户", "东峡镇", "东峡一村电商服务站"]
    assert (row[5], row[6], row[7]) == (1, "30.00", "核查中")
    assert "马有福" not in str(row)


def test_a_household_list_leaves_sealed_and_says_what_its_page_says(
    cast: Cast, five: list[Household], post: Any
) -> None:
    page = cast.client("official").get(f"{OVERVIEW}/households", asked(cast)).json()
    body = asked(cast, file_format="xlsx")
    answer = post(cast.client("official"), f"{OVERVIEW}/households/export", body)
    assert (answer.status_code, answer.json()["foreseen"]) == (201, 6)
    _, *rows, whole = rows_of(opened(answer.json()["uid"], "overview_households", "xlsx"))
    shown = [(row["card_no"], row["figures"]["sales"]) for row in page["rows"]]
    assert [(row[0], row[2]) for row in rows] == shown
    assert (whole[1], whole[2], whole[7]) == ("合计", "150.00", "30.00")
    traces = AccessEvent.objects.filter(fields="sales_2026", purpose="核对总览")
    assert traces.filter(subject_uid=str(five[0].uid)).count() == 2


@pytest.mark.parametrize("file_format", ["csv", "pdf"])
def test_a_households_receipts_leave_sealed(
    cast: Cast, five: list[Household], post: Any, file_format: str
) -> None:
    address = f"{OVERVIEW}/households/{five[0].uid}"
    why = {"period": "2026", "purpose": "核对总览"}
    (line,) = cast.client("official").get(address, why).json()["lines"]
    asked_for = {**why, "file_format": file_format}
    answer = post(cast.client("official"), f"{address}/export", asked_for).json()
    content = opened(answer["uid"], "overview_receipts", file_format)
    text = text_of(content) if file_format == "pdf" else content.decode()
    assert line["lot_code"] in text.replace("\n", "")
    assert line["sales"] in text


def test_more_than_fifty_households_wait_for_a_second_person(
    cast: Cast, sell: Sell, household: Settle, post: Any
) -> None:
    for _ in range(51):
        sell(household(cast.dongxia_village))
    summing.rebuild_months(now=NOW)
    body = asked(cast, file_format="xlsx")
    answer = post(cast.client("official"), f"{OVERVIEW}/households/export", body).json()
    assert answer["state"] == "waiting"
    assert ApprovalRequest.objects.open().get().object_uid == answer["uid"]
    assert not Job.objects.exists()


def test_four_households_stay_closed_as_a_file(
    cast: Cast, sell: Sell, household: Settle, post: Any
) -> None:
    for _ in range(4):
        sell(household(cast.dongxia_village))
    summing.rebuild_months(now=NOW)
    body = asked(cast, file_format="xlsx")
    refused = post(cast.client("official"), f"{OVERVIEW}/households/export", body)
    assert (refused.status_code, ExportFile.objects.count()) == (403, 0)


def test_a_stranger_takes_no_list(cast: Cast, five: list[Household], post: Any) -> None:
    client, body = cast.client("stranger_official"), asked(cast, file_format="xlsx")
    assert post(client, f"{OVERVIEW}/households/export", body).status_code == 404
    address = f"{OVERVIEW}/households/{five[0].uid}/export"
    said = {"period": "2026", "purpose": "核对", "file_format": "xlsx"}
    assert post(client, address, said).status_code == 404
    assert ExportFile.objects.count() == 0
