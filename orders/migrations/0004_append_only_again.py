"""What was sold by each split so far, what each attempt gave back; then append-only again.

SQLite rebuilds a table to change it and drops its triggers with the old one.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from backend.common.append_only import AppendOnly


def fill(apps, schema_editor):
    if apps.get_model("orders", "SourceSplit").objects.exists():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "ALTER TABLE orders_sourcesplit DISABLE TRIGGER orders_sourcesplit_append_only"
            )
        split, source = (apps.get_model("orders", name) for name in ("SourceSplit", "LineSource"))
        weight = source.objects.filter(pk=OuterRef("source_id")).values("weight_g")
        split.objects.update(weight_g=Subquery(weight))
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "ALTER TABLE orders_sourcesplit ENABLE TRIGGER orders_sourcesplit_append_only"
            )
    attempt, refund = (apps.get_model("orders", name) for name in ("PaymentAttempt", "Refund"))
    asked = refund.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
    sums = Subquery(asked.annotate(total=Sum("amount_fen")).values("total"))
    attempt.objects.filter(refunds__isnull=False).update(asked_fen=Coalesce(sums, 0))


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_refunds_by_source")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AppendOnly(table="orders_linesource"),
        AppendOnly(table="orders_sourcesplit"),
        AppendOnly(table="orders_adjustment"),
        AppendOnly(table="orders_sourcechange"),
        AppendOnly(table="orders_shippingchange"),
        AppendOnly(table="orders_claimline"),
    ]
