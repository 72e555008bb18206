"""DRF's side of the actor: who is asking, and whether the matrix lets the hat do it."""

from typing import TYPE_CHECKING, Any, cast

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from backend.common.actor import ANYONE, Actor
from backend.common.errors import Forbidden

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ActorAuthentication(SessionAuthentication):
    """Session cookie with CSRF, or a device's token; the middleware has built the actor already.

    A token needs no CSRF check: no other site can make a browser send that header.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        device = getattr(request._request, "device", None)
        if device is not None:
            return device.user, device
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def actor_of(request: Any) -> Actor:
    """The actor of a Django or DRF request."""
    return cast(Actor, getattr(request, "actor", ANYONE))


class HatEnded(Forbidden):
    code, title = "hat_ended", "岗位已结束，请退出后以现在的岗位重新登录并绑定"


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
        actor = actor_of(request)
        if actor.ended_on and need is not None and not actor.may(*need):
            raise HatEnded(
                f"您在该站的岗位已于 {actor.ended_on:%Y-%m-%d} 结束，这台设备只能补交此前的记录"
            )
        return need is None or actor.may(*need)
