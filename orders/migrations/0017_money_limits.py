import django.db.models.deletion
import uuid
from django.db import migrations, models

from backend.common.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0043_confirmed_returns'),
        ('orders', '0016_order_lines_append_only'),
    ]

    operations = [
        migrations.AlterField(
            model_name='settingproposal',
            name='kind',
            field=models.CharField(choices=[('fees', '收费规则'), ('shipping', '运费规则'), ('limits', '审批限额'), ('merchant', '收款账户')], max_length=10),
        ),
        migrations.CreateModel(
            name='MoneyLimits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('county_code', models.CharField(max_length=6)),
                ('number', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
                ('effective_from', models.DateTimeField()),
                ('refund_supervisor_from_fen', models.BigIntegerField()),
                ('supervisor_from_fen', models.BigIntegerField()),
                ('minutes_from_fen', models.BigIntegerField()),
                ('daily_cap_fen', models.BigIntegerField()),
                ('township_from_fen', models.BigIntegerField()),
                ('township_variance_bp', models.PositiveIntegerField()),
                ('cap_bp', models.PositiveIntegerField()),
                ('floor_fen', models.BigIntegerField()),
                ('cooperative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cooperatives.cooperative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county_code', 'number'), name='money_limits_once'), models.CheckConstraint(condition=models.Q(('cap_bp__lte', 5000)), name='limits_leave_a_household_half_of_its_gross'), models.CheckConstraint(condition=models.Q(('minutes_from_fen__gte', models.F('supervisor_from_fen'))), name='limits_ask_more_people_for_more_money')],
            },
        ),
        AppendOnly(table="orders_moneylimits"),
    ]
