"""Probes: is the process alive, and can it serve."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.connection import Connection
from kombu.exceptions import OperationalError

BROKER_WAIT_S = 2


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part by name; 503 while any of them is not ready."""
    parts = {name: "ok" if check() else "failed" for name, check in CHECKS.items()}
    ready = set(parts.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if ready else "failed", "parts": parts}, status=200 if ready else 503
    )


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def migrations_applied() -> bool:
    try:
        loader = MigrationLoader(connection)
    except DatabaseError:
        return False
    return not set(loader.graph.nodes) - set(loader.applied_migrations)


def broker_reachable() -> bool:
    """The files' folder can be written, or the broker accepts a connection within two seconds."""
    options: dict[str, Any] = dict(settings.CELERY_BROKER_TRANSPORT_OPTIONS)
    try:
        if settings.BROKER_URL == "filesystem://":
            return _writable(Path(options["data_folder_in"]))
        with Connection(
            settings.BROKER_URL, connect_timeout=BROKER_WAIT_S, transport_options=options
        ) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_WAIT_S)
    except (OperationalError, OSError):
        return False
    return True


def _writable(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "broker": broker_reachable,
}
