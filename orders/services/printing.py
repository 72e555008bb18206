"""Papers of a household: printed under a number, with a mark of their exact content."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.audit import services as audit
from backend.audit.models import IssuedPaper
from backend.audit.services import issue_paper
from backend.common.actor import Actor
from backend.common.errors import NotFound
from cooperatives.models import Household, Membership
from orders.queries.statements import Statement, household_statement, statement_content

MEMBER_ACCOUNT = "社员对账"


@transaction.atomic
def open_member_statement(
    *, membership_uid: UUID, from_on: date, to_on: date, actor: Actor, now: datetime
) -> Statement:
    """What a member brought to the hat's own cooperative; the household can read who looked."""
    mine = Membership.objects.filter(cooperative__uid__in=actor.cooperatives)
    membership = mine.select_related("household__area", "cooperative").filter(
        uid=membership_uid
    ).first()  # fmt: skip
    if membership is None or not actor.may("view", "ledger"):
        raise NotFound("没有找到这位社员")
    audit.record_access(
        actor=actor, subject=membership.household, fields="账单", purpose=MEMBER_ACCOUNT, at=now
    )
    return household_statement(
        membership.household, from_on=from_on, to_on=to_on, cooperative=membership.cooperative
    )


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
