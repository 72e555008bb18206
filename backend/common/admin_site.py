"""A read-only look into a few tables for the administrator and the auditor."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from backend.common.permissions import actor_of

ROLES = frozenset({"SA", "AU"})


class LookSite(admin.AdminSite):
    """Rights come from the hat: our people have no staff flag."""

    site_header = site_title = "乡站 数据查看"
    index_title = "只读"
    site_url = "/console/"

    def has_permission(self, request: Any) -> bool:
        return actor_of(request).role in ROLES

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One sign-in for all pages."""
        return HttpResponseRedirect("/console/sign-in?next=/admin/")


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """`rights` are the (verb, object) pairs of the matrix of which one opens the table."""

    rights: tuple[tuple[str, str], ...] = ()
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(actor_of(request).may(*right) for right in self.rights)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site = LookSite(name="admin")
