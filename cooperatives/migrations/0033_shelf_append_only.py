"""Voids, moves, counts and closes are said once."""

from django.db import migrations

from backend.common.append_only import AppendOnly

TABLES = (
    "voidrequest", "receiptvoid", "stockmove", "stockcount", "stockcountline", "dayclose",
)


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0032_shelf")]
    operations = [AppendOnly(table=f"cooperatives_{name}") for name in TABLES]
