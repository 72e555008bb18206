"""A PostgreSQL cluster and a Redis that a fault may stop: own folders, own ports."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.county import free_port

PLACES = ("/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")


def found(program: str) -> str:
    """Its path, or nothing where it is not installed."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES])) or ""


def missing(*programs: str) -> str:
    absent = [program for program in programs if not found(program)]
    return f"left out: {', '.join(absent)} is not installed" if absent else ""


@dataclass
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def control(self, *words: str) -> None:
        command = [found("pg_ctl"), "-D", str(self.folder), "-w", "-t", "60", *words]
        subprocess.run(_as_owner(command), check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self.control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop_at_once(self) -> None:
        """No checkpoint, no farewell: as after a power cut."""
        self.control("-m", "immediate", "stop")


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="xz_cluster_") as name:
        folder = Path(name) / "data"
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")
            shutil.chown(folder, "postgres")
        make = [found("initdb"), "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--no-sync"]  # fmt: skip
        subprocess.run(_as_owner(make), check=True, stdout=subprocess.DEVNULL)
        own = Cluster(folder, free_port())
        own.start()
        try:
            yield own
        finally:
            own.stop_at_once()


class Redis:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [found("redis-server"), "--port", str(self.port), "--save", "", "--bind",
                   "127.0.0.1", "--dir", str(self.folder)]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("redis did not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    own = Redis(folder, free_port())
    own.start()
    try:
        yield own
    finally:
        own.kill()
