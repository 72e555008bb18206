"""How the OpenAPI document names our way of signing in."""

from drf_spectacular.authentication import SessionScheme


class ActorScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "backend.common.permissions.ActorAuthentication"
