"""The doors of workbooks in and out; strangers find nothing and change nothing."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from backend.common import files
from backend.exchange.models import ExportFile, ImportBatch
from cooperatives.models import ReferencePrice
from tests.backend.exchange import books
from tests.cast import Cast

Post = Callable[..., Any]
STEPS = ("submit", "withdraw", "apply", "discard", "error-file", "recheck")


def send(client: Client, content: bytes, *, kind: str = "reference_price") -> Any:
    file = SimpleUploadedFile("参考价.xlsx", content)
    return client.post(
        "/api/v1/imports", {"kind": kind, "file": file},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip


@pytest.fixture
def batch(cast: Cast, django_capture_on_commit_callbacks: Any) -> ImportBatch:
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            cast.client("township_official"),
            books.book(
                [books.PRICES, books.POTATO, ["洋芋", "一级", "630121103", "?", "商", 1, "x"]]
            ),
        )
    assert answer.status_code == 201, answer.json()
    return ImportBatch.objects.get(uid=answer.json()["uid"])


def test_an_upload_is_looked_through_by_the_worker(cast: Cast, batch: ImportBatch) -> None:
    seen = cast.client("township_official").get(f"/api/v1/imports/{batch.uid}").json()
    assert (seen["state"], seen["counts"]["new"], seen["counts"]["error"]) == ("checked", 1, 1)
    assert (seen["mine"], seen["progress"]["state"], seen["has_error_file"]) == (True, "done", True)
    assert seen["header"][0] == {"title": "产品", "key": "product"}


def test_rows_are_filtered_and_say_what_is_wrong(cast: Cast, batch: ImportBatch) -> None:
    client = cast.client("township_official")
    found = client.get(f"/api/v1/imports/{batch.uid}/rows", {"status": "error"}).json()
    assert [row["number"] for row in found["results"]] == [3]
    assert found["results"][0]["problems"][0]["title"] == "采集日期"


def test_the_error_file_has_the_same_columns_red_cells_and_the_reason(
    cast: Cast, batch: ImportBatch, post: Post
) -> None:
    client = cast.client("township_official")
    link = post(client, f"/api/v1/imports/{batch.uid}/error-file").json()["url"]
    sheet = load_workbook(io.BytesIO(client.get(link).content)).active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    assert titles[:7] == books.PRICES
    assert sheet.cell(2, 4).fill.fgColor.rgb == "00FFC7CE"
    assert sheet.cell(2, 8).value == 3
    assert "采集日期：日期不能识别" in str(sheet.cell(2, 9).value)


def test_the_second_person_agrees_and_the_worker_writes(
    cast: Cast, batch: ImportBatch, post: Post, django_capture_on_commit_callbacks: Any
) -> None:
    asked = post(cast.client("township_official"), f"/api/v1/imports/{batch.uid}/submit").json()
    official = cast.client("official")
    seen = official.get(f"/api/v1/imports/{batch.uid}").json()
    assert (asked["state"], seen["approval"]["can_decide"]) == ("submitted", True)
    word = {"verdict": "approve", "digest": seen["approval"]["digest"]}
    with django_capture_on_commit_callbacks(execute=True):
        post(official, f"/api/v1/imports/{batch.uid}/decide", word)
    batch.refresh_from_db()
    assert (batch.state, ReferencePrice.objects.count()) == ("applied", 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_stranger_finds_no_batch_and_moves_none(
    cast: Cast, batch: ImportBatch, post: Post, step: str
) -> None:
    answer = post(cast.client("stranger_official"), f"/api/v1/imports/{batch.uid}/{step}")
    batch.refresh_from_db()
    assert (answer.status_code, batch.state) == (404, "checked")


@pytest.mark.parametrize("address", ["", "/rows"])
def test_a_stranger_reads_no_batch(cast: Cast, batch: ImportBatch, address: str) -> None:
    answer = cast.client("stranger_official").get(f"/api/v1/imports/{batch.uid}{address}")
    assert answer.status_code == 404


def test_a_stranger_decides_and_undoes_nothing(cast: Cast, batch: ImportBatch, post: Post) -> None:
    stranger = cast.client("stranger_official")
    word = {"verdict": "approve", "digest": "0" * 64}
    answers = [
        post(stranger, f"/api/v1/imports/{batch.uid}/decide", word),
        post(stranger, f"/api/v1/imports/{batch.uid}/undo", {"reason": "不该看到"}),
    ]
    batch.refresh_from_db()
    assert ([one.status_code for one in answers], batch.state) == ([404, 404], "checked")


def test_a_batch_of_another_township_is_not_listed(cast: Cast, batch: ImportBatch) -> None:
    found = cast.client("stranger_official").get("/api/v1/imports").json()
    assert found["results"] == []


def test_a_role_without_the_right_brings_nothing_in(cast: Cast) -> None:
    answer = send(cast.client("secretary"), books.book([books.PRICES, books.POTATO]))
    assert (answer.status_code, ImportBatch.objects.count()) == (403, 0)


def test_a_template_opens_with_lists_and_its_example_is_passed_over(cast: Cast) -> None:
    client = cast.client("township_official")
    answer = client.get("/api/v1/import-templates/reference_price")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.cell(1, 2).value == "等级*"
    assert [rule.type for rule in sheet.data_validations.dataValidation] == ["list"]
    assert str(sheet.cell(2, 1).value).startswith("【示例】")


def test_a_link_is_for_one_person_and_ten_minutes(cast: Cast, clock: Any) -> None:
    name = files.keep(b"abc", suffix=".csv")
    link = files.link(name, shown_as="a.csv", user_uid=str(cast.users["official"].uid))
    official = cast.client("official")
    assert (official.get(link).content, cast.client("auditor").get(link).status_code) == (
        b"abc",
        404,
    )
    clock.shift(601)
    assert official.get(link).status_code == 404


def test_what_is_kept_is_sealed_on_the_disk(settings: Any, cast: Cast) -> None:
    name = files.keep("马有福 639999196503120017".encode(), suffix=".csv")
    stored = (settings.DATA_DIR / "private" / name[:2] / name).read_bytes()
    assert "马有福".encode() not in stored
    assert ExportFile.objects.count() == 0
