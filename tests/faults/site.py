"""A shop of its own for a fault: a fresh database, real web processes, and nothing shared."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.county import ROOT, free_port, wait_for

Process = subprocess.Popen[bytes]


@dataclass
class Site:
    data_dir: Path
    port: int
    environment: dict[str, str]
    processes: list[Process] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def python(self, *words: str, **more: str) -> str:
        """Runs to its end and gives what it printed; fails with what it complained of."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *words: str, **more: str) -> str:
        return self.python("manage.py", *words, **more)

    def scene(self, name: str, *words: str) -> Any:
        """Prepares rows by the services; what the test needs to know comes back."""
        said = self.python("-m", "tests.faults.scenes", name, *words)
        return json.loads(said.splitlines()[-1])

    def start(self, *command: str, **more: str) -> Process:
        """In a process group of its own, so that it can be killed with its children."""
        with (self.data_dir / "site.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environment | more,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def start_web(self, workers: int = 1) -> Process:
        process = self.start(
            "gunicorn", "backend.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
            "--worker-class", "gthread", "--workers", str(workers), "--threads", "8",
            "--backlog", "2048", "--no-control-socket", "--log-level", "warning",
        )  # fmt: skip
        wait_for(self.base_url, process)
        return process

    def start_worker(self, *, beat: bool = False, **more: str) -> Process:
        words = ["celery", "--quiet", "--app", "backend", "worker", "--pool", "threads",
                 "--concurrency", "2", "--queues", "default,payments,settlement,impact,mail",
                 "--loglevel", "INFO"]  # fmt: skip
        if beat:
            words += ["--beat", "--schedule", str(self.data_dir / "beat")]
        return self.start(*words, **more)

    def log(self) -> str:
        return (self.data_dir / "site.log").read_text()

    def broken(self) -> list[str]:
        """What `check_invariants` names; it must be nothing after every fault."""
        done = subprocess.run(
            [sys.executable, "manage.py", "check_invariants", "--json"], cwd=ROOT,
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [item["violation"] for item in json.loads(done.stdout)["items"]]


def kill(process: Process) -> None:
    """SIGKILL to the process and its children, as a lost machine would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


@contextmanager
def site(data_dir: Path, *, database: str, **more: str) -> Iterator[Site]:
    """Nothing runs yet and no rows are there; without a URL it is the SQLite of `data_dir`."""
    port = free_port()
    for folder in ("broker/queue", "broker/done", "broker/control"):
        (data_dir / folder).mkdir(parents=True, exist_ok=True)
    base_url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": database, "PORT": str(port), "DATA_DIR": str(data_dir), "SHAPE": "embedded",
        "PUBLIC_BASE_URL": base_url, "DJANGO_SETTINGS_MODULE": "backend.settings",
        "ALLOW_DEMO": "0", "SECRET_KEY": "0" * 64, "FIELD_KEY": "1" * 64,
        "BLIND_INDEX_KEY": "2" * 64,
    } | more  # fmt: skip
    environment.pop("TEST_DATABASE_URL", None)
    if not database:
        environment.pop("DATABASE_URL")
    place = Site(data_dir, port, environment)
    try:
        yield place
    finally:
        for process in place.processes:
            kill(process)


def notify(place: Site, form: str) -> httpx.Response:
    """What the provider sends."""
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    return httpx.post(f"{place.base_url}/pay/notify", content=form, headers=kind, timeout=30)
