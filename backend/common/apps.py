"""Common: what every app stands on."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "backend.common"
    label = "common"
