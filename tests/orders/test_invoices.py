"""发票: asked for by who bought, made out once by who sold, its state told to the buyer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from backend.messaging.models import Message
from orders.models import Invoice, InvoiceStep, Order
from orders.queries.invoices import billable
from orders.services.invoicing import tell_desks
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot
from tests.orders.trade import give_back, sell, sell_from

pytestmark = pytest.mark.usefixtures("clock")
PERSON = {"title_kind": "person", "title": "周敏"}
FIRM = {
    "title_kind": "organisation", "title": "西宁好菜有限公司", "tax_number": "91639999MA7588JC95",
}  # fmt: skip
DIGITAL = "26632000000012345678"
PDF = b"%PDF-1.7 invoice"


@pytest.fixture
def order(cast: Cast) -> Order:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    return sell(cast, a_listing(cast, lot), 2, key="received")


def ask(post: Any, client: Client, order: Order, **heading: str) -> Any:
    return post(client, f"/api/v1/orders/{order.number}/invoices", heading or PERSON)


def decide(client: Client, invoice: Any, key: str = "decide-1", **said: Any) -> Any:
    return client.post(
        f"/api/v1/invoices/{invoice['uid']}/decide", said, headers={"Idempotency-Key": key}
    )


def mine(cast: Cast, order: Order) -> Any:
    return cast.client("buyer").get(f"/api/v1/invoices?order={order.number}").json()["results"]


def test_a_buyer_asks_once_and_the_accountant_makes_it_out(
    cast: Cast, order: Order, post: Any
) -> None:
    buyer, accountant = cast.client("buyer"), cast.client("accountant")
    asked = ask(post, buyer, order, **FIRM).json()[0]
    assert ask(post, buyer, order, **FIRM).json()[0]["uid"] == asked["uid"]
    waiting = accountant.get("/api/v1/invoices?state=asked").json()["results"][0]
    assert (waiting["title"], waiting["can_issue"]) == ("西宁好菜有限公司", True)
    made = decide(accountant, asked, move="issue", number=DIGITAL)
    assert (made.status_code, made.json()["amount"]) == (200, f"{order.total_fen / 100:.2f}")
    assert [one["number"] for one in mine(cast, order)] == [DIGITAL]
    told = Message.objects.get(template="invoice_issue")
    assert (told.recipient_uid, order.number in told.notice) == (str(cast.users["buyer"].uid), True)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ({"title_kind": "organisation", "title": "西宁好菜有限公司"}, "tax_number"),
        (FIRM | {"tax_number": "91639999MA7588JC96"}, "tax_number"),
        (FIRM | {"tax_number": "639999199001011234"}, "tax_number"),
        (PERSON | {"title": "周"}, "title"),
        (PERSON | {"title": "周敏 15490009999"}, "title"),
        (PERSON | {"tax_number": "91639999MA7588JC95"}, "tax_number"),
        (PERSON | {"title_kind": "firm"}, "title_kind"),
    ],
)
def test_a_wrong_heading_names_its_field(
    cast: Cast, order: Order, post: Any, heading: dict[str, str], field: str
) -> None:
    refused = ask(post, cast.client("buyer"), order, **heading)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [field])
    assert not Invoice.objects.exists()


def test_it_is_asked_for_with_the_order_and_waits_until_the_goods_are_there(
    cast: Cast, post: Any
) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    listing = a_listing(cast, lot)
    body = {
        "lines": [{"listing": str(listing.uid), "quantity": 1, "price": "15.00"}],
        "receiver": {"name": "周敏", "phone": "15490009999", "region": "青海省 西宁市 城中区",
                     "address": "长江路 1 号"},
        "invoice": FIRM,
    }  # fmt: skip
    placed = post(cast.client("buyer"), "/api/v1/orders", body)
    assert placed.status_code == 201
    invoice = Invoice.objects.get(order__number=placed.json()["number"])
    accountant = cast.client("accountant")
    assert accountant.get("/api/v1/invoices").json()["results"] == []
    Order.objects.update(paid_at=NOW, status="paid")
    refused = decide(accountant, {"uid": invoice.uid}, move="issue", number=DIGITAL)
    assert refused.json()["code"] == "invoice_too_early"


def test_a_bad_heading_places_no_order(cast: Cast, post: Any) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    body = {
        "lines": [{"listing": str(a_listing(cast, lot).uid), "quantity": 1, "price": "15.00"}],
        "receiver": {"name": "周敏", "phone": "15490009999", "region": "青海省 西宁市 城中区",
                     "address": "长江路 1 号"},
        "invoice": FIRM | {"tax_number": "1"},
    }  # fmt: skip
    assert "tax_number" in post(cast.client("buyer"), "/api/v1/orders", body).json()["fields"]
    assert not Order.objects.exists()


def test_what_was_given_back_is_not_invoiced(cast: Cast, order: Order, post: Any) -> None:
    asked = ask(post, cast.client("buyer"), order).json()[0]
    give_back(cast, order, 500)
    assert billable(order_id=order.pk) == {cast.cooperative.pk: order.total_fen - 500}
    made = decide(cast.client("accountant"), asked, move="issue", number=DIGITAL).json()
    assert made["amount"] == f"{(order.total_fen - 500) / 100:.2f}"


def test_a_wrong_heading_is_taken_back_and_asked_for_anew(
    cast: Cast, order: Order, post: Any
) -> None:
    buyer = cast.client("buyer")
    first = ask(post, buyer, order).json()[0]
    other = ask(post, buyer, order, **FIRM)
    assert (other.status_code, other.json()["code"]) == (409, "invoice_asked")
    assert (
        post(buyer, f"/api/v1/invoices/{first['uid']}/withdraw", {}).json()["state"] == "withdrawn"
    )
    assert ask(post, buyer, order, **FIRM).status_code == 201


def test_a_number_is_used_once_and_must_look_like_one(cast: Cast, order: Order, post: Any) -> None:
    accountant, asked = cast.client("accountant"), ask(post, cast.client("buyer"), order).json()[0]
    wrong = decide(accountant, asked, "decide-a", move="issue", number="12-34")
    assert list(wrong.json()["fields"]) == ["number"]
    other = sell_from(cast, "potato_household", 1, number=2)
    second = ask(post, cast.client("buyer"), other).json()[0]
    assert decide(accountant, asked, "decide-b", move="issue", number=DIGITAL).status_code == 200
    taken = decide(accountant, second, "decide-c", move="issue", number=DIGITAL)
    assert (taken.status_code, taken.json()["code"]) == (409, "invoice_number_taken")


def test_its_file_opens_for_the_buyer_and_is_a_document(
    cast: Cast, order: Order, post: Any
) -> None:
    accountant, buyer = cast.client("accountant"), cast.client("buyer")
    asked = ask(post, buyer, order).json()[0]
    script = SimpleUploadedFile("invoice.pdf", b"<script>")
    refused = decide(accountant, asked, "decide-a", move="issue", number=DIGITAL, file=script)
    assert list(refused.json()["fields"]) == ["file"]
    paper = SimpleUploadedFile("invoice.pdf", PDF)
    decide(accountant, asked, "decide-b", move="issue", number=DIGITAL, file=paper)
    url = post(buyer, f"/api/v1/invoices/{asked['uid']}/file", {}).json()["url"]
    assert b"".join(buyer.get(url)) == PDF
    assert cast.client("stranger_buyer").get(url).status_code == 404


def test_a_refusal_says_why_and_a_struck_off_invoice_may_be_asked_for_again(
    cast: Cast, order: Order, post: Any
) -> None:
    accountant, buyer = cast.client("accountant"), cast.client("buyer")
    asked = ask(post, buyer, order).json()[0]
    assert "answer" in decide(accountant, asked, "decide-a", move="refuse").json()["fields"]
    decide(accountant, asked, "decide-b", move="issue", number=DIGITAL)
    voided = decide(accountant, asked, "decide-c", move="void", answer="抬头有误").json()
    assert (voided["state"], voided["answer"]) == ("voided", "抬头有误")
    again = decide(accountant, asked, "decide-d", move="void", answer="抬头有误")
    assert (again.status_code, again.json()["code"]) == (409, "invoice_moved")
    assert ask(post, buyer, order, **FIRM).status_code == 201


def test_the_desk_is_told_once_when_the_goods_have_arrived(
    cast: Cast, order: Order, post: Any
) -> None:
    ask(post, cast.client("buyer"), order)
    assert (tell_desks(now=NOW), tell_desks(now=NOW)) == (1, 0)
    told = Message.objects.filter(template="invoice_ready").values_list("recipient_uid", flat=True)
    assert set(told) == {str(cast.users[who].uid) for who in ("accountant", "manager")}
    assert len(told) == 2


def test_an_old_request_that_was_told_of_does_not_hide_a_new_one(
    cast: Cast, order: Order, post: Any
) -> None:
    buyer = cast.client("buyer")
    ask(post, buyer, order)
    assert tell_desks(now=NOW, at_once=1) == 1
    later = sell_from(cast, "potato_household", 1, number=2)
    ask(post, buyer, later)
    assert tell_desks(now=NOW, at_once=1) == 1
    told = Message.objects.filter(template="invoice_ready", notice__contains=later.number)
    assert told.count() == 2


def test_a_request_taken_back_before_the_goods_arrived_tells_no_desk(
    cast: Cast, order: Order, post: Any
) -> None:
    buyer = cast.client("buyer")
    asked = ask(post, buyer, order).json()[0]
    post(buyer, f"/api/v1/invoices/{asked['uid']}/withdraw", {})
    assert tell_desks(now=NOW) == 0
    assert not Message.objects.filter(template="invoice_ready").exists()


def test_strangers_neither_ask_nor_read_nor_make_out(cast: Cast, order: Order, post: Any) -> None:
    assert ask(post, cast.client("stranger_buyer"), order).status_code == 404
    assert ask(post, cast.client("accountant"), order).status_code == 403
    asked = ask(post, cast.client("buyer"), order).json()[0]
    assert decide(cast.client("operator"), asked, move="issue", number=DIGITAL).status_code == 403
    assert cast.client("stranger_buyer").get("/api/v1/invoices").json()["results"] == []
    assert Invoice.objects.get().state == "asked"


def test_the_database_holds_its_form_and_its_steps(cast: Cast, order: Order, post: Any) -> None:
    ask(post, cast.client("buyer"), order)
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.update(state="issued")
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.update(tax_number="91639999MA7588JC95")
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceStep.objects.update(said="x")
