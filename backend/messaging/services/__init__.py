"""Telling people: queued with the change, sent outside its transaction."""

from backend.messaging.services.outlets import FileOutlet, Outlet, OutletDown, outlet
from backend.messaging.services.queueing import queue_message, queue_sign_up_code
from backend.messaging.services.sending import send_due

__all__ = [
    "FileOutlet",
    "Outlet",
    "OutletDown",
    "outlet",
    "queue_message",
    "queue_sign_up_code",
    "send_due",
]
