"""Every door of the product, collected here and nowhere else."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("backend.accounts.api.urls")),
    path("api/v1/", include("programme.api.urls")),
    path("api/v1/", include("impact.api.urls")),
]
