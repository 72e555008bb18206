"""Files that leave: a watermark, a second person above fifty, a password apart, 72 hours."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import pyzipper
from django.conf import settings
from openpyxl import load_workbook

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import MakerDecides
from backend.common import files
from backend.common.errors import NotFound
from backend.exchange.models import ExportFile
from backend.exchange.rules.errors import ExportNotReady, PasswordGone
from backend.exchange.services import exporting
from backend.messaging import services as messaging
from backend.messaging.models import Message
from cooperatives.models import Household
from cooperatives.services.importing import KINDS
from tests.cast import LONG_AGO, NOW, Cast
from tests.cooperatives.importing.test_round_trips import TASK, make, take_out


def more_households(cast: Cast, count: int) -> None:
    village = cast.dongxia_village
    Household.objects.bulk_create(
        Household(
            card_no=f"HC9{number:05d}", area=village, area_code=village.code, head_name="演示",
            pinyin="yanshi", initials="ys", size=2, labour_count=1, registered_on=LONG_AGO,
        )
        for number in range(count)
    )  # fmt: skip


def ask(cast: Cast, who: str = "official") -> ExportFile:
    return exporting.ask_export(
        kind=KINDS["household"], file_format="xlsx", filters={}, personal=True, purpose="入户核对",
        task=TASK, actor=cast.actor(who), now=NOW,
    )  # fmt: skip


def decide(cast: Cast, export: ExportFile, who: str, verdict: str = "approve") -> None:
    digest = ApprovalRequest.objects.get(object_uid=str(export.uid)).digest
    exporting.decide_export(
        uid=str(export.uid), verdict=verdict, comment="请缩小范围", digest=digest,
        actor=cast.actor(who), now=NOW,
    )  # fmt: skip
    export.refresh_from_db()


def opened(export: ExportFile, password: str) -> bytes:
    with pyzipper.AESZipFile(io.BytesIO(files.read(export.file))) as archive:
        archive.setpassword(password.encode())
        content: bytes = archive.read("household.xlsx")
    return content


def sent_password(export: ExportFile) -> str:
    """From the text message, as the outbox of this computer holds it."""
    message = Message.objects.get(key=f"export:{export.uid}")
    messaging.send_due(outlet=messaging.outlet(), now=NOW)
    text = (settings.DATA_DIR / "messages" / f"{message.uid}.txt").read_text("utf-8")
    return text.split("解压密码：")[1][:12]


def test_fifty_households_leave_at_once(cast: Cast) -> None:
    more_households(cast, 47)
    assert (ask(cast).foreseen, ExportFile.objects.get().state) == (50, "making")


def test_one_more_waits_for_a_second_person(cast: Cast) -> None:
    more_households(cast, 48)
    export = ask(cast)
    assert (export.state, export.foreseen, export.job_uid) == ("waiting", 51, "")
    with pytest.raises(MakerDecides):
        decide(cast, export, "official")
    assert ExportFile.objects.get().state == "waiting"


def test_the_second_person_agrees_and_the_file_is_made(cast: Cast) -> None:
    more_households(cast, 48)
    export = ask(cast)
    decide(cast, export, "auditor")
    make(export)
    assert (export.state, export.rows) == ("ready", 51)


def test_the_second_person_refuses_and_no_file_is_made(cast: Cast) -> None:
    more_households(cast, 48)
    export = ask(cast)
    decide(cast, export, "auditor", "reject")
    assert (export.state, export.error, export.file) == ("refused", "请缩小范围", "")


def test_not_even_the_second_person_opens_the_file(cast: Cast) -> None:
    more_households(cast, 48)
    export = ask(cast)
    decide(cast, export, "auditor")
    make(export)
    with pytest.raises(NotFound):
        exporting.open_link(uid=str(export.uid), actor=cast.actor("auditor"), now=NOW)


def test_the_password_goes_by_text_message_and_opens_the_file(cast: Cast) -> None:
    export = take_out(cast, "official", "household", personal=True)
    sheet = load_workbook(io.BytesIO(opened(export, sent_password(export)))).worksheets[0]
    assert "639999196503120017" in {str(cell.value) for row in sheet.iter_rows() for cell in row}


def test_a_wrong_password_opens_nothing(cast: Cast) -> None:
    export = take_out(cast, "official", "household", personal=True)
    with pytest.raises(RuntimeError, match="password"):
        opened(export, "wrong-password")


def test_the_password_is_shown_once_and_then_nowhere(cast: Cast) -> None:
    export = take_out(cast, "official", "household", personal=True)
    who = {"uid": str(export.uid), "actor": cast.actor("official"), "now": NOW}
    shown = exporting.show_password(**who)
    assert opened(export, shown)
    with pytest.raises(PasswordGone):
        exporting.show_password(**who)
    assert ExportFile.objects.get().password is None


@pytest.mark.parametrize(
    ("kind", "says"), [("household", "个人信息已遮盖"), ("product", "核对台账")]
)
def test_a_workbook_says_who_took_it_out_when_and_why(cast: Cast, kind: str, says: str) -> None:
    export = take_out(cast, "official", kind)
    book = load_workbook(io.BytesIO(files.read(export.file)))
    mark = str(book["导出说明"].cell(1, 1).value)
    assert "测试02（县级干部）于 2026-09-28 10:00 导出；用途：核对台账" in mark
    assert (says in mark, str(export.uid)[:8] in mark) == (True, True)
    assert "测试02（县级干部）" in str(book.worksheets[0].oddFooter.left.text)


def test_a_csv_carries_it_above_its_header(cast: Cast) -> None:
    export = take_out(cast, "official", "product", "csv")
    rows = list(csv.reader(io.StringIO(files.read(export.file).decode("utf-8-sig"))))
    assert rows[0][0].startswith("注：测试02（县级干部）于 2026-09-28 10:00 导出")
    assert rows[1][0] == "产品编码"


def test_after_72_hours_the_file_and_its_password_are_gone(cast: Cast) -> None:
    export = take_out(cast, "official", "household", personal=True)
    name = export.file
    assert exporting.sweep_exports(now=NOW + timedelta(hours=71, minutes=59)) == 0
    assert exporting.sweep_exports(now=NOW + timedelta(hours=72)) == 1
    export.refresh_from_db()
    assert (export.state, export.file, export.password) == ("expired", "", None)
    with pytest.raises(NotFound):
        files.read(name)


def test_an_expired_file_has_no_link_and_no_password(cast: Cast) -> None:
    export = take_out(cast, "official", "household", personal=True)
    exporting.sweep_exports(now=NOW + timedelta(hours=72))
    who: dict[str, Any] = {"uid": str(export.uid), "actor": cast.actor("official"), "now": NOW}
    with pytest.raises(ExportNotReady):
        exporting.open_link(**who)
    with pytest.raises(ExportNotReady):
        exporting.show_password(**who)
