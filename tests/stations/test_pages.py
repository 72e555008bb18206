"""The station's doors: the shell, its service worker, its manifest."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backend.common.shell import built_file


def test_only_the_station_may_compile_wasm(visitor: Client) -> None:
    policy = visitor.get("/station/receive")["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "wasm-unsafe-eval" not in visitor.get("/console/")["Content-Security-Policy"]
    assert "unsafe-eval'" not in policy.replace("wasm-unsafe-eval'", "")


@pytest.mark.parametrize("name", ["sw.js", "manifest.webmanifest"])
def test_a_file_of_the_build_is_asked_anew_each_time(
    name: str, settings: Any, tmp_path: Path, rf: Any
) -> None:
    settings.FRONTEND_DIR = tmp_path
    path = tmp_path / "station" / "dist" / name
    path.parent.mkdir(parents=True)
    path.write_text("built")
    answer = built_file("station", name, "text/javascript")(rf.get(f"/station/{name}"))
    assert (answer.content, answer["Cache-Control"]) == (b"built", "no-cache")


def test_a_file_that_was_not_built_is_not_the_shell(visitor: Client) -> None:
    assert visitor.get("/station/other.js").status_code == 404
