"""The sandbox as the county runs it: a plain process of its own, here on the one port that the
official client can reach."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.9"


@contextmanager
def sandbox_service(data_dir: Path) -> Iterator[str]:
    """The command line of `alipay-sandbox` in docker-compose.yml, with another address."""
    environment = os.environ | {
        "SHAPE": "embedded", "DATA_DIR": str(data_dir), "PUBLIC_BASE_URL": f"http://{HOST}",
        "ALLOWED_HOSTS": HOST, "DATABASE_URL": f"sqlite:///{data_dir}/unused.sqlite3",
    }  # fmt: skip
    command = [
        "gunicorn", "backend.wsgi:application", "--bind", f"{HOST}:80", "--worker-class", "gthread",
        "--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    with (data_dir / "service.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(process, data_dir)
            yield f"http://{HOST}/sandbox/gateway.do"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], data_dir: Path) -> None:
    for _ in range(150):
        assert process.poll() is None, (data_dir / "service.log").read_text()
        try:
            httpx.get(f"http://{HOST}/sandbox/switches/", timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError("the sandbox service did not answer")
