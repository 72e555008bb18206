"""django-oscar's side of `bench.catalogue --oscar`, run by its own Python; nothing of ours is here.

Its catalogue, its page of one product and its search, as a visitor reads them.
"""

import json
import sys
from decimal import Decimal

# The thumbnailer is named by its place in `__main__`, which is this file.
from checkout_oscar import NoPictures, Partner, Product, Shop, StockRecord
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.apps.catalogue.models import ProductCategory

# Its lists and its search ask an index, never the database; this one needs no server.
settings.HAYSTACK_CONNECTIONS["default"].update(
    ENGINE="haystack.backends.whoosh_backend.WhooshEngine", STORAGE="ram", PATH="unused"
)
LOOKED_AT = 6
GOODS = ("potato", "broad bean", "rapeseed oil", "yak beef", "honey", "onion", "garlic", "mushroom")


class Shelf(Shop):
    def __init__(self, count):
        super().__init__()
        self.visitor = Client()
        self.fill(int(count))

    def fill(self, count):
        category = create_from_breadcrumbs("Produce")
        partner = Partner.objects.get()
        made = [
            Product.objects.create(
                product_class=self.kind, title=f"{GOODS[n % len(GOODS)]} {n}", upc=f"S{n}"
            )
            for n in range(count)
        ]
        ProductCategory.objects.bulk_create(
            ProductCategory(product=one, category=category) for one in made
        )
        StockRecord.objects.bulk_create(
            StockRecord(
                product=one, partner=partner, partner_sku=one.upc, price=Decimal("15.00"),
                num_in_stock=100,
            )
            for one in made
        )  # fmt: skip
        self.one = made[-1].get_absolute_url()
        call_command("rebuild_index", interactive=False, verbosity=0)
        # A visitor has looked at other goods before; its page of a product shows them again.
        for other in made[-LOOKED_AT - 1 : -1]:
            self.read(other.get_absolute_url(), shows=0)

    def read(self, address, shows):
        answer = self.visitor.get(address)
        assert answer.content.decode().count("product_pod") >= shows, answer

    def goods(self):
        self.read("/catalogue/", shows=20)

    def page(self):
        self.read(self.one, shows=0)

    def search(self):
        self.read("/search/?q=potato", shows=20)


def main():
    shelf = Shelf(sys.argv[1])
    print(json.dumps({"ready": NoPictures.__name__}), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        print(json.dumps(getattr(shelf, name)(*words)), flush=True)


if __name__ == "__main__":
    main()
