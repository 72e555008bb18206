"""发票: asked for by the buyer, made out once by who sold, with its number and its file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.accounts.queries import holders_of
from backend.audit import services as audit
from backend.common import files
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.messaging.services import Notice, tell_on_screen
from orders.models import Invoice, InvoiceStep, Order
from orders.queries.invoices import billable, desks_untold, invoices_of
from orders.rules import invoicing as rules

ISSUERS = ("CA", "CM")
AT_ONCE = 200
DESK = "/invoices?state=asked"
SAID = {
    "issue": "订单 {number} 的发票已开具",
    "refuse": "订单 {number} 的发票未能开具：{answer}",
    "void": "订单 {number} 的发票已红冲：{answer}，需要时可以重新申请",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the seller's desk says of one request."""

    move: str
    number: str = ""
    answer: str = ""
    file: bytes = b""


@transaction.atomic
def ask_invoices(
    *, order_number: str, heading: rules.Heading, actor: Actor, now: datetime
) -> list[Invoice]:
    """One request per selling cooperative of an order; the same words again are the same deed."""
    mine = Order.objects.visible_to(actor).filter(buyer__uid=actor.user_uid)
    order = mine.filter(number=order_number).first()
    if order is None:
        raise NotFound
    heading = rules.check_heading(heading)
    rules.check_may_ask(order.status)
    return ask_for([order], heading, actor, now)


def ask_for(
    orders: Sequence[Order], heading: rules.Heading, actor: Actor, now: datetime
) -> list[Invoice]:
    """Inside the caller's transaction; the heading is checked already."""
    asked = []
    for order in orders:
        sellers = order.lines.order_by("cooperative").values_list("cooperative", flat=True)
        for seller in sellers.distinct():
            asked.append(_ask(order, seller, heading, actor, now))
    return asked


