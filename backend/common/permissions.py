"""DRF's side of the actor: who is asking, and whether the matrix lets the hat do it."""

from typing import TYPE_CHECKING, Any, cast

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from backend.common.actor import ANYONE, Actor

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ActorAuthentication(SessionAuthentication):
    """Session cookie with CSRF; the middleware has built the actor already."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def actor_of(request: Any) -> Actor:
    """The actor of a Django or DRF request."""
    return cast(Actor, getattr(request, "actor", ANYONE))


class MatrixPermission(BasePermission):
    """A view names what it needs: `needs = {"GET": ("view", "receipt")}`; None means anyone.

    A method without a row is refused, so a forgotten row fails closed.
    """

    message = "当前身份没有此权限，请切换身份或联系管理员授权"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        needs: dict[str, tuple[str, str] | None] = getattr(view, "needs", {})
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else str(request.method)
        if method not in needs:
            return False
        need = needs[method]
        return need is None or actor_of(request).may(*need)
