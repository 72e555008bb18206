"""Every door of the product, collected here and nowhere else."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from backend.common import error_pages, health, schema
from backend.common.admin_site import site

# Named here so that the schema knows it: drf-spectacular finds extensions by their import.
SIGN_IN_SCHEME = schema.ActorScheme

urlpatterns = [
    path("api/v1/", include("orders.api.public_urls")),
    path("api/v1/", include("backend.accounts.api.urls")),
    path("api/v1/", include("programme.api.urls")),
    path("api/v1/", include("impact.api.urls")),
    path("api/v1/", include("cooperatives.api.urls")),
    path("api/v1/", include("stations.api.urls")),
    path("api/v1/", include("cooperatives.api.exchange_urls")),
    path("api/v1/", include("cooperatives.api.staff_urls")),
    path("", include("cooperatives.pages.urls")),
    path("api/v1/", include("backend.approvals.api.urls")),
    path("api/v1/", include("backend.jobs.api.urls")),
    path("api/v1/", include("backend.messaging.api.urls")),
    path("", include("backend.exchange.pages.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view()),
    path("", include("backend.accounts.pages.urls")),
    path("", include("backend.audit.pages.urls")),
    path("admin/", site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg", permanent=True)),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("stations.pages.urls")),
    path("", include("impact.pages.urls")),
    path("api/v1/", include("orders.api.payment_urls")),
    path("api/v1/", include("orders.api.urls")),
    path("api/v1/", include("orders.api.settling_urls")),
    path("", include("orders.pages.urls")),
]

if settings.PAYMENTS_GATEWAY == "sandbox":
    urlpatterns += [path("", include("orders.pages.sandbox_urls"))]

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.server_error
