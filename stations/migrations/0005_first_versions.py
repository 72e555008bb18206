"""Areas that were loaded before every load wrote a version get the one they stand in."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def first_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    area, version = apps.get_model("stations", "Area"), apps.get_model("stations", "AreaVersion")
    bare = area.objects.filter(versions__isnull=True).select_related("parent")
    version.objects.bulk_create(
        version(
            area=one, version=one.version, name=one.name, official_name=one.official_name,
            level=one.level, parent_code=one.parent.code if one.parent else "",
            in_force_on=one.edition_on, closed_on=one.closed_on, reason="补记首个版本",
            at=timezone.now(),
        )
        for one in bare.iterator(chunk_size=2_000)
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("stations", "0004_registry_again")]
    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
