"""The station build: one page for every deep link."""

from django.urls import path, re_path

from backend.common.shell import shell

urlpatterns = [
    path("station/", shell("station"), name="station"),
    # A path with a dot names a file (the worker, its manifest), never a screen.
    re_path(r"^station/[^.]+$", shell("station"), name="station-deep"),
]
