"""A closed month stays: its close is frozen, and no entry is dated into it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from backend.common.append_only import FrozenWhen, RefusedWhen

INTO_A_CLOSED_PERIOD = (
    "EXISTS (SELECT 1 FROM ledger_periodclose c "
    "JOIN ledger_account a ON a.county_code = c.county_code "
    "JOIN ledger_transfer t ON t.booked_on <= c.to_on "
    "WHERE c.state = 'closed' AND a.id = NEW.account_id AND t.id = NEW.transfer_id)"
)

class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_surplus'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('county_code', models.CharField(max_length=6)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('transfers', models.PositiveIntegerField()),
                ('entries', models.PositiveIntegerField()),
                ('turnover_fen', models.BigIntegerField()),
                ('rows_digest', models.CharField(max_length=64)),
                ('previous_hash', models.CharField(default='', max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('asked', '待确认'), ('closed', '已结账'), ('refused', '未同意')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(default='', max_length=400)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('county_code', 'to_on'), name='period_closed_once'), models.UniqueConstraint(condition=models.Q(('state', 'closed')), fields=('county_code', 'previous_hash'), name='one_close_after_another'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('county_code',), name='one_close_asked_for'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('closed_by__isnull', False), models.Q(('closed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='period_closed_by_a_second_person'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='period_has_days')],
            },
        ),
        FrozenWhen(table="ledger_periodclose", condition="OLD.state <> 'asked'"),
        RefusedWhen(
            "ledger_entry", "ledger_entry_period_open", verb="INSERT",
            condition=INTO_A_CLOSED_PERIOD,
        ),
    ]
