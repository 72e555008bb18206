"""django-oscar's side of `bench.catalogue`, run by its own Python: its own pages, its own views."""

import json
import statistics
import sys
import time
from decimal import Decimal

import oscar_shop

oscar_shop.start(
    ROOT_URLCONF="__main__",
    STATIC_URL="/static/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "oscar.apps.basket.middleware.BasketMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "oscar.apps.search.context_processors.search_form",
                    "oscar.apps.checkout.context_processors.checkout",
                    "oscar.apps.communication.notifications.context_processors.notifications",
                    "oscar.core.context_processors.metadata",
                ]
            },
        }
    ],
)

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from oscar.apps.catalogue.models import Category, Product, ProductCategory, ProductClass
from oscar.apps.partner.models import Partner, StockRecord

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include(apps.get_app_config("oscar").urls[0])),
]


class Shop:
    def __init__(self):
        call_command("migrate", verbosity=0)
        self.client = Client()
        self.pages = {}

    def fill(self, count):
        """Products with a class, a category and a stock record each."""
        kind = ProductClass.objects.create(name="produce", track_stock=True)
        partner = Partner.objects.create(name="cooperative")
        category = Category.add_root(name="vegetables")
        products = Product.objects.bulk_create(
            Product(product_class=kind, title=f"potato {n}", slug=f"potato-{n}", upc=f"P{n}")
            for n in range(count)
        )
        ProductCategory.objects.bulk_create(
            ProductCategory(product=product, category=category) for product in products
        )
        StockRecord.objects.bulk_create(
            StockRecord(
                product=product, partner=partner, partner_sku=product.upc, price=Decimal("15.00"),
                num_in_stock=100,
            )
            for product in products
        )  # fmt: skip
        self.pages = {
            "list": "/catalogue/",
            "detail": products[0].get_absolute_url(),
            "search": "/search/?q=potato",
        }
        return {"products": count}

    def take(self, name, rounds):
        """Median CPU of a page in seconds, and its statements."""
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(self.pages[name]).status_code == 200
        spent = []
        for _ in range(rounds):
            cpu = time.process_time()
            self.client.get(self.pages[name])
            spent.append(time.process_time() - cpu)
        return {"cpu_s": statistics.median(spent), "sql": len(captured)}


def main():
    shop = Shop()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        told = [int(word) if word.isdigit() else word for word in words]
        print(json.dumps(getattr(shop, name)(*told)), flush=True)


if __name__ == "__main__":
    main()
