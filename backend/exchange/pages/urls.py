"""Private files by their signed links."""

from django.urls import path

from backend.exchange.pages.views import FileView

urlpatterns = [path("files/<path:signed>", FileView.as_view())]
