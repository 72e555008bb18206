"""Fee and shipping rules stay append-only after their tables were rebuilt."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_merchants_shipping_reconciling")]
    operations = [
        AppendOnly(table="orders_feerule"),
        AppendOnly(table="orders_shippingrule"),
    ]
