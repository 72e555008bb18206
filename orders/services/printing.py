"""Papers of a household: printed under a number, with a mark of their exact content."""

from datetime import date, datetime

from django.db import transaction

from backend.audit.models import IssuedPaper
from backend.audit.services import issue_paper
from backend.common.actor import Actor
from cooperatives.models import Household
from orders.queries.statements import household_statement, statement_content


@transaction.atomic
def print_statement(
    *, household: Household, from_on: date, to_on: date, actor: Actor, now: datetime
) -> IssuedPaper:
    """The same sales of the same period are the same paper, however often it is printed."""
    found = household_statement(household, from_on=from_on, to_on=to_on)
    return issue_paper(
        kind=IssuedPaper.Kind.STATEMENT, subject=household, from_on=from_on, to_on=to_on,
        content=statement_content(found), actor=actor, now=now,
    )  # fmt: skip
