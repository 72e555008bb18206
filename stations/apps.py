"""Django's entry for this app."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "stations"
