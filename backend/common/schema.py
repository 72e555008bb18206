"""What the OpenAPI says of signing in, and of errors."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SessionCookie(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Session cookie; unsafe calls carry X-CSRFToken and Idempotency-Key."""

    target_class = "backend.common.permissions.ActorAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
