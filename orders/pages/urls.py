"""The shop's page for every deep link, and the payment provider's doors."""

from django.urls import include, path, re_path

from backend.common.shell import shell, worker
from orders.pages import finding, listing_shell, metrics

urlpatterns = [
    path("metrics", metrics.metrics, name="metrics"),
    path("", shell("shop"), name="shop"),
    path("sw.js", worker("shop"), name="shop-worker"),
    path("robots.txt", finding.robots, name="robots"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("shop/p/<uuid:uid>", listing_shell.listing, name="shop-listing"),
    path("shop/", shell("shop"), name="shop-home"),
    # A path with a dot names a file (the worker, its manifest), never a screen.
    re_path(r"^shop/[^.]+$", shell("shop"), name="shop-deep"),
    path("", include("orders.pages.payment_urls")),
]
