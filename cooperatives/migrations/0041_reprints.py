"""Reprints are counted; classes of goods can be edited, each from the version that was read."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from backend.common.append_only import AppendOnly


def name_classes(apps, schema_editor):
    for klass in apps.get_model("cooperatives", "ProductClass").objects.all():
        klass.uid = uuid.uuid4()
        klass.save(update_fields=["uid"])


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0040_auditors_reveal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reprint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('paper', models.CharField(choices=[('label', '标签'), ('slip', '小票')], max_length=8)),
                ('printed_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reprints', to='cooperatives.receipt')),
            ],
            options={
                'abstract': False,
            },
        ),
        AppendOnly(table="cooperatives_reprint"),
        migrations.AddField("productclass", "uid", models.UUIDField(null=True, editable=False)),
        migrations.AddField("productclass", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "productclass", "updated_at",
            models.DateTimeField(auto_now=True, default="2026-01-01T00:00:00Z"),
            preserve_default=False,
        ),
        migrations.RunPython(name_classes, migrations.RunPython.noop),
        migrations.AlterField(
            "productclass", "uid",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
