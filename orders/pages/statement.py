"""A household reads its own account and who looked at it; no script, made to be printed."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.audit import queries as audit
from backend.common.permissions import actor_of
from cooperatives.models import Household
from orders.queries.statements import household_statement

Page = Callable[[HttpRequest, Household], HttpResponse]


def for_the_household(kind: str) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """Signed out: to the sign-in page and back. Another hat: a page that says so."""

    def guard(page: Page) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(page)
        @never_cache
        @require_GET
        def guarded(request: HttpRequest) -> HttpResponse:
            actor = actor_of(request)
            if not actor.signed_in:
                return HttpResponseRedirect(f"/shop/sign-in?{urlencode({'next': request.path})}")
            own = Household.objects.filter(uid__in=actor.households).select_related("area").first()
            if own is None or not actor.may("view", kind):
                return render(request, "orders/not_a_household.html", status=403)
            return page(request, own)

        return guarded

    return guard


@for_the_household("statement")
def statement(request: HttpRequest, household: Household) -> HttpResponse:
    today = timezone.localdate()
    from_on = _day(request, "from") or date(today.year, 1, 1)
    to_on = _day(request, "to") or today
    found = household_statement(household, from_on=min(from_on, to_on), to_on=max(from_on, to_on))
    return render(request, "orders/statement.html", {"statement": found, "today": today})


@for_the_household("audit")
def access(request: HttpRequest, household: Household) -> HttpResponse:
    events = audit.who_looked_at("household", str(household.uid))
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    return render(request, "orders/access.html", {"household": household, "page": page})


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
