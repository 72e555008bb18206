"""The address behind the QR of a printed paper; it stands on paper and never changes."""

from django.urls import path

from backend.audit.pages import papers

urlpatterns = [path("v/<str:token>", papers.verify, name="verify-paper")]
