"""The household keeps no identity number; what people have said and booked is append-only."""

import uuid

from django.db import migrations, models

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0011_people_rows")]
    operations = [
        migrations.RemoveField(model_name="household", name="identity"),
        migrations.RemoveField(model_name="household", name="identity_index"),
        migrations.AlterField(
            model_name="membership",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        AppendOnly(table="cooperatives_consent"),
        AppendOnly(table="cooperatives_memberaccountentry"),
    ]
