"""What buyers say and ask for after the sale: reviews in each state, invoices, kept addresses."""

from collections.abc import Iterable
from datetime import timedelta

from backend.accounts.models import Consent, RoleAssignment, User
from backend.accounts.rules.consenting import CURRENT
from backend.demo.accounts import DEMO_BUYER_PHONE
from backend.demo.chain import Chain
from backend.demo.plan import Plan
from backend.demo.store import Store
from backend.messaging.models import Message
from orders.models import Address, Invoice, InvoiceStep, Order, OrderLine, Review, ReviewStep
from orders.queries.invoices import billable
from orders.services.invoicing import SAID as SAID_OF

AT_THE_DEMO, ELSEWHERE = 18, 60
# Marks and words in turn; the last two are such as an office looks at first.
SAID = (
    ((5, 5, 5), "很面，炖着吃香，孩子爱吃。", "published"),
    ((5, 4, 4), "新鲜，个头匀。", "published"),
    ((4, 5, 4), "分量足，来源写得清楚。", "published"),
    ((5, 5, 3), "东西好，箱子压了一个角。", "published"),
    ((3, 4, 5), "味道一般，包装仔细。", "published"),
    ((5, 5, 5), "", "published"),
    ((4, 2, 3), "路上走了五天，有几个蔫了。", "published"),
    ((5, 5, 5), "想长期要，可以加微信吗？", "waiting"),
    ((5, 5, 5), "我家也有货，见 www.example.cn", "hidden"),
)
THANKS = "谢谢您，打包的事已经告诉站里，下次多垫一层。"
ADDRESSES = (
    ("家", "陈晓霞", "青海省 西宁市 城中区", "长江路 1 号 2 单元 301", True),
    ("单位", "陈晓霞", "青海省 西宁市 城西区", "五四西路 20 号 3 楼", False),
)
FIRM = ("organisation", "西宁好菜鲜品店", "91639999MA7588JC95")


def build_voices(plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
    """After the sales are written: their rows are read back here, in the order of their keys."""
    buyer = users["demo-by"]
    _addresses(plan, store, buyer)
    for number, purpose in enumerate(CURRENT):
        store.add(Consent(
            user_id=buyer.pk, purpose=purpose, version=CURRENT[purpose], given=True,
            at=plan.closes_at - timedelta(days=120 - number),
        ))  # fmt: skip
    done = OrderLine.objects.filter(order__status="completed", listing__status="on_sale")
    lines = done.select_related("order__buyer", "listing__station").order_by("-order", "position")
    strangers = lines.exclude(order__buyer=buyer)
    _reviews(plan, store, users, [
        *strangers.filter(station=chain.demo.row.pk)[:AT_THE_DEMO],
        *strangers.exclude(station=chain.demo.row.pk)[:ELSEWHERE],
    ])  # fmt: skip
    mine = Order.objects.filter(buyer=buyer, status="completed").order_by("-id")
    # The demo's accountant finds one at its desk.
    ours = mine.filter(lines__cooperative=chain.demo.partner.pk).distinct()[:1]
    others = mine.exclude(lines__cooperative=chain.demo.partner.pk)[:1]
    _invoices(plan, store, users, [*others, *ours])


def _addresses(plan: Plan, store: Store, buyer: User) -> None:
    for label, name, region, street, preferred in ADDRESSES:
        kept = Address(
            uid=plan.uid("address", label), buyer_id=buyer.pk, label=label, region=region,
            is_default=preferred, client_key=f"demo-{label}",
            made_at=plan.closes_at - timedelta(days=100),
        )  # fmt: skip
        kept.name, kept.phone, kept.address = name, DEMO_BUYER_PHONE, street
        store.add(kept)


def _reviews(plan: Plan, store: Store, users: dict[str, User], lines: Iterable[OrderLine]) -> None:
    # In the order of their making, as real ones are: readers see the newest key first.
    made = sorted(enumerate(lines), key=lambda one: one[1].order.completed_at or plan.closes_at)
    for number, line in made:
        marks, text, state = SAID[number % len(SAID)]
        made_at = line.order.completed_at or plan.closes_at
        answered = state == "published" and number % 4 == 3
        review = store.add(Review(
            uid=plan.uid("goods review", number), line_id=line.pk, listing_id=line.listing_id,
            station_id=line.station_id, buyer_id=line.order.buyer_id, taste=marks[0],
            freshness=marks[1], packing=marks[2], text=text, state=state, made_at=made_at,
            reply=THANKS if answered else "", replied_at=plan.closes_at if answered else None,
            replied_by_uid=str(users["demo-so"].uid) if answered else "",
        ))  # fmt: skip
        first = "published" if state == "published" else "waiting"
        author = str(line.order.buyer.uid)
        store.add(ReviewStep(
            review_id=review.pk, to_state=first, actor_uid=author, hat="BY", at=made_at,
        ))  # fmt: skip
        if state == "hidden":
            store.add(ReviewStep(
                review_id=review.pk, from_state=first, to_state=state, reason="advert",
                actor_uid=str(users["demo-to"].uid), hat="TO", at=plan.closes_at,
            ))  # fmt: skip


def _invoices(plan: Plan, store: Store, users: dict[str, User], orders: list[Order]) -> None:
    """One made out to a person, one that a firm waits for."""
    headings = (("person", "陈晓霞", ""), FIRM)
    for number, (order, heading) in enumerate(zip(orders, headings, strict=False)):
        kind, title, tax_number = heading
        seller, amount_fen = min(billable(order_id=order.pk).items())
        asked_at = order.completed_at or plan.closes_at
        issued = number == 0 and amount_fen > 0
        invoice = store.add(Invoice(
            uid=plan.uid("invoice", number), order_id=order.pk, cooperative_id=seller,
            buyer_id=order.buyer_id, title_kind=kind, title=title, tax_number=tax_number,
            asked_at=asked_at, state="issued" if issued else "asked",
            number=f"2663200000{number + 1:010d}" if issued else "",
            amount_fen=amount_fen if issued else None,
            issued_at=plan.closes_at if issued else None,
        ))  # fmt: skip
        buyer = str(users["demo-by"].uid)
        if issued:
            _tell(plan, store, buyer, order.number)
        store.add(InvoiceStep(
            invoice_id=invoice.pk, to_state="asked", actor_uid=buyer, hat="BY", at=asked_at,
        ))  # fmt: skip
        if issued:
            store.add(InvoiceStep(
                invoice_id=invoice.pk, from_state="asked", to_state="issued",
                actor_uid=_accountant(invoice), hat="CA", at=plan.closes_at,
            ))  # fmt: skip


def _accountant(invoice: Invoice) -> str:
    seller = str(invoice.cooperative.uid)
    hats = RoleAssignment.objects.filter(role="CA", scope_ref=seller).order_by("pk")
    return str(hats.values_list("user__uid", flat=True)[0])


def _tell(plan: Plan, store: Store, buyer: str, number: str) -> None:
    told = Message(
        uid=plan.uid("invoice notice", number), key=f"invoice_issue:demo:{number}",
        channel="in_app", recipient_kind="user", recipient_uid=buyer, template="invoice_issue",
        notice=SAID_OF["issue"].format(number=number), path=f"/shop/orders/{number}/invoice",
        state="sent", queued_at=plan.closes_at, sent_at=plan.closes_at,
    )  # fmt: skip
    told.address, told.text = "", ""
    store.add(told)
