"""What an invoice must say and when it may be asked for and issued, in plain Python."""

import re
from dataclasses import dataclass

from backend.common.errors import Conflict, DomainError, Invalid
from cooperatives.rules.codes import why_credit_code_is_wrong

PERSON, ORGANISATION = "person", "organisation"
MOST_TITLE, LEAST_ANSWER, MOST_ANSWER = 60, 2, 200
GONE = frozenset({"cancelled", "expired"})
RECEIVED = frozenset({"delivered", "completed"})
MOVES = {
    ("asked", "issue"): "issued",
    ("asked", "refuse"): "refused",
    ("asked", "withdraw"): "withdrawn",
    ("issued", "void"): "voided",
}
# A digital invoice has 20 digits; a paper one a code of 10 or 12 and a number of 8.
_NUMBER = re.compile(r"\d{20}|\d{18}|\d{8}")
_LONG_DIGITS = re.compile(r"\d{11,}")


class InvoiceAsked(Conflict):
    code, title = "invoice_asked", "这个订单已经申请过发票，不用重复申请"


class InvoiceMoved(Conflict):
    code, title = "invoice_moved", "这张发票的状态刚刚有变化，请刷新后再试"


class NothingToInvoice(DomainError):
    code, title = "nothing_to_invoice", "订单已取消或已全部退款，没有可以开票的金额"


class InvoiceTooEarly(DomainError):
    code, title = "invoice_too_early", "买家收货后再开票，退款才不会让金额变动"


class InvoiceNumberTaken(Conflict):
    code, title = "invoice_number_taken", "这个发票号码已用在另一张发票上，请核对"


@dataclass(frozen=True, slots=True)
class Heading:
    """Who the invoice is made out to (发票抬头)."""

    title_kind: str
    title: str
    tax_number: str = ""


def check_heading(heading: Heading) -> Heading:
    """Clean, or `Invalid` naming each field that is wrong."""
    title = " ".join(heading.title.split())
    tax_number = heading.tax_number.strip().upper()
    wrong = {}
    if heading.title_kind not in {PERSON, ORGANISATION}:
        wrong["title_kind"] = "请选择个人或单位"
    if not 2 <= len(title) <= MOST_TITLE:
        wrong["title"] = f"请填写抬头，2 至 {MOST_TITLE} 个字"
    elif _LONG_DIGITS.search(title):
        wrong["title"] = "抬头是姓名或单位名称，请不要写电话或证件号"
    if heading.title_kind == ORGANISATION:
        if why := why_credit_code_is_wrong(tax_number):
            wrong["tax_number"] = f"{why}；请对照营业执照填写"
    elif tax_number:
        wrong["tax_number"] = "个人抬头不填税号"
    if wrong:
        raise Invalid(fields=wrong)
    return Heading(heading.title_kind, title, tax_number)


def check_may_ask(status: str) -> None:
    if status in GONE:
        raise NothingToInvoice


def check_may_issue(status: str, amount_fen: int) -> None:
    if status in GONE or (status in RECEIVED and amount_fen <= 0):
        raise NothingToInvoice
    if status not in RECEIVED:
        raise InvoiceTooEarly


def check_number(number: str) -> str:
    number = number.replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise Invalid(fields={"number": "请填写 20 位数电票号码，纸质发票填代码加号码或 8 位号码"})
    return number


def check_answer(answer: str) -> str:
    answer = answer.strip()
    if not LEAST_ANSWER <= len(answer) <= MOST_ANSWER:
        raise Invalid(fields={"answer": "请写明原因，买家会看到，2 至 200 个字"})
    return answer


def next_state(state: str, move: str) -> str:
    if (state, move) not in MOVES:
        raise InvoiceMoved
    return MOVES[state, move]
