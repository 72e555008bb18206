"""Counts requests and their time; several web processes share the counts by files.

With PROMETHEUS_MULTIPROC_DIR set (backend/wsgi.py sets it for a county), each process keeps its
counts in its own file there and any of them adds all up.
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("xiangzhan_requests_total", "Answered requests", ["method", "door", "status"])
SECONDS = Histogram(
    "xiangzhan_request_seconds", "Time to an answer", ["door"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
# The first part of an address; nothing that somebody typed becomes a label.
DOORS = frozenset({"api", "shop", "station", "console", "my", "print", "pay", "t", "c", "v"})
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"})


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        first = request.path.lstrip("/").split("/", 1)[0]
        door = first if first in DOORS else "other"
        method = str(request.method) if request.method in METHODS else "other"
        REQUESTS.labels(method, door, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(door).observe(time.perf_counter() - began)
        return response


def counted() -> CollectorRegistry:
    """The counts of all processes where they share a folder, else of this one."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
