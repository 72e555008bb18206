"""What money and provenance rest on is append-only in the database itself."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0001_initial")]
    operations = [
        AppendOnly(table="cooperatives_receipt"),
        AppendOnly(table="cooperatives_listingreview"),
        AppendOnly(table="cooperatives_priceentry"),
        AppendOnly(table="cooperatives_pricelist"),
    ]
