"""What money and provenance rest on is append-only in the database itself."""

from django.db import migrations

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        AppendOnly(table="audit_auditevent"),
        AppendOnly(table="audit_auditlink"),
        AppendOnly(table="audit_accessevent"),
    ]
