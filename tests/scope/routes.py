"""Every route of the API as it is written: `receipts/<uuid:uid>`, and its view."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.test_every_route_has_needs import METHODS, is_ours, view_of

API = "api/v1/"


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and is_ours(view := view_of(pattern)):
            yield address.removeprefix(API), view


VIEWS = {
    f"{method.upper()} {route}": view
    for route, view in walk(get_resolver().url_patterns)
    for method in METHODS
    if hasattr(view, method)
}
