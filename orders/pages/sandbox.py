"""The cashier of the local gateway: a page for the buyer, an answer for the merchant's machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orders.gateways import sandbox_enabled, sandbox_here
from orders.gateways.sandbox import (
    FAULT_NAMES,
    HANG_S,
    LABELS,
    Action,
    AnswerLost,
    Fault,
    Refused,
    SandboxGateway,
    act,
    deliver_due,
    send_by_http,
    show,
)

View = Callable[..., HttpResponseBase]
MOST_TIMES = 100
SAID = {
    Action.FAIL: "支付失败：银行没有扣款，可以再试一次。",
    Action.PAY: "支付成功。",
    Action.DUPLICATE: "支付成功，同一条通知发了两次。",
    Action.DELAY: "支付成功，通知一分钟后再发。",
    Action.DROP: "支付成功，通知丢了，不会送到商家。",
    Action.CLOSE_THEN_PAY: "交易先关闭、后收到款，两条通知都已发出。",
    Action.TAMPER: "支付成功，但金额被改过，商家应当拒绝入账。",
}


def only_in_sandbox(view: View) -> View:
    """Absent, not forbidden, where real money is taken; a refusal is shown as a page."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        if not sandbox_enabled():
            raise Http404
        try:
            return view(request, **kwargs)
        except Refused as refused:
            return render(request, "orders/sandbox/refused.html", {"refused": refused}, status=400)

    return guarded


@csrf_exempt
@only_in_sandbox
@require_http_methods(["GET", "POST"])
def gateway(request: HttpRequest) -> HttpResponse:
    """A browser comes by GET with the address the merchant signed; machines come by POST."""
    box, query = sandbox_here(), request.META.get("QUERY_STRING", "")
    if request.method == "POST":
        return _machine(box, query, request.body)
    return _cashier(request, box.open_page(query)["trade_no"])


def _machine(box: SandboxGateway, query: str, body: bytes) -> HttpResponse:
    try:
        return HttpResponse(box.handle(query, body), content_type="text/html;charset=utf-8")
    except AnswerLost as lost:
        if lost.fault is Fault.HANG:
            time.sleep(HANG_S)
        return HttpResponse("<html>Bad Gateway</html>", status=502)


@only_in_sandbox
@require_http_methods(["GET", "POST"])
def switches(request: HttpRequest) -> HttpResponse:
    """What shall go wrong next; each switch works as many times as it says."""
    box = sandbox_here()
    if request.method == "POST":
        kind, times = request.POST.get("fault", ""), request.POST.get("times", "1")
        if kind not in FAULT_NAMES or not times.isdigit() or int(times) > MOST_TIMES:
            raise Refused("40002", "isv.invalid-parameter", "请选择一种故障和 0 至 100 次")
        box.switch(Fault(kind), times=int(times))
        return HttpResponseRedirect(reverse("sandbox-switches"))
    on = box.switches()
    rows = [(kind.value, name, on.get(kind.value, 0)) for kind, name in FAULT_NAMES.items()]
    return render(request, "orders/sandbox/switches.html", {"rows": rows})


@only_in_sandbox
@require_GET
def cashier(request: HttpRequest) -> HttpResponse:
    """By the counter's code, or back from an action by the trade's number."""
    if code := request.GET.get("code"):
        return _cashier(request, sandbox_here().open_code(code)["trade_no"])
    return _cashier(request, request.GET.get("trade_no", ""))


@only_in_sandbox
@require_POST
def action(request: HttpRequest, trade_no: str, name: str) -> HttpResponse:
    """What the buyer tapped; the merchant is told before the browser goes back."""
    if name not in LABELS:
        raise Http404
    box = sandbox_here()
    outcome = act(box, trade_no=trade_no, action=Action(name), now=box.now())
    send = getattr(settings, "SANDBOX_NOTIFY_SEND", None) or send_by_http
    deliver_due(box.store, now=box.now(), send=send, only=outcome.out_trade_no)
    again = f"{reverse('sandbox-cashier')}?{urlencode({'trade_no': trade_no, 'said': name})}"
    return HttpResponseRedirect(outcome.return_url or again)


@only_in_sandbox
@require_GET
def bill(request: HttpRequest, token: str) -> HttpResponse:
    found = sandbox_here().bill_by_token(token)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/zip")


def _cashier(request: HttpRequest, trade_no: str) -> HttpResponse:
    box = sandbox_here()
    said = request.GET.get("said", "")
    context = {
        "sheet": show(box, trade_no=trade_no, now=box.now()),
        "actions": [(name.value, label) for name, label in LABELS.items()],
        "said": SAID[Action(said)] if said in LABELS else "",
    }
    return render(request, "orders/sandbox/cashier.html", context)
