"""docker-compose.yml: what make county starts, and that everything it names is really there."""

import runpy
from typing import Any

import yaml

from tests.architecture.test_size import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
COUNTY = runpy.run_path(str(ROOT / "scripts" / "county"))


def test_the_commands_of_make_county_are_those_of_the_file() -> None:
    services = COUNTY["own_services"](ROOT / "docker-compose.yml")
    assert list(services) == [
        "migrate", "web", "worker-payments", "worker", "beat", "alipay-sandbox",
    ]  # fmt: skip
    assert COUNTY["local"]("python manage.py migrate")[1:] == ["manage.py", "migrate"]


def test_every_named_volume_and_secret_is_declared() -> None:
    for service in COMPOSE["services"].values():
        named = [v.split(":")[0] for v in service.get("volumes", []) if not v.startswith(".")]
        assert set(named) <= set(COMPOSE["volumes"])
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_every_service_names_an_image_and_long_running_ones_are_watched() -> None:
    services = COMPOSE["services"]
    assert all(service.get("image") for service in services.values())
    watched = {name for name, service in services.items() if "healthcheck" in service}
    assert watched == {"database", "broker", "web", "proxy"}


def test_workers_listen_to_every_queue_that_tasks_are_sent_to(settings: Any) -> None:
    commands = " ".join(str(s.get("command", "")) for s in COMPOSE["services"].values())
    queues = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {"default"}
    assert all(queue in commands for queue in queues)


def test_files_that_are_mounted_exist() -> None:
    mounts = [v for s in COMPOSE["services"].values() for v in s.get("volumes", [])]
    local = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert local
    assert all((ROOT / path).exists() for path in local)
