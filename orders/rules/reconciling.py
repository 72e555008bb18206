"""A bill against the books, row by row: four classes of difference, in plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backend.common.errors import Conflict, DomainError

# The provider's rate is of a hundredth of a percent; a bill's fee is rounded per row.
FEE_TOLERANCE_FEN = 1


class BillNotReady(DomainError):
    code, title, status = "bill_not_ready", "支付宝还没有出这一天的账单，请稍后再试", 409


class AlreadyResolved(Conflict):
    code, title = "already_resolved", "这笔差异已有人处理，请刷新后查看"


@dataclass(frozen=True, slots=True)
class Row:
    """A payment or a refund, as the bill or as our books have it; `number` is ours for it."""

    kind: str
    number: str
    amount_fen: int
    fee_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    difference: str
    kind: str
    number: str
    bill_fen: int | None
    ledger_fen: int | None


def compare(bill: Iterable[Row], books: Iterable[Row], *, fee_bp: int) -> list[Found]:
    """Each row is matched by kind and number; nothing is mended here."""
    theirs, ours = _by_key(bill), _by_key(books)
    found: list[Found] = []
    for key in sorted(theirs.keys() | ours.keys()):
        found += _differences(key, theirs.get(key), ours.get(key), fee_bp)
    return found


def _by_key(rows: Iterable[Row]) -> Mapping[tuple[str, str], Row]:
    return {(row.kind, row.number): row for row in rows}


def _differences(
    key: tuple[str, str], bill: Row | None, book: Row | None, fee_bp: int
) -> Iterable[Found]:
    kind, number = key
    if bill is None:
        yield Found("missing_in_bill", kind, number, None, book.amount_fen if book else None)
    elif book is None:
        yield Found("missing_in_ledger", kind, number, bill.amount_fen, None)
    elif bill.amount_fen != book.amount_fen:
        yield Found("amount", kind, number, bill.amount_fen, book.amount_fen)
    elif kind == "payment" and bill.fee_fen is not None:
        expected = fee_of(bill.amount_fen, fee_bp)
        if abs(bill.fee_fen - expected) > FEE_TOLERANCE_FEN:
            yield Found("fee", kind, number, bill.fee_fen, expected)


def fee_of(amount_fen: int, fee_bp: int) -> int:
    """Half up, as bills round."""
    return (amount_fen * fee_bp + 5_000) // 10_000
