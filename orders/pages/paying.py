"""The two doors of the payment provider: its notify, and the buyer coming back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from backend.common import later
from orders.services import paying


@csrf_exempt
@never_cache
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """Exactly `success`, or the provider repeats it; a forged one learns nothing."""
    taken_in = paying.handle_notify(
        body=request.body, content_type=request.META.get("CONTENT_TYPE", ""), now=timezone.now()
    )
    return HttpResponse("success" if taken_in else "failure", content_type="text/plain")


@never_cache
@require_GET
def come_back(request: HttpRequest, number: str) -> HttpResponse:
    """Proves nothing (PAYMENTS 5): asks the gateway in the background, shows 确认中 meanwhile."""
    later.after_commit("orders.tasks.poll_order", order_number=number)
    return HttpResponseRedirect(f"/shop/orders/{number}/processing")