def _ask(order: Order, seller: int, heading: rules.Heading, actor: Actor, now: datetime) -> Invoice:
    Invoice.objects.bulk_create(
        [
            Invoice(
                order=order, cooperative_id=seller, buyer_id=order.buyer_id, asked_at=now,
                title_kind=heading.title_kind, title=heading.title, tax_number=heading.tax_number,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    invoice = Invoice.objects.get(
        order=order, cooperative=seller, state__in=(Invoice.State.ASKED, Invoice.State.ISSUED)
    )
    if invoice.steps.exists():
        # One stood there already.
        if (invoice.title, invoice.tax_number) != (heading.title, heading.tax_number):
            raise rules.InvoiceAsked
        return invoice
    _step(invoice, "", invoice.state, actor, now)
    audit.record(actor=actor, action="invoice.ask", subject=invoice, at=now)
    return invoice


@transaction.atomic
def withdraw_invoice(*, uid: UUID, actor: Actor, now: datetime) -> Invoice:
    """A wrong heading is taken back and asked for anew, until the invoice is made out."""
    invoice = _reached(uid, actor)
    _move(invoice, "withdraw", actor, now)
    return invoice


@transaction.atomic
def decide_invoice(*, uid: UUID, word: Word, actor: Actor, now: datetime) -> Invoice:
    """Made out with number and amount, refused, or struck off; the buyer is told once each time."""
    if word.move not in SAID:
        raise Invalid(fields={"move": "请选择开票、不能开票或红冲"})
    invoice = _reached(uid, actor)
    if word.move == "issue":
        _issue(invoice, word, actor, now)
    else:
        answer = rules.check_answer(word.answer)
        _move(invoice, word.move, actor, now, answer, answer=answer)
    _tell_buyer(invoice, word.move, now)
    return invoice


def _issue(invoice: Invoice, word: Word, actor: Actor, now: datetime) -> None:
    number = rules.check_number(word.number)
    amount_fen = billable(order_id=invoice.order_id).get(invoice.cooperative_id, 0)
    rules.check_may_issue(invoice.order.status, amount_fen)
    suffix = files.document_suffix(word.file) if word.file else ""
    if suffix is None:
        raise Invalid(fields={"file": "发票文件请上传 PDF 或照片（JPG、PNG），不超过 10 MB"})
    kept = files.keep(word.file, suffix=suffix) if suffix else ""
    try:
        with transaction.atomic():
            _move(
                invoice, "issue", actor, now, number=number, amount_fen=amount_fen, issued_at=now,
                file_name=kept,
            )  # fmt: skip
    except (IntegrityError, Conflict) as error:
        files.remove(kept)
        if isinstance(error, IntegrityError):
            raise rules.InvoiceNumberTaken from error
        raise


def tell_desks(*, now: datetime, at_once: int = AT_ONCE) -> int:
    """Whose invoice can be made out now is told to the seller's desk, once; how many were told."""
    return sum(_tell_desk(invoice, now) for invoice in desks_untold()[:at_once])


@transaction.atomic
def _tell_desk(invoice: Invoice, now: datetime) -> int:
    """The mark and the messages stand or fall together; what was told makes room for the next."""
    still = Invoice.objects.filter(
        pk=invoice.pk, state=Invoice.State.ASKED, desk_told_at__isnull=True
    )
    if not still.update(desk_told_at=now):
        return 0
    seller = invoice.cooperative
    desk = holders_of(
        ISSUERS, area_code=seller.area_code, scope_ref=str(seller.uid), on=localdate(now)
    )
    text = f"订单 {invoice.order.number} 已收货，请为买家开具发票"
    _tell(invoice, "ready", desk.order_by("pk").values_list("uid", flat=True), text, DESK, now)
    return 1


def open_invoice(*, uid: UUID, actor: Actor, now: datetime) -> str:
    """An address of the file for ten minutes."""
    invoice = invoices_of(actor=actor).filter(uid=uid).first()
    if invoice is None:
        raise NotFound
    if not invoice.file_name:
        raise Conflict("卖家还没有上传这张发票的文件，可以凭号码在税务网站查验")
    audit.record(actor=actor, action="invoice.open", subject=invoice, at=now)
    suffix = invoice.file_name[invoice.file_name.index(".") :]
    shown_as = f"发票-{invoice.number}{suffix}"
    return files.link(invoice.file_name, shown_as=shown_as, user_uid=actor.user_uid)


def _reached(uid: UUID, actor: Actor) -> Invoice:
    reached = Invoice.objects.visible_to(actor).select_for_update(of=("self",))
    invoice = reached.select_related("order", "cooperative", "buyer").filter(uid=uid).first()
    if invoice is None:
        raise NotFound
    return invoice


def _move(
    invoice: Invoice, move: str, actor: Actor, now: datetime, said: str = "", **values: object
) -> None:
    before = invoice.state
    after = rules.next_state(before, move)
    # The row count decides where rows cannot be locked.
    still = Invoice.objects.filter(pk=invoice.pk, state=before)
    if not still.update(state=after, **values):
        raise rules.InvoiceMoved
    invoice.state = after
    for name, value in values.items():
        setattr(invoice, name, value)
    _step(invoice, before, after, actor, now, said)
    audit.record(actor=actor, action=f"invoice.{move}", subject=invoice, at=now)


def _step(
    invoice: Invoice, before: str, after: str, actor: Actor, now: datetime, said: str = ""
) -> None:
    InvoiceStep.objects.create(
        invoice=invoice, from_state=before, to_state=after, said=said, actor_uid=actor.user_uid,
        hat=actor.hat, at=now,
    )  # fmt: skip


def _tell_buyer(invoice: Invoice, move: str, now: datetime) -> None:
    number = invoice.order.number
    text = SAID[move].format(number=number, answer=invoice.answer)
    _tell(invoice, move, [invoice.buyer.uid], text, f"/shop/orders/{number}/invoice", now)


def _tell(
    invoice: Invoice, event: str, people: Iterable[UUID], text: str, path: str, now: datetime
) -> None:
    tell_on_screen(
        notices=[
            Notice(
                key=f"invoice_{event}:{invoice.uid}:{uid}", user_uid=str(uid),
                template=f"invoice_{event}", text=text, path=path,
            )
            for uid in people
        ],
        now=now,
    )  # fmt: skip
