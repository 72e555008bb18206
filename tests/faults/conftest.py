"""Empty databases with the schema in them, made once and copied for each fault."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.faults.site import Site, site
from tests.journeys.county import ROOT, database_url, run_sql

TEMPLATE = f"xz_fault_template_{os.getpid()}"
OpenSite = Callable[..., Site]


def _migrate(database: str, data_dir: Path) -> None:
    environment = os.environ | {"DATABASE_URL": database, "DATA_DIR": str(data_dir)}
    environment.pop("TEST_DATABASE_URL", None)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
    )


@pytest.fixture(scope="session")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema")
    _migrate(f"sqlite:///{folder}/schema.sqlite3", folder)
    return folder / "schema.sqlite3"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    run_sql(f"DROP DATABASE IF EXISTS {TEMPLATE}")
    run_sql(f"CREATE DATABASE {TEMPLATE}")
    _migrate(database_url(TEMPLATE), tmp_path_factory.mktemp("schema"))
    yield TEMPLATE
    run_sql(f"DROP DATABASE {TEMPLATE} WITH (FORCE)")


@contextmanager
def _copy(template: str) -> Iterator[str]:
    name = f"xz_fault_{os.getpid()}"
    run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    run_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield database_url(name)
    finally:
        run_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenSite]:
    """`open_site("postgresql", BROKER_URL=…)`: a shop with an empty schema, gone after the test."""
    with ExitStack() as stack:

        def open_it(engine: str = "postgresql", **more: str) -> Site:
            database = ""
            if engine == "sqlite":
                empty = request.getfixturevalue("schema_file")
                shutil.copyfile(empty, tmp_path / "xiangzhan.sqlite3")
            else:
                copy: AbstractContextManager[str] = _copy(request.getfixturevalue("template"))
                database = stack.enter_context(copy)
            return stack.enter_context(site(tmp_path, database=database, **more))

        yield open_it
