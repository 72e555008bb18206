"""The kernel and the frame round the apps."""

from backend.celery import app as celery_app

__all__ = ["celery_app"]
