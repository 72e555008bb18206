"""Stations learn the cooperative they are attached to."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_cooperatives(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    open_links = apps.get_model("cooperatives", "StationAttachment").objects.filter(
        valid_to__isnull=True
    )
    station = apps.get_model("stations", "Station")
    for link in open_links.select_related("cooperative"):
        station.objects.filter(pk=link.station_id).update(cooperative_ref=str(link.cooperative.uid))


class Migration(migrations.Migration):
    dependencies = [
        ("cooperatives", "0036_shelf_order"),
        ("stations", "0004_registry_again"),
    ]
    operations = [migrations.RunPython(note_cooperatives, migrations.RunPython.noop)]
