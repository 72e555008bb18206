"""One row of the scope table: a route and method, and how far its answer may reach.

Five kinds, and each says what the harness tries on it:
* `listed`: the record stands in the list of those who reach it, in nobody else's;
* `opened`: 200 for those who reach the record, 404 for those who may but do not reach it;
* `changed`: who reaches the record is let in (whatever the body is worth), others write nothing;
* `unscoped`: what is shown has no scope (goods, names of places): rights alone are tried;
* `personal`: no right is needed; `because` says what bounds the answer and which test proves it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.scope.world import World

Text = Callable[[World], str]
Body = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Row:
    method: str
    route: str
    kind: str
    shows: Text = field(default=lambda _: "")
    at: Text | None = None
    body: Body = field(default=lambda _: {})
    # Roles with the right whose scope does not hold the sample even where they belong.
    not_for: frozenset[str] = frozenset()
    # Roles that reach the sample from their other position too: both households are members.
    shared_by: frozenset[str] = frozenset()
    because: str = ""

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def address(self, world: World) -> str:
        """The address with the sample's own key in place of the part in angle brackets."""
        path, query = (self.at(world) if self.at else ""), ""
        if path.startswith("?"):
            path, query = "", path
        start = self.route.find("<")
        if start < 0:
            return f"/api/v1/{self.route}{query}"
        end = self.route.index(">")
        return f"/api/v1/{self.route[:start]}{path}{self.route[end + 1 :]}"


def listed(
    route: str, shows: Text, *, at: Text | None = None, query: str = "", not_for: str = "",
    shared_by: str = "",
) -> Row:  # fmt: skip
    """`at` is the key of the record whose list it is, where the address has one."""
    return Row(
        method="GET", route=route, kind="listed", shows=shows,
        at=at or ((lambda _: query) if query else None),
        not_for=frozenset(not_for.split()), shared_by=frozenset(shared_by.split()),
    )  # fmt: skip


def opened(
    route: str, at: Text, shows: Text | None = None, *, not_for: str = "", shared_by: str = ""
) -> Row:
    return Row(
        method="GET", route=route, kind="opened", at=at, shows=shows or at,
        not_for=frozenset(not_for.split()), shared_by=frozenset(shared_by.split()),
    )  # fmt: skip


def changed(
    method: str, route: str, at: Text | None = None, body: Body | None = None, *, not_for: str = ""
) -> Row:
    return Row(
        method=method, route=route, kind="changed", at=at, body=body or (lambda _: {}),
        not_for=frozenset(not_for.split()),
    )  # fmt: skip


def unscoped(
    method: str, route: str, because: str, at: Text | None = None, body: Body | None = None
) -> Row:
    return Row(
        method=method, route=route, kind="unscoped", at=at, body=body or (lambda _: {}),
        because=because,
    )  # fmt: skip


def personal(method: str, route: str, because: str) -> Row:
    return Row(method=method, route=route, kind="personal", because=because)
