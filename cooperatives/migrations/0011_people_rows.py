"""Heads become members with their identity numbers sealed anew; periods, categories, notices."""

import uuid
from datetime import date

from django.db import migrations
from django.utils import timezone

from backend.common.sealed import blind_index
from cooperatives.rules import reference

def move_heads(apps, schema_editor):
    Household = apps.get_model("cooperatives", "Household")
    Member = apps.get_model("cooperatives", "HouseholdMember")
    for household in Household.objects.order_by("pk").iterator(chunk_size=2_000):
        phone = household.phone.open() if household.phone else ""
        changes = {"phone_index": blind_index(phone) if phone else ""}
        Household.objects.filter(pk=household.pk).update(**changes)
        member = Member(
            uid=uuid.uuid4(), household=household, name=household.head_name, relation="head",
            joined_on=date(2020, 1, 1), labour="ordinary",
        )
        if household.identity:
            member.identity = household.identity.open()
            member.identity_index = household.identity_index
        member.save()


def name_memberships(apps, schema_editor):
    Membership = apps.get_model("cooperatives", "Membership")
    for pk in Membership.objects.filter(uid__isnull=True).values_list("pk", flat=True):
        Membership.objects.filter(pk=pk).update(uid=uuid.uuid4())
    # SQLite fills an added column with one default for all rows.
    seen = set()
    for pk, uid in Membership.objects.values_list("pk", "uid"):
        if uid in seen:
            Membership.objects.filter(pk=pk).update(uid=uuid.uuid4())
        seen.add(uid)


def load_reference(apps, schema_editor):
    Period = apps.get_model("cooperatives", "PolicyPeriod")
    Category = apps.get_model("cooperatives", "PolicyCategory")
    Notice = apps.get_model("cooperatives", "ConsentNotice")
    for period in reference.PERIODS:
        row = Period.objects.create(
            code=period.code, name=period.name, from_on=period.from_on, to_on=period.to_on,
            source=reference.SOURCE,
        )
        for position, (code, name, today) in enumerate(period.categories):
            Category.objects.create(
                period=row, code=code, name=name, today=today, position=position
            )
    for purpose, text in reference.NOTICES.items():
        Notice.objects.create(
            purpose=purpose, version=reference.NOTICE_VERSION, text=text,
            in_force_from=reference.NOTICES_FROM,
        )


def date_categories(apps, schema_editor):
    """What stands on a household counts from the running period on."""
    Household = apps.get_model("cooperatives", "Household")
    Row = apps.get_model("cooperatives", "HouseholdCategory")
    Category = apps.get_model("cooperatives", "PolicyCategory")
    running = {row.today: row for row in Category.objects.filter(period__code="2026-")}
    for household in Household.objects.order_by("pk").iterator(chunk_size=2_000):
        Row.objects.create(
            uid=uuid.uuid4(), household=household, category=running[household.category],
            valid_from=date(2026, 1, 1), reason="启用类别记录时转入", made_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0010_people")]
    operations = [
        migrations.RunPython(move_heads, migrations.RunPython.noop),
        migrations.RunPython(name_memberships, migrations.RunPython.noop),
        migrations.RunPython(load_reference, migrations.RunPython.noop),
        migrations.RunPython(date_categories, migrations.RunPython.noop),
    ]
