"""A printed statement carries a number, and a page open to everyone says that it is genuine."""

import re

import pytest
from django.test import Client

from backend.audit.models import IssuedPaper
from orders.models import Order
from orders.services import completing
from tests import cast as people
from tests.orders.payments.conftest import Till
from tests.orders.payments.test_completing import shipped

pytestmark = pytest.mark.django_db
PERIOD = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest.fixture
def printed(order: Order, till: Till) -> IssuedPaper:
    shipped(order, till)
    completing.confirm_receipt(
        order_number=order.number, actor=till.cast.actor("buyer"), now=till.now
    )
    answer = till.cast.client("farmer").post("/my/statement", PERIOD)
    paper = IssuedPaper.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/print/statement/{paper.uid}")
    return paper


def test_the_sheet_shows_its_number_and_leads_to_its_proof(
    printed: IssuedPaper, cast: people.Cast, visitor: Client
) -> None:
    sheet = cast.client("farmer").get(f"/print/statement/{printed.uid}").content.decode()
    assert printed.number in sheet
    assert re.fullmatch(r"ZD260928-[0-9A-F]{8}", printed.number)
    proof = visitor.get(f"/v/{printed.token}").content.decode()
    assert printed.number in proof
    assert "2026-09-01 至 2026-09-30" in proof
    assert printed.mark in sheet
    assert printed.mark in proof


def test_the_proof_tells_a_stranger_neither_name_nor_amount(
    printed: IssuedPaper, visitor: Client
) -> None:
    proof = visitor.get(f"/v/{printed.token}").content.decode()
    for secret in ("马有福", "14.90", "HC000001", printed.subject_uid):
        assert secret not in proof
    assert "<script" not in proof


def test_printing_the_same_sales_again_is_the_same_paper(
    printed: IssuedPaper, cast: people.Cast
) -> None:
    cast.client("farmer").post("/my/statement", PERIOD)
    assert IssuedPaper.objects.count() == 1


def test_a_made_up_token_is_a_warning(visitor: Client, db: None) -> None:
    answer = visitor.get("/v/made-up")
    assert answer.status_code == 404
    assert "没有查到这张单据" in answer.content.decode()


def test_another_household_does_not_find_the_sheet(printed: IssuedPaper, cast: people.Cast) -> None:
    assert cast.client("stranger_farmer").get(f"/print/statement/{printed.uid}").status_code == 404


def test_a_sheet_whose_sales_moved_on_says_so(printed: IssuedPaper, cast: people.Cast) -> None:
    other = IssuedPaper.objects.create(
        kind="statement", token="other", number="ZD260928-0", subject_kind="household",
        subject_uid=printed.subject_uid, from_on=printed.from_on, to_on=printed.to_on,
        digest="0" * 64, issued_at=printed.issued_at, issued_by_uid="",
    )  # fmt: skip
    answer = cast.client("farmer").get(f"/print/statement/{other.uid}")
    assert answer.status_code == 409
    assert "账单有更新" in answer.content.decode()


@pytest.mark.parametrize("who", ["buyer", "operator", "official"])
def test_a_stranger_prints_nothing(cast: people.Cast, who: str) -> None:
    assert cast.client(who).post("/my/statement", PERIOD).status_code == 403
    assert IssuedPaper.objects.count() == 0
