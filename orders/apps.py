"""Django's entry for this app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"
