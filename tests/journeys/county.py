"""A county of its own for a journey: fresh PostgreSQL database, Redis, web and workers."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

from tests import template
from tests.template import ROOT, SERVER

BROKER = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/15")


@dataclass
class County:
    base_url: str
    environment: dict[str, str]
    secrets: dict[str, str]

    def manage(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def prove(self, command: str, **more: str) -> tuple[int, dict[str, Any]]:
        """Exit status and answer of one of the three proofs."""
        done = self.manage(command, "--json", **more)
        return done.returncode, json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def what_is_missing() -> str:
    """Why no county can be started here, or nothing."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        return "no PostgreSQL answers at TEST_DATABASE_URL"
    address = urlsplit(BROKER)
    try:
        socket.create_connection((address.hostname, address.port or 6379), timeout=2).close()
    except OSError:
        return "no Redis answers at TEST_BROKER_URL"
    return ""


@contextmanager
def county(data_dir: Path) -> Iterator[County]:
    """Runs `scripts/county`, the command lines of docker-compose.yml, against its own database."""
    name = f"xz_journey_{os.getpid()}"
    template.copy_to_server(name)
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": template.database_url(name), "BROKER_URL": BROKER, "PORT": str(port),
        "DATA_DIR": str(data_dir), "SHAPE": "county", "ALLOW_SANDBOX_PAYMENTS": "1",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "backend.settings",
        "SECRET_KEY": "0" * 64, "FIELD_KEY": "1" * 64, "BLIND_INDEX_KEY": "2" * 64,
    }  # fmt: skip
    environment.pop("TEST_DATABASE_URL", None)
    loaded = subprocess.run(
        [sys.executable, "-m", "tests.journeys.valley"], cwd=ROOT, env=environment, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    secrets = dict(line.split() for line in loaded.stdout.splitlines())
    with (data_dir / "county.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "scripts/county"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            base_url = f"http://127.0.0.1:{port}"
            wait_for(base_url, process)
            yield County(base_url, environment, secrets)
        finally:
            process.terminate()
            process.wait(timeout=40)
            template.remove_from_server(name)


def wait_for(base_url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "the county's processes ended"
        try:
            if httpx.get(f"{base_url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("the county did not become ready")
