"""The frame as an app: it holds the management commands that read every app."""

from django.apps import AppConfig


class BackendConfig(AppConfig):
    name = "backend"
    label = "backend"
