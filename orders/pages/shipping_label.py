"""The paper on a parcel, for the packing station alone; no script, made to be printed."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from orders.rules import LabelClosed
from orders.services.shipping_label import open_shipping_label


@never_cache
@require_GET
def shipping_label(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Signed out: to the sign-in page and back. Another's parcel is not there."""
    actor = actor_of(request)
    if not actor.signed_in:
        return HttpResponseRedirect(f"/shop/sign-in?{urlencode({'next': request.path})}")
    try:
        label = open_shipping_label(shipment_uid=str(uid), actor=actor, now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    except LabelClosed as closed:
        context = {"refused": closed.title}
        return render(request, "orders/shipping_label.html", context, status=closed.status)
    return render(request, "orders/shipping_label.html", {"label": label})
