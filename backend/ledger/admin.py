"""Transfers and their entries."""

from django.contrib import admin
from django.http import HttpRequest

from backend.common.admin_site import ReadOnlyAdmin, site
from backend.common.permissions import actor_of
from backend.ledger.models import Entry, Transfer


class EntryInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Entry
    fields = ("account", "amount_fen")
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Transfer | None = None) -> bool:
        return actor_of(request).may("view", "ledger")

    def has_add_permission(self, request: HttpRequest, obj: Transfer | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Transfer | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Transfer | None = None) -> bool:
        return False


@admin.register(Transfer, site=site)
class TransferAdmin(ReadOnlyAdmin):
    rights = (("view", "ledger"),)
    list_display = ("booked_at", "kind", "key", "reference")
    list_filter = ("kind",)
    inlines = (EntryInline,)
    show_full_result_count = False
