"""Papers of one household as PDF: for itself, and for who serves it (then it can read who)."""

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.common.actor import Actor
from backend.common.permissions import actor_of
from cooperatives.models import Household
from orders.pages.statement import period_of
from orders.queries.passbooks import households_for
from orders.rules.period import Period
from orders.services.income_card import print_income_card
from orders.services.passbooks import print_passbook

Made = Callable[[Household, HttpRequest, Actor, datetime], bytes]
Door = Callable[[HttpRequest, UUID], HttpResponse]


def paper(name: str) -> Callable[[Made], Door]:
    """Signed out: to the sign-in page. Not one's own and not served: not there."""

    def doored(made: Made) -> Door:
        @never_cache
        @require_safe
        def door(request: HttpRequest, uid: UUID) -> HttpResponse:
            actor = actor_of(request)
            if not actor.signed_in:
                query = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"/shop/sign-in?{query}")
            own = str(uid) in actor.households and actor.may("view", "statement")
            household = households_for(actor).filter(uid=uid).first()
            if household is None or not (own or actor.may("export", "statement")):
                raise Http404
            answer = HttpResponse(
                made(household, request, actor, timezone.now()), content_type="application/pdf"
            )
            answer["Content-Disposition"] = f'inline; filename="{name}-{household.card_no}.pdf"'
            return answer

        return door

    return doored


@paper("passbook")
def passbook(household: Household, request: HttpRequest, actor: Actor, now: datetime) -> bytes:
    period = Period(*period_of(request))
    return print_passbook(household=household, period=period, actor=actor, now=now)


@paper("income-card")
def income_card(household: Household, request: HttpRequest, actor: Actor, now: datetime) -> bytes:
    asked = request.GET.get("year", "")
    said = asked.isdecimal() and 2000 <= int(asked) <= 2100
    year = int(asked) if said else timezone.localdate(now).year
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    return print_income_card(household=household, year=whole, actor=actor, now=now)
