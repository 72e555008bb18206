"""What money and provenance rest on is append-only in the database itself."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [
        AppendOnly(table="approvals_approvaldecision"),
    ]
