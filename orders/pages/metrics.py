"""`/metrics` in Prometheus' format, for this computer alone (docs/adr/0006)."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from backend.common.metrics import counted
from orders.queries.health import readings

LOOPBACK = ("127.0.0.1", "::1")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Absent for everybody else; a request that came through the proxy is not from here."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or "X-Forwarded-For" in request.headers:
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    for reading in readings(now=timezone.now()):
        gauge = Gauge(f"xiangzhan_{reading.key}", reading.name, registry=registry)
        gauge.set(reading.value)
    body = generate_latest(registry) + generate_latest(counted())
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
