"""Answers that are the same for everybody, kept as bytes for moments.

A village fair sends hundreds of phones to one page at once; whoever orders is told the truth of
that instant anyway. Each web process keeps its own.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

SECONDS, MOST = 3, 256
_kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()


def kept(get: Callable[..., Response]) -> Callable[..., HttpResponseBase]:
    """For a view's GET that depends on the address alone; errors are raised and never kept."""

    @wraps(get)
    def answer(view: Any, request: Request, **parts: Any) -> HttpResponseBase:
        seconds: int = getattr(settings, "PUBLIC_KEPT_S", 0 if settings.TESTING else SECONDS)
        if not seconds:
            return get(view, request, **parts)
        address, now = request.build_absolute_uri(), time.monotonic()
        until, body = _kept.get(address, (0.0, b""))
        if until <= now:
            body = JSONRenderer().render(get(view, request, **parts).data)
            _keep(address, now + seconds, body)
        return HttpResponse(body, content_type="application/json")

    return answer


def _keep(address: str, until: float, body: bytes) -> None:
    _kept[address] = (until, body)
    _kept.move_to_end(address)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
