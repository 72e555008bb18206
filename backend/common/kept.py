"""Answers that are the same for everybody, kept as bytes for moments.

A village fair sends hundreds of phones to one page at once; whoever orders is told the truth of
that instant anyway. Each web process keeps its own.
"""

import gzip
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
LEVEL = 6
_kept: OrderedDict[str, tuple[float, bytes, bytes]] = OrderedDict()


def kept(get: Callable[..., Response]) -> Callable[..., HttpResponseBase]:
    """For a view's GET that depends on the address alone; errors are raised and never kept."""

    @wraps(get)
    def answer(view: Any, request: Request, **parts: Any) -> HttpResponseBase:
        seconds: int = getattr(settings, "PUBLIC_KEPT_S", 0 if settings.TESTING else SECONDS)
        if not seconds:
            return get(view, request, **parts)
        address, now = request.build_absolute_uri(), time.monotonic()
        until, body, small = _kept.get(address, (0.0, b"", b""))
        if until <= now:
            body = JSONRenderer().render(get(view, request, **parts).data)
            small = gzip.compress(body, LEVEL, mtime=0)
            _keep(address, now + seconds, body, small)
        return _sent(request, body, small)

    return answer


def _sent(request: Request, body: bytes, small: bytes) -> HttpResponse:
    """Short where the reader takes it: what everybody reads holds no secret to guess by length."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(small if packed else body, content_type="application/json")
    answer["Vary"] = "Accept-Encoding"
    if packed:
        answer["Content-Encoding"] = "gzip"
    return answer


def _keep(address: str, until: float, body: bytes, small: bytes) -> None:
    _kept[address] = (until, body, small)
    _kept.move_to_end(address)
    while len(_kept) > MOST:
        _kept.popitem(last=False)
