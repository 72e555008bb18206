"""What money and provenance rest on is append-only in the database itself."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        AppendOnly(table="ledger_transfer"),
        AppendOnly(table="ledger_entry"),
    ]
