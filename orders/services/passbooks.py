"""Passbooks on paper: one at the counter, or thousands as one PDF made by a job."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction

from backend.audit import services as audit
from backend.audit.models import IssuedPaper
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.money import capitals, yuan
from backend.common.printing import joined, pdf, qr
from backend.exchange.services.kinds import Document, Wanted
from cooperatives.models import Household
from orders.queries.passbooks import Movement, Passbook, households_for, passbooks
from orders.rules.period import Period

TEMPLATE = "orders/papers/passbook.typ"
AT_ONCE = 200
PURPOSE = "打印存折"


@transaction.atomic
def print_passbook(*, household: Household, period: Period, actor: Actor, now: datetime) -> bytes:
    """The household's own, or by who serves it: then it can read who printed."""
    if str(household.uid) not in actor.households:
        audit.record_access(actor=actor, subject=household, fields="账单", purpose=PURPOSE, at=now)
    return printed([household], period, mark="", actor=actor, now=now)


class Passbooks(Document):
    """All households of the hat, or of one village; every book under its own number."""

    code, title, view_object = "passbooks", "农户存折", "statement"
    formats: ClassVar[tuple[str, ...]] = ("pdf",)
    personal_always = True

    def foreseen(self, actor: Actor, filters: dict[str, str]) -> int:
        found = households_for(actor, area_code=filters["area_code"]).count()
        if not found:
            raise Invalid(fields={"area_code": "这个范围内没有您服务的农户"})
        return found

    def make(self, wanted: Wanted) -> bytes:
        period = Period(*(date.fromisoformat(wanted.filters[at]) for at in ("from_on", "to_on")))
        found = households_for(wanted.actor, area_code=wanted.filters["area_code"])
        total, parts, done = found.count(), [], 0
        for some in _portions(found.iterator(chunk_size=AT_ONCE)):
            with transaction.atomic():
                audit.record_access_many(
                    actor=wanted.actor, subjects=some, fields="账单", purpose=PURPOSE,
                    at=wanted.now,
                )  # fmt: skip
                part = printed(some, period, mark=wanted.mark, actor=wanted.actor, now=wanted.now)
            parts.append(part)
            done += len(some)
            wanted.progress(done, max(total, done))
        return joined(parts)


def _portions(households: Iterator[Household]) -> Iterator[list[Household]]:
    while some := list(islice(households, AT_ONCE)):
        yield some


def printed(
    households: Sequence[Household], period: Period, *, mark: str, actor: Actor, now: datetime
) -> bytes:
    """One PDF of these books, each under its own number."""
    books = passbooks(households, period)
    papers = audit.issue_papers(
        kind=IssuedPaper.Kind.PASSBOOK, from_on=period.from_on, to_on=period.to_on,
        contents=[(book.household, book.content()) for book in books], actor=actor, now=now,
    )  # fmt: skip
    shown = [_shown(book, paper) for book, paper in zip(books, papers, strict=True)]
    return pdf(TEMPLATE, {"mark": mark, "books": shown}, now=now)


def _shown(book: Passbook, paper: IssuedPaper) -> dict[str, Any]:
    """The book in the words and figures of the sheet."""
    closing_fen = book.closing_fen
    words = "期末应付本户" if closing_fen >= 0 else "本户尚欠，从以后的货款中扣回"
    return {
        "name": book.household.head_name, "card": book.household.card_no,
        "village": book.household.area.name, "number": paper.number, "code": paper.mark,
        "period": f"{book.period.from_on} 至 {book.period.to_on}",
        "qr": qr(f"{settings.PUBLIC_BASE_URL}/v/{paper.token}"),
        "opening_on": f"{book.period.from_on:%m-%d}", "opening": yuan(book.opening_fen),
        "movements": [_row(one) for one in book.movements],
        "came": yuan(book.in_fen), "went": yuan(book.out_fen), "closing_words": words,
        "closing": yuan(abs(closing_fen)), "capitals": capitals(abs(closing_fen)),
    }  # fmt: skip


def _row(one: Movement) -> list[str]:
    said = f"{one.summary} {one.detail}".strip()
    return [f"{one.on:%m-%d}", said, yuan(one.amount_fen), yuan(one.balance_fen)]
