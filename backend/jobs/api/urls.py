"""Address of a job."""

from django.urls import path

from backend.jobs.api.views import JobView

urlpatterns = [path("jobs/<uuid:uid>", JobView.as_view())]
