"""What search engines ask for: which pages there are and which are not for them."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orders.queries import catalogue

NOT_FOR_THEM = (
    "/api/", "/my/", "/print/", "/files/", "/pay/", "/admin/", "/station/", "/console/",
    "/sandbox/", "/shop/cart", "/shop/checkout", "/shop/orders", "/shop/me",
)  # fmt: skip


@require_safe
@cache_control(public=True, max_age=3_600)
def robots(_: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_THEM)]
    lines.append(f"Sitemap: {settings.PUBLIC_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3_600)
def sitemap(_: HttpRequest) -> StreamingHttpResponse:
    """Every listing on sale with the day it came on, newest first."""
    return StreamingHttpResponse(_sitemap(), content_type="application/xml; charset=utf-8")


def _sitemap() -> Iterator[str]:
    base = settings.PUBLIC_BASE_URL
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield f"<url><loc>{base}/</loc></url>\n"
    for uid, since in catalogue.all_on_sale().iterator(chunk_size=2_000):
        day = timezone.localdate(since)
        yield f"<url><loc>{base}/shop/p/{uid}</loc><lastmod>{day}</lastmod></url>\n"
    yield "</urlset>\n"
