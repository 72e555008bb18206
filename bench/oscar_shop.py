"""django-oscar set up as its documentation says, on BENCH_DATABASE_URL, with nothing of ours."""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings
from oscar import defaults

URL = urlsplit(os.environ["BENCH_DATABASE_URL"])
OSCAR = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR")}
APPS = [
    "oscar.config.Shop",
    *(
        f"oscar.apps.{name}.apps.{name.rpartition('.')[2].capitalize()}Config"
        for name in (
            "analytics", "checkout", "address", "shipping", "catalogue", "communication", "partner",
            "basket", "payment", "offer", "order", "customer", "search", "voucher", "wishlists",
            "dashboard",
        )
    ),
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    *(
        f"oscar.apps.dashboard.{name}.apps.{name.capitalize()}DashboardConfig"
        for name in (
            "reports", "users", "orders", "catalogue", "offers", "partners", "pages", "ranges",
            "reviews", "vouchers", "communications", "shipping",
        )
    ),
]  # fmt: skip


def start(**more):
    """`more` are settings that a measurement adds."""
    settings.configure(
        **OSCAR,
        SECRET_KEY="bench", USE_TZ=True, SITE_ID=1, ALLOWED_HOSTS=["*"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": URL.path.lstrip("/"),
            "USER": URL.username or "", "PASSWORD": URL.password or "", "HOST": URL.hostname,
            "PORT": URL.port or 5432,
        }},
        HAYSTACK_CONNECTIONS={
            "default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        },
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.sites", "django.contrib.messages", "django.contrib.flatpages",
            "django.contrib.staticfiles", *APPS, "haystack", "treebeard", "django_tables2",
            "widget_tweaks",
        ],
        **more,
    )  # fmt: skip
    django.setup()
