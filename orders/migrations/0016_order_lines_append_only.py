"""Order lines stay append-only: on SQLite the migration before this one rebuilt their table."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("orders", "0015_confirmed_returns")]
    operations = [AppendOnly(table="orders_orderline")]
