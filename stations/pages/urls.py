"""The station build: one page for every deep link, its service worker and its manifest."""

from csp.constants import SELF, WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.urls import path, re_path

from backend.common.shell import built_file, shell, worker

# Here alone: the camera's reader of codes is WebAssembly, compiled from our own origin. Script
# itself stays limited to files of this host.
station = csp_update({"script-src": [SELF, WASM_UNSAFE_EVAL]})(shell("station"))

urlpatterns = [
    path("station/", station, name="station"),
    # At this address the worker's scope is /station/ and nothing else (DESIGN section 9).
    path("station/sw.js", worker("station"), name="station-worker"),
    path(
        "station/manifest.webmanifest",
        built_file("station", "manifest.webmanifest", "application/manifest+json"),
    ),
    # A path with a dot names a file, never a screen.
    re_path(r"^station/[^.]+$", station, name="station-deep"),
]
