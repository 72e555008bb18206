"""Common: what every app stands on."""

from importlib import import_module

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "backend.common"
    label = "common"

    def ready(self) -> None:
        """drf-spectacular finds its extensions by import."""
        import_module("backend.common.schema")
