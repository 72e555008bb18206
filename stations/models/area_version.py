"""Each state an area was registered in: what a name was on any day stays answerable."""

from django.db import models

from stations.models.area import Area


class AreaVersion(models.Model):
    """Append-only. `in_force_on` is the edition or the day from which this version counts."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    official_name = models.CharField(max_length=60)
    level = models.CharField(max_length=10)
    parent_code = models.CharField(max_length=12, default="")
    in_force_on = models.DateField()
    closed_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, default="")
    change_uid = models.CharField(max_length=36, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="area_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} v{self.version}"
