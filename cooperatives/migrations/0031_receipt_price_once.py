"""A receipt stays as it was weighed; only a missing price is set, once."""

from django.db import migrations

from backend.common.append_only import AppendOnly, SetOnce


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0030_receipts_from_devices")]
    operations = [
        SetOnce(
            table="cooperatives_receipt",
            while_null="price_entry_id",
            columns=("price_fen_per_jin", "amount_fen"),
        ),
        AppendOnly(table="cooperatives_receiptphoto"),
    ]
