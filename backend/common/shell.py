"""The page that carries a built front end: one `index.html`, the same for every deep link."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

MISSING = (
    "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>页面尚未就绪</title>"
    "<p>页面尚未构建完成，请联系系统管理员，稍后再打开。</p></html>"
)


def shell(app: str) -> Callable[..., HttpResponse]:
    """The view that serves `frontend/apps/<app>/dist/index.html` and sets the CSRF cookie.

    Browsers ask again each time (`no-cache`), so that a new build is seen at once.
    """
    page = settings.FRONTEND_DIR / app / "dist" / "index.html"

    @require_safe
    @cache_control(no_cache=True, private=True)
    @ensure_csrf_cookie
    def view(request: HttpRequest, **_: Any) -> HttpResponse:
        try:
            return HttpResponse(page.read_bytes())
        except FileNotFoundError:
            return HttpResponse(MISSING, status=503)

    return view


def built_file(app: str, name: str, content_type: str) -> Callable[..., HttpResponse]:
    """The view that serves one file of a build outside `/static/`, asked anew each time.

    A service worker and a manifest rule only over addresses at or below their own.
    """
    path = settings.FRONTEND_DIR / app / "dist" / name

    @require_safe
    @cache_control(no_cache=True)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return HttpResponse(path.read_bytes(), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404 from error

    return view


def worker(app: str) -> Callable[..., HttpResponse]:
    """The view that serves a build's service worker, asked for anew each time."""
    return built_file(app, "sw.js", "text/javascript; charset=utf-8")
