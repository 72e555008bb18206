"""付款凭证 of a paid order, for its buyer alone; no script, made to be printed."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.common.permissions import actor_of
from orders.queries.receipts import receipt_of


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Signed out: to the sign-in page and back. Another's, or unpaid: not there."""
    actor = actor_of(request)
    if not actor.signed_in:
        return HttpResponseRedirect(f"/shop/sign-in?{urlencode({'next': request.path})}")
    found = receipt_of(number=number, actor=actor)
    if found is None:
        raise Http404
    return render(request, "orders/receipt.html", {"receipt": found})
