"""Every door of the product, collected here and nowhere else."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("backend.accounts.api.urls")),
    path("api/v1/", include("orders.api.payment_urls")),
    path("", include("orders.pages.payment_urls")),
]

if settings.PAYMENTS_GATEWAY == "sandbox":
    urlpatterns += [path("", include("orders.pages.sandbox_urls"))]
