"""Telling people: queued with the change, sent outside its transaction."""

from backend.messaging.services.outlets import FileOutlet, Outlet, OutletDown, outlet
from backend.messaging.services.queueing import (
    Notice,
    mark_read,
    queue_message,
    queue_sign_up_code,
    tell_on_screen,
)
from backend.messaging.services.sending import send_due

__all__ = [
    "FileOutlet",
    "Notice",
    "Outlet",
    "OutletDown",
    "mark_read",
    "outlet",
    "queue_message",
    "queue_sign_up_code",
    "send_due",
    "tell_on_screen",
]
