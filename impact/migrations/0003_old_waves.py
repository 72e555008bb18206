"""Waves that stood before forms had stages were final: they are locked, their forms checked."""

import uuid
from typing import Any

from django.db import migrations
from django.utils import timezone


def lock(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("impact", "IncomeEntry").objects
    rows = list(entries.filter(uid__isnull=True).only("pk"))
    for row in rows:
        row.uid = uuid.uuid4()
    entries.bulk_update(rows, ["uid"], batch_size=500)
    entries.update(stage="checked")
    apps.get_model("impact", "IncomeSurvey").objects.update(
        state="locked", locked_at=timezone.now(), digest="made before digests"
    )


class Migration(migrations.Migration):
    dependencies = [("impact", "0002_waves_and_openings")]
    operations = [migrations.RunPython(lock, migrations.RunPython.noop)]
