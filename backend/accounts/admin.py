"""People without their password and mobile."""

from django.contrib import admin

from backend.accounts.models import RoleAssignment, User
from backend.common.admin_site import ReadOnlyAdmin, site


@admin.register(User, site=site)
class UserAdmin(ReadOnlyAdmin):
    rights = (("create", "user"), ("view", "user"))
    fields = ("uid", "username", "name", "is_active", "last_login")
    list_display = ("username", "name", "is_active", "last_login")
    search_fields = ("username",)


@admin.register(RoleAssignment, site=site)
class RoleAssignmentAdmin(ReadOnlyAdmin):
    rights = (("create", "user"), ("view", "user"))
    list_display = ("user", "role", "scope_name", "valid_from", "valid_to", "approved_by")
    list_select_related = ("user", "approved_by")
    list_filter = ("role",)
