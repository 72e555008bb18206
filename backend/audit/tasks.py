"""Sealing the audit chain."""

from celery import shared_task

from backend.audit import services


@shared_task
def link_audit_events() -> int:
    return services.link_events()
