"""A gateway of our own house with its merchant side, and a clock the test may move."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orders.gateways import make_gateway, sandbox_config
from orders.gateways.base import PaymentGateway
from orders.gateways.sandbox import SandboxGateway
from orders.gateways.sandbox.keys import sandbox_keys
from orders.gateways.transport import InProcessTransport

BASE_URL = "http://stations.test:8000"


class Clock:
    """The official package reads the real clock, so tests move ours against it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def set_zone(name: str) -> None:
    os.environ["TZ"] = name
    time.tzset()


@pytest.fixture(autouse=True)
def beijing_time() -> Iterator[None]:
    """As the settings do for every process; put back, should a test have moved it."""
    set_zone("Asia/Shanghai")
    yield
    set_zone("Asia/Shanghai")


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys") / "sandbox-keys"
    sandbox_keys(directory)
    return directory


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def box(tmp_path: Path, made_keys: Path, clock: Clock) -> SandboxGateway:
    shutil.copytree(made_keys, tmp_path / "sandbox-keys")
    return SandboxGateway(data_dir=tmp_path, base_url=BASE_URL, clock=clock)


@pytest.fixture
def gateway(box: SandboxGateway, clock: Clock) -> PaymentGateway:
    return make_gateway(
        sandbox_config(box.keys, box.base_url), InProcessTransport(box), clock=clock
    )
