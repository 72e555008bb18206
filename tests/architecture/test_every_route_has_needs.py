"""Every route of the API says what it needs, and a visitor is refused where it needs anything."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, converters, get_resolver
from rest_framework.views import APIView

from backend.accounts.queries import VISITOR

METHODS = ("get", "post", "put", "patch", "delete")
# Filled in for each part of an address, by the converter that reads it.
SAMPLES: dict[type, Any] = {
    converters.UUIDConverter: uuid.UUID(int=7),
    converters.IntConverter: 7,
}


def api_routes(
    patterns: list[Any], prefix: str = "/", parts: dict[str, Any] | None = None
) -> Iterator[tuple[str, type[APIView]]]:
    """(address with samples filled in, view class) of every API view."""
    for pattern in patterns:
        converters_here = getattr(pattern.pattern, "converters", {})
        filled = (parts or {}) | {
            name: SAMPLES.get(type(converter), "x") for name, converter in converters_here.items()
        }
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from api_routes(pattern.url_patterns, address, filled)
        elif isinstance(pattern, URLPattern) and is_ours(view := view_of(pattern)):
            yield fill(address, filled), view


def view_of(pattern: URLPattern) -> Any:
    return getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)


def is_ours(view: Any) -> bool:
    known = isinstance(view, type) and issubclass(view, APIView)
    return known and not view.__module__.startswith("drf_spectacular")


def fill(address: str, parts: dict[str, Any]) -> str:
    for name, value in parts.items():
        start = address.index(f"{name}>")
        opening = address.rindex("<", 0, start)
        address = address[:opening] + str(value) + address[start + len(name) + 1 :]
    return address


ROUTES = list(api_routes(get_resolver().url_patterns))
CALLS = [
    pytest.param(address, view, method.upper(), id=f"{method.upper()} {address}")
    for address, view in ROUTES
    for method in METHODS
    if hasattr(view, method)
]
CLOSED = [
    call
    for call in CALLS
    for need in [getattr(call.values[1], "needs", {}).get(call.values[2])]
    if need is not None and not VISITOR.may(*need)
]


def test_the_routes_are_found() -> None:
    assert "/api/v1/session" in {address for address, _ in ROUTES}


@pytest.mark.parametrize(("address", "view", "method"), CALLS)
def test_every_method_says_what_it_needs(address: str, view: Any, method: str) -> None:
    assert method in getattr(view, "needs", {}), f"{view.__name__} has no needs for {method}"


@pytest.mark.parametrize(("address", "view", "method"), CLOSED)
@pytest.mark.django_db
def test_a_visitor_is_refused(address: str, view: Any, method: str) -> None:
    answer = Client().generic(
        method, address, "{}", content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip
    assert answer.status_code in (401, 403), answer.content.decode()
