"""Django's entry for this app."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "impact"
