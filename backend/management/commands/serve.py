"""The embedded shape in one command: migrate, load the demo, start web and worker."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

QUEUES = "default,payments,settlement,impact,mail"
READY_WITHIN_S = 60


class Command(BaseCommand):
    help = "Runs web, worker and beat in one foreground process group (make run)."

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_port()
        prepare(self.stdout.write)
        processes = {"web": start(web_command()), "worker": start(worker_command())}
        # Both, because a shell that starts us in the background leaves SIGINT ignored.
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            self._wait_until_ready(processes)
            self._greet()
            self._watch(processes)
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            stop(processes)

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} is taken: stop what uses it, or PORT=8001 make run"
                ) from error

    def _wait_until_ready(self, processes: dict[str, subprocess.Popen[bytes]]) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            _die_with(processes)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{settings.PORT}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise CommandError("The web server did not become ready; see the lines above")

    def _greet(self) -> None:
        self.stdout.write(f"\nReady http://127.0.0.1:{settings.PORT}\n")
        path = Path(settings.DATA_DIR) / "demo-accounts.json"
        if not path.exists():
            return
        self.stdout.write(f"Demo accounts 演示账号 (also in {path}):")
        for account in json.loads(path.read_text()):
            code = " + code: manage.py totp" if account.get("totp_secret") else ""
            self.stdout.write(
                f"  {account['role_name']}\t{account['username']}\t{account['password']}"
                f"\t{account['landing']}{code}"
            )
        self.stdout.write("One-tap sign-in stands on each sign-in page. Ctrl-C stops everything.")

    def _watch(self, processes: dict[str, subprocess.Popen[bytes]]) -> None:
        while True:
            _die_with(processes)
            time.sleep(0.5)


def prepare(say: Any) -> None:
    """Folders, schema and, where the demo is allowed and nothing is there yet, the demo county."""
    for folder in ("broker/queue", "broker/done", "broker/control", "media", "messages", "static"):
        (Path(settings.DATA_DIR) / folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    if settings.ALLOW_DEMO:
        call_command("demo", if_empty=True, scale=os.environ.get("DEMO_SCALE", "small"))
    say("Starting web and worker …")


def web_command() -> list[str]:
    return [
        "gunicorn", "backend.wsgi:application", "--bind", f"127.0.0.1:{settings.PORT}",
        "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket",
        # A phone that pauses to read keeps its connection, and none is closed under a request.
        "--keep-alive", "75", "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    schedule = Path(settings.DATA_DIR) / "broker" / "beat"
    return [
        "celery", "--quiet", "--app", "backend", "worker", "--beat", "--schedule", str(schedule),
        "--pool", "threads", "--concurrency", "2", "--queues", QUEUES, "--loglevel", "WARNING",
    ]  # fmt: skip


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in our own process group, so that Ctrl-C reaches all of them."""
    # In a container the worker may well be root; the filesystem broker carries JSON alone.
    quiet = os.environ | {"PYTHONWARNINGS": "ignore:You're running the worker"}
    return subprocess.Popen([sys.executable, "-m", *command], env=quiet)  # noqa: S603


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    for process in processes.values():
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _die_with(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise CommandError(f"The {name} process ended with status {process.returncode}")


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
