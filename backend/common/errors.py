"""Errors of the domain. One handler at the door turns them into problem+json (DESIGN 6)."""

from collections.abc import Mapping


class DomainError(Exception):
    """Says the cause by its class; `code` is for programs, `title` and `detail` for people."""

    code = "refused"
    title = "不能这样做"
    status = 409

    def __init__(self, detail: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = dict(fields or {})


class Invalid(DomainError):
    """What was typed cannot be right; `fields` says which, why and what to do."""

    code = "invalid"
    title = "填写有误，请按提示修改"
    status = 422


class NotFound(DomainError):
    """Absent, or outside the actor's scope: the two look alike (invariant 11)."""

    code = "not_found"
    title = "没有找到"
    status = 404


class Forbidden(DomainError):
    """In scope but not allowed; `detail` says who can grant."""

    code = "forbidden"
    title = "没有权限"
    status = 403


class Conflict(DomainError):
    """Somebody else changed it first."""

    code = "conflict"
    title = "内容已被他人修改，请刷新后再试"
    status = 409


class IllegalMove(DomainError):
    """A state machine was asked for a move it does not know."""

    code = "illegal_move"
    title = "当前状态不能进行此操作"
    status = 409
