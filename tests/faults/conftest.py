"""Empty databases with the schema in them, one for each fault."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import template
from tests.faults.site import Site, site

OpenSite = Callable[..., Site]


@pytest.fixture
def open_site(tmp_path: Path) -> Iterator[OpenSite]:
    """`open_site("postgresql", BROKER_URL=…)`: a shop with an empty schema, gone after the test."""
    name = f"xz_fault_{os.getpid()}"
    with ExitStack() as stack:

        def open_it(engine: str = "postgresql", **more: str) -> Site:
            if engine == "sqlite":
                template.copy_to_file(tmp_path / "xiangzhan.sqlite3")
                return stack.enter_context(site(tmp_path, database="", **more))
            template.copy_to_server(name)
            stack.callback(template.remove_from_server, name)
            return stack.enter_context(site(tmp_path, database=template.database_url(name), **more))

        yield open_it
