"""A household reads its own account and who looked at it; no script, made to be printed."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.rules import ROLES
from backend.audit import queries as audit
from backend.audit.rules import paper_digest
from backend.common.errors import NotFound
from backend.common.money import yuan
from backend.common.permissions import actor_of
from backend.common.qr import qr_svg
from backend.common.weight import jin_text
from cooperatives.models import Household
from orders.queries.statements import (
    Statement,
    StatementLine,
    household_statement,
    statement_content,
)
from orders.services.printing import open_member_statement, print_statement

FIELD_NAMES = {"phone": "手机号", "identity": "身份证号", "account": "收款账号"}
Page = Callable[..., HttpResponse]
Door = Callable[..., HttpResponse]


def for_the_household(kind: str) -> Callable[[Page], Door]:
    """Signed out: to the sign-in page and back. Another hat: a page that says so."""

    def guard(page: Page) -> Door:
        @wraps(page)
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            actor = actor_of(request)
            if not actor.signed_in:
                return HttpResponseRedirect(f"/shop/sign-in?{urlencode({'next': request.path})}")
            own = Household.objects.filter(uid__in=actor.households).select_related("area").first()
            if own is None or not actor.may("view", kind):
                return render(request, "orders/not_a_household.html", status=403)
            return page(request, own, **parts)

        return guarded

    return guard


@for_the_household("statement")
def statement(request: HttpRequest, household: Household) -> HttpResponse:
    """The sheet on screen; its button prints it under a number (POST)."""
    from_on, to_on = period_of(request)
    if request.method == "POST":
        issued = print_statement(
            household=household, from_on=from_on, to_on=to_on, actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return redirect("printed-statement", issued.uid)
    found = household_statement(household, from_on=from_on, to_on=to_on)
    return render(request, "orders/statement.html", {"paper": _paper(found)})


@for_the_household("statement")
def printed_statement(request: HttpRequest, household: Household, uid: UUID) -> HttpResponse:
    """The numbered sheet with the QR of its proof, as long as its sales are what they were."""
    issued = audit.paper_by_uid(uid, kind="statement", subject_uid=str(household.uid))
    if issued is None:
        raise Http404
    found = household_statement(household, from_on=issued.from_on, to_on=issued.to_on)
    if paper_digest(statement_content(found)) != issued.digest:
        context = {"issued": issued, "household": household}
        return render(request, "orders/statement_changed.html", context, status=409)
    proof = f"{settings.PUBLIC_BASE_URL}/v/{issued.token}"
    sheet: dict[str, object] = {"paper": _paper(found), "issued": issued, "qr": qr_svg(proof)}
    return render(request, "orders/statement.html", sheet)


@never_cache
@require_http_methods(["GET", "HEAD"])
def member_statement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A member's account with the hat's own cooperative, for those who keep its books."""
    actor = actor_of(request)
    if not actor.signed_in:
        return HttpResponseRedirect("/console/sign-in")
    from_on, to_on = period_of(request)
    try:
        found = open_member_statement(
            membership_uid=uid, from_on=from_on, to_on=to_on, actor=actor, now=timezone.now()
        )
    except NotFound:
        raise Http404 from None
    return render(request, "orders/statement.html", {"paper": _paper(found), "member": True})


@for_the_household("audit")
def access(request: HttpRequest, household: Household) -> HttpResponse:
    events = audit.who_looked_at("household", str(household.uid))
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    rows = [
        {
            "at": event.at,
            "name": event.actor_name,
            "role": ROLES.get(event.hat, "系统"),
            "fields": "、".join(FIELD_NAMES.get(name, name) for name in event.fields.split(",")),
            "purpose": event.purpose,
        }
        for event in page
    ]
    context = {"household": household, "page": page, "rows": rows}
    return render(request, "orders/access.html", context)


def _paper(found: Statement) -> dict[str, object]:
    """The statement in the words and figures of the sheet."""
    return {
        "uid": found.household.uid,
        "head_name": found.household.head_name,
        "card_no": found.household.card_no,
        "village": found.household.area.name,
        "from_on": found.from_on,
        "to_on": found.to_on,
        "gross": yuan(found.gross_fen),
        "net": yuan(found.net_fen),
        "balance": yuan(found.balance_fen),
        "settled": yuan(found.settled_fen) if found.settled_fen else "",
        "carry_over": yuan(found.owing_fen) if found.owing_fen else "",
        "deducted": _amounts(found.deducted),
        "lines": [_row(line) for line in found.lines],
        "payouts": [
            {
                "on": one.on,
                "amount": yuan(one.amount_fen),
                "way": one.way,
                "state": f"{one.state_name}：{one.failure}" if one.failure else one.state_name,
            }
            for one in found.payouts
        ],
        "waiting": [
            {
                "on": lot.on,
                "product": lot.product_name,
                "grade": lot.grade_name,
                "weight": jin_text(lot.weight_g),
                "lot_code": lot.lot_code,
            }
            for lot in found.waiting
        ],
    }


def _row(line: StatementLine) -> dict[str, object]:
    return {
        "on": line.on,
        "product": line.product_name,
        "grade": line.grade_name,
        "mode": line.mode_name,
        "weight": jin_text(line.weight_g),
        "lot_code": line.lot_code,
        "gross": yuan(line.gross_fen),
        "deductions": _amounts(line.deductions),
        "net": yuan(line.net_fen),
        "running": yuan(line.running_fen),
    }


def _amounts(parts: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """What was taken, with nothing said about what was not."""
    return [(name, yuan(amount)) for name, amount in parts if amount]


def period_of(request: HttpRequest) -> tuple[date, date]:
    """This year until today, unless two days are named; in whatever order."""
    today = timezone.localdate()
    first = _day(request, "from") or date(today.year, 1, 1)
    last = _day(request, "to") or today
    return min(first, last), max(first, last)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date((request.POST or request.GET).get(name, ""))
    except ValueError:
        return None
