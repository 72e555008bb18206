"""django-oscar's side of `bench.checkout`, run by its own Python; nothing of ours is imported.

Its availability check, basket and order creator, as its checkout views use them.
"""

import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
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
    **OSCAR,
    SECRET_KEY="bench", USE_TZ=True, SITE_ID=1, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
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
        "django.contrib.sites", "django.contrib.messages", "django.contrib.flatpages", *APPS,
        "haystack", "treebeard", "django_tables2", "widget_tweaks",
    ],
)  # fmt: skip
django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from oscar.apps.address.models import Country
from oscar.apps.basket.models import Basket
from oscar.apps.catalogue.models import Product, ProductClass
from oscar.apps.checkout.calculators import OrderTotalCalculator
from oscar.apps.order.models import ShippingAddress
from oscar.apps.order.utils import OrderCreator, OrderNumberGenerator
from oscar.apps.partner.models import Partner, StockRecord
from oscar.apps.partner.strategy import Default
from oscar.apps.shipping.methods import Free


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

    def run(self, orders):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(orders):
            with transaction.atomic():
                self.order(self.basket(*self.products))
        return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}

    def count(self):
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            self.order(self.basket(*self.products))
        return {"sql": len(captured)}

    def race(self, units, buyers):
        """All have passed the availability check before the first one orders."""
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
        name, *numbers = line.split()
        print(json.dumps(getattr(shop, name)(*map(int, numbers))), flush=True)


if __name__ == "__main__":
    main()
