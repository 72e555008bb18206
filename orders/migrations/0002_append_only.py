"""What money and provenance rest on is append-only in the database itself."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [
        AppendOnly(table="orders_orderline"),
        AppendOnly(table="orders_linesource"),
        AppendOnly(table="orders_orderstep"),
        AppendOnly(table="orders_paymentevent"),
        AppendOnly(table="orders_journalentry"),
        AppendOnly(table="orders_sourcesplit"),
        AppendOnly(table="orders_feerule"),
        AppendOnly(table="orders_shippingrule"),
    ]
