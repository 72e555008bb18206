"""The first rows of policy periods and consent notices; what a county has added stays."""

from django.db import transaction

from cooperatives.models import ConsentNotice, PolicyCategory, PolicyPeriod
from cooperatives.rules import reference


@transaction.atomic
def load_reference() -> None:
    """Again changes nothing: rows are found by code and version."""
    for period in reference.PERIODS:
        row, _ = PolicyPeriod.objects.get_or_create(
            code=period.code,
            defaults={
                "name": period.name,
                "from_on": period.from_on,
                "to_on": period.to_on,
                "source": reference.SOURCE,
            },
        )
        for position, (code, name, today) in enumerate(period.categories):
            PolicyCategory.objects.get_or_create(
                period=row,
                code=code,
                defaults={"name": name, "today": today, "position": position},
            )
    for purpose, text in reference.NOTICES.items():
        ConsentNotice.objects.get_or_create(
            purpose=purpose,
            version=reference.NOTICE_VERSION,
            defaults={"text": text, "in_force_from": reference.NOTICES_FROM},
        )
