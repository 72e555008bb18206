"""Fee rules stay append-only after their table was rebuilt; so do line sources."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_narrower_fee_rules")]
    operations = [
        AppendOnly(table="orders_feerule"),
        AppendOnly(table="orders_linesource"),
    ]
