"""Django's entry for this app."""

from django.apps import AppConfig


class CooperativesConfig(AppConfig):
    name = "cooperatives"
