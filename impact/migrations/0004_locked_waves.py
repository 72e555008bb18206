"""Forms get their own key; what was locked or told at a revisit stays as it is."""

import uuid

from django.db import migrations, models

from backend.common.append_only import AppendOnly, FrozenWhen


class Migration(migrations.Migration):
    dependencies = [("impact", "0003_old_waves")]
    operations = [
        migrations.AlterField(
            model_name="incomeentry",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        AppendOnly(table="impact_formrevisit"),
        FrozenWhen(table="impact_incomesurvey", condition="OLD.state = 'locked'"),
        FrozenWhen(
            table="impact_incomeentry",
            condition="EXISTS (SELECT 1 FROM impact_incomesurvey s "
            "WHERE s.id = OLD.survey_id AND s.state = 'locked')",
        ),
    ]
