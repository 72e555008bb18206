"""The trace of changes."""

from django.contrib import admin

from backend.audit.models import AuditEvent
from backend.common.admin_site import ReadOnlyAdmin, site


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(ReadOnlyAdmin):
    rights = (("view", "audit"),)
    list_display = ("at", "hat", "action", "subject_kind", "subject_uid")
    list_filter = ("action",)
    show_full_result_count = False
