"""django-oscar's side of `bench.checkout`, run by its own Python; nothing of ours is imported.

Its availability check, basket and order creator, and the pages that its checkout leads through.
"""

import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import SimpleNamespace
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
settings.configure(
    **(OSCAR | {"OSCAR_THUMBNAILER": "__main__.NoPictures"}),
    SECRET_KEY="bench", USE_TZ=True, SITE_ID=1, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": URL.path.lstrip("/"),
        "USER": URL.username or "", "PASSWORD": URL.password or "", "HOST": URL.hostname,
        "PORT": URL.port or 5432,
    }},
    HAYSTACK_CONNECTIONS={
        "default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
    },
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], STATIC_URL="/static/", LANGUAGE_CODE="en-gb",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    AUTHENTICATION_BACKENDS=["oscar.apps.customer.auth_backends.EmailBackend"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "oscar.apps.basket.middleware.BasketMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "oscar.apps.search.context_processors.search_form",
            "oscar.apps.checkout.context_processors.checkout",
            "oscar.apps.communication.notifications.context_processors.notifications",
            "oscar.core.context_processors.metadata",
        ]},
    }],
    INSTALLED_APPS=[
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.sites", "django.contrib.messages", "django.contrib.flatpages", *APPS,
        "haystack", "treebeard", "django_tables2", "widget_tweaks",
    ],
)  # fmt: skip
django.setup()

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from oscar.apps.address.models import Country
from oscar.apps.basket.models import Basket
from oscar.apps.catalogue.models import Product, ProductClass
from oscar.apps.checkout.calculators import OrderTotalCalculator
from oscar.apps.order.models import ShippingAddress
from oscar.apps.order.utils import OrderCreator, OrderNumberGenerator
from oscar.apps.partner.models import Partner, StockRecord
from oscar.apps.partner.strategy import Default
from oscar.apps.shipping.methods import Free


class NoPictures:
    """Its goods have none here; what draws them elsewhere is not part of it either."""

    def generate_thumbnail(self, source, **options):
        return SimpleNamespace(url="", width=0, height=0)


urlpatterns = [path("", include(apps.get_app_config("oscar").urls[0]))]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
ADDRESS = {
    "first_name": "Min", "last_name": "Zhou", "line1": "Changjiang Road 1", "line4": "Xining",
    "postcode": "810000",
}  # fmt: skip


class Shop:
    def __init__(self):
        call_command("migrate", verbosity=0)
        self.kind = ProductClass.objects.create(name="produce", track_stock=True)
        self.partner = Partner.objects.create(name="cooperative")
        self.country = Country.objects.create(
            iso_3166_1_a2="CN", printable_name="China", name="China", is_shipping_country=True
        )
        self.user = get_user_model().objects.create(username="buyer", email="buyer@example.com")
        self.products = [self.product(f"P{n}", 10_000_000) for n in range(3)]
        self.client = Client()
        self.client.force_login(self.user, settings.AUTHENTICATION_BACKENDS[0])

    def product(self, name, stock):
        product = Product.objects.create(product_class=self.kind, title=name, upc=name)
        StockRecord.objects.create(
            product=product, partner=self.partner, partner_sku=name, price=Decimal("15.00"),
            num_in_stock=stock,
        )  # fmt: skip
        return product

    def basket(self, *products):
        basket = Basket.objects.create(owner=self.user)
        basket.strategy = Default()
        for product in products:
            found = basket.get_stock_info(product, None)
            permitted, _ = found.availability.is_purchase_permitted(quantity=1)
            if not permitted:
                return None
            basket.add_product(product, 1)
        return basket

    def order(self, basket):
        """As its payment details view does after a payment that needed no step."""
        basket.freeze()
        method = Free()
        charge = method.calculate(basket)
        address = ShippingAddress(
            last_name="周敏", line1="长江路 1 号", line4="西宁", country=self.country
        )
        address.save()
        OrderCreator().place_order(
            basket=basket, total=OrderTotalCalculator().calculate(basket, charge),
            shipping_method=method, shipping_charge=charge, user=self.user,
            shipping_address=address, order_number=OrderNumberGenerator().order_number(basket),
        )  # fmt: skip
        basket.submit()

    def serve(self):
        with transaction.atomic():
            self.order(self.basket(*self.products))

    def walk(self):
        """Three goods into the basket, the basket, the address, the summary, the order."""
        for product in self.products:
            self.client.post(f"/basket/add/{product.pk}/", {"quantity": 1})
        self.client.get("/basket/")
        self.client.get("/checkout/shipping-address/")
        self.client.post("/checkout/shipping-address/", ADDRESS, follow=True)
        self.client.get("/checkout/preview/")
        done = self.client.post("/checkout/preview/", {"action": "place_order"})
        assert done.headers["Location"] == "/checkout/thank-you/", done

    def run(self, way, orders):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(int(orders)):
            getattr(self, way)()
        return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}

    def count(self, way):
        with CaptureQueriesContext(connection) as captured:
            getattr(self, way)()
        return {"sql": sum(not one["sql"].startswith(FRAME) for one in captured.captured_queries)}

    def race(self, units, buyers):
        """All have passed the availability check before the first one orders."""
        units, buyers = int(units), int(buyers)
        product = self.product("hot", units)
        ready = threading.Barrier(buyers)

        def buy(_):
            try:
                basket = self.basket(product)
                ready.wait()
                if basket is None:
                    return False
                with transaction.atomic():
                    self.order(basket)
            except Exception as refused:
                print(type(refused).__name__, refused, file=sys.stderr)
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(buyers) as pool:
            return {"sold": sum(pool.map(buy, range(buyers)))}


def main():
    shop = Shop()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        print(json.dumps(getattr(shop, name)(*words)), flush=True)


if __name__ == "__main__":
    main()
