"""Passbooks, income cards and statements of account on paper: figures of the ledger, no others."""

import io
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import pyzipper
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from backend.audit.models import AccessEvent, IssuedPaper
from backend.common import files
from backend.common.actor import system_actor
from backend.exchange.models import ExportFile
from backend.exchange.services import exporting
from backend.jobs.models import Job
from backend.ledger import services as ledger
from backend.ledger.rules import Leg
from cooperatives.models import Household
from orders.queries.passbooks import passbooks
from orders.rules.period import Period
from orders.services.documents import DOCUMENTS
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import weigh

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
Counted = Any


def move(kind: str, key: str, reference: str = "R1", **fen: int) -> None:
    """`household=100` raises what the potato household is owed; the clearing account gives."""
    household = str(Household.objects.get(card_no="HC000001").uid)
    legs = [Leg(name.removesuffix("_fen"), household, amount) for name, amount in fen.items()]
    rest = Leg("clearing", "merchant", -sum(fen.values()))
    ledger.post(
        key=key, kind=kind, reference=reference, legs=[*legs, *([rest] if rest.amount_fen else [])],
        county_code="630121", actor=system_actor("test"), now=NOW,
    )  # fmt: skip


@pytest.fixture
def year(cast: Cast) -> Cast:
    """30.60 bought, 100.00 sold, 90.00 settled and paid."""
    weigh(cast, mode="purchase")
    move("split", "split:A", household=10_000)
    move("settle", "settle:A", household=-9_000, settled=9_000)
    move("payout", "payout:A", settled=-9_000)
    return cast


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_book_shows_each_movement_and_none_between_the_households_own_accounts(
    year: Cast,
) -> None:
    (book,) = passbooks([year.potato_household], YEAR)
    shown = [(one.summary, one.detail, one.amount_fen, one.balance_fen) for one in book.movements]
    assert shown == [
        ("收购款", "土豆 25.5斤", 3_060, 3_060),
        ("卖出货款", "", 10_000, 13_060),
        ("付款到户", "", -9_000, 4_060),
    ]
    assert (book.opening_fen, book.in_fen, book.out_fen, book.closing_fen) == (
        0,
        13_060,
        9_000,
        4_060,
    )


def test_what_was_before_the_period_is_its_opening_balance(year: Cast) -> None:
    (book,) = passbooks([year.potato_household], Period(date(2026, 10, 1), date(2026, 12, 31)))
    assert (book.opening_fen, book.movements, book.closing_fen) == (4_060, [], 4_060)


def test_a_debt_that_is_carried_over_stands_below_zero(year: Cast) -> None:
    owner = f"household:{year.potato_household.uid}"
    legs = [
        Leg("household", str(year.potato_household.uid), -4_060),
        Leg("carry_over", owner, -500),
    ]
    ledger.post(
        key="back:A", kind="split_back", reference="R1", county_code="630121", now=NOW,
        legs=[*legs, Leg("clearing", "merchant", 4_560)], actor=system_actor("test"),
    )  # fmt: skip
    (book,) = passbooks([year.potato_household], YEAR)
    assert book.closing_fen == -500


@pytest.mark.parametrize("count", [1, 3])
def test_many_books_take_no_more_statements_than_one(
    year: Cast, count: int, django_assert_num_queries: Counted
) -> None:
    some = list(Household.objects.select_related("area").order_by("card_no")[:count])
    with django_assert_num_queries(4):
        passbooks(some, YEAR)


def printed(client: Client, cast: Cast, kind: str, query: str = "") -> Any:
    return client.get(f"/print/{kind}/{cast.potato_household.uid}{query}")


def test_the_household_prints_its_book_with_a_proof_that_names_nobody(year: Cast) -> None:
    (page,) = texts(
        printed(year.client("farmer"), year, "passbook", "?from=2026-01-01&to=2026-12-31").content
    )
    for said in ("马有福", "HC000001", "130.60", "40.60", "肆拾元陆角整", "第 1 页 共 1 页"):
        assert said in page
    proof = Client().get(f"/v/{IssuedPaper.objects.get().token}").content.decode()
    assert "农户存折" in proof
    assert [said for said in ("马有福", "HC000001", "40.60") if said in proof] == []


def test_the_station_prints_it_at_the_counter_and_the_household_reads_who_did(year: Cast) -> None:
    assert printed(year.client("operator"), year, "passbook").status_code == 200
    event = AccessEvent.objects.get(subject_uid=str(year.potato_household.uid))
    assert (event.hat, event.purpose) == ("SO", "打印存折")


@pytest.mark.parametrize("kind", ["passbook", "income-card"])
@pytest.mark.parametrize("who", ["stranger", "stranger_farmer", "buyer", "official"])
def test_a_strangers_door_stays_shut_and_prints_nothing(year: Cast, who: str, kind: str) -> None:
    assert printed(year.client(who), year, kind).status_code == 404
    assert not IssuedPaper.objects.exists()
    assert not AccessEvent.objects.filter(fields="账单").exists()


def test_the_income_card_takes_the_ledgers_figures_and_leaves_the_rest_to_the_pen(
    year: Cast,
) -> None:
    (page,) = texts(printed(year.client("farmer"), year, "income-card", "?year=2026").content)
    for said in ("2026 年农户收入明白卡", "不等于增收", "30.60", "工资性收入", "第一书记"):
        assert said in page


def asked(cast: Cast, who: str, path: str, **said: str) -> ExportFile:
    answer = cast.client(who).post(
        f"/api/v1/papers/{path}",
        {"from_on": "2026-01-01", "to_on": "2026-09-28", "purpose": "年底发放", **said},
        "application/json", headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip
    export = ExportFile.objects.get(uid=answer.json()["uid"])
    job = Job.objects.get(kind="orders.tasks.make_paper")
    exporting.run_export(job_id=job.pk, kinds=DOCUMENTS, clock=lambda: NOW + timedelta(hours=1))
    export.refresh_from_db()
    return export


def test_a_stations_books_are_one_file_with_a_password_and_a_trace_for_each_household(
    year: Cast,
) -> None:
    export = asked(year, "operator", "passbooks")
    with pyzipper.AESZipFile(io.BytesIO(files.read(export.file))) as archive:
        archive.setpassword(export.password.open().encode())  # type: ignore[union-attr]
        pages = texts(archive.read("passbooks.pdf"))
    households = Household.objects.filter(area=year.dongxia_village).count()
    assert (export.state, len(pages), export.foreseen) == ("ready", households, households)
    assert all("用途：年底发放" in page.replace("\n", "") for page in pages)
    assert all("第 1 页 共 1 页" in page for page in pages)
    assert AccessEvent.objects.filter(purpose="打印存折").count() == households


def test_a_cooperatives_statement_counts_and_sums_its_account(year: Cast) -> None:
    ledger.post(
        key="coop", kind="split", reference="R9", county_code="630121", now=NOW,
        legs=[Leg("cooperative", str(year.cooperative.uid), 54), Leg("clearing", "m", -54)],
        actor=system_actor("test"),
    )  # fmt: skip
    export = asked(year, "accountant", "account-statement", format="xlsx")
    data, meanings, filters = load_workbook(io.BytesIO(files.read(export.file))).worksheets
    assert [cell.value for cell in data[2]] == ["2026-09-28", "卖出货款", "R9", 0.54, 0.54]
    assert (meanings["A2"].value, filters["B3"].value) == ("日期", "东峡种植专业合作社")
