"""Stops and ceilings are said once; price entries stay so after their new column."""

from django.db import migrations

from backend.common.append_only import AppendOnly

TABLES = ("pricelist", "priceentry", "priceliststop", "priceceiling")


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0034_prices_and_photos")]
    operations = [AppendOnly(table=f"cooperatives_{name}") for name in TABLES]
