"""A household says that a line of a run on the wall is wrong: without script, in its own words."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from backend.common.errors import DomainError
from backend.common.money import yuan
from backend.common.permissions import actor_of
from cooperatives.models import Household
from orders.models import SettlementLine, SettlementObjection
from orders.pages.statement import for_the_household
from orders.queries.settlements import objectionable_lines, objections_of
from orders.services.objecting import object_to_line

MOST_SHOWN = 100


@for_the_household("settlement_run")
def objections(request: HttpRequest, household: Household) -> HttpResponse:
    """What hangs on the wall now, and what became of earlier objections."""
    typed = {"line": request.POST.get("line", ""), "reason": request.POST.get("reason", "")}
    wrong = ""
    if request.method == "POST":
        wrong = _object(request, **typed)
        if not wrong:
            return redirect("my-objections")
    actor = actor_of(request)
    earlier = objections_of(actor).filter(household=household).order_by("-made_at", "-pk")
    context = {
        "household": household,
        "lines": [_line(one) for one in objectionable_lines(actor, household)],
        "earlier": [_said(one) for one in earlier[:MOST_SHOWN]],
        "typed": typed,
        "wrong": wrong,
    }
    return render(request, "orders/objections.html", context, status=400 if wrong else 200)


def _object(request: HttpRequest, *, line: str, reason: str) -> str:
    """Why it could not be said; nothing where it was."""
    try:
        uid = UUID(line)
    except ValueError:
        return "请选择哪一条不对"
    try:
        object_to_line(line_uid=uid, reason=reason, actor=actor_of(request), now=timezone.now())
    except DomainError as error:
        return "；".join(error.fields.values()) or str(error) or error.title
    return ""


def _line(line: SettlementLine) -> dict[str, object]:
    run = line.party.run
    return {
        "uid": str(line.uid),
        "cooperative": run.cooperative.name,
        "run": str(run),
        "until": run.notice_until,
        "on": line.on,
        "words": line.words,
        "amount": yuan(line.amount_fen),
        "held": line.state == SettlementLine.State.HELD,
    }


def _said(objection: SettlementObjection) -> dict[str, object]:
    return {
        "at": objection.made_at,
        "words": objection.words,
        "amount": yuan(objection.amount_fen),
        "reason": objection.reason,
        "state": objection.get_state_display(),
        "answer": objection.answer,
    }
