"""Every door of the product, collected here and nowhere else."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("api/v1/schema/", SpectacularAPIView.as_view(permission_classes=[])),
    path("api/v1/", include("backend.accounts.api.urls")),
]
