"""The console's one page and every deep link below it."""

from django.urls import path

from backend.common.shell import shell

console = shell("console")

urlpatterns = [
    path("console/", console, name="console"),
    path("console/<path:rest>", console),
]
