"""Rows that stay as they are; a responsibility ends once, a proof is named once."""

from django.db import migrations

from backend.common.append_only import AppendOnly, SetOnce

TABLES = ("rectification", "issuemove", "escalation", "lookback", "responsibility", "evidence")


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_issues")]
    operations = [
        *(AppendOnly(f"programme_{table}") for table in TABLES),
        SetOnce("programme_responsibility", while_null="ended_at", columns=()),
        SetOnce("programme_evidence", while_null="rectification_id", columns=()),
    ]
