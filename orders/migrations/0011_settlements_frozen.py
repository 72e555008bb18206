"""What is posted, and every step and correction, stays as it is (DESIGN invariant 9)."""

from django.db import migrations

from backend.common.append_only import AppendOnly, FrozenWhen

POSTED = "('posted', 'partially_paid', 'paid', 'closed')"
OF_RUN = f"(SELECT state FROM orders_settlementrun WHERE id = OLD.run_id) IN {POSTED}"
OF_PARTY = (
    "(SELECT r.state FROM orders_settlementrun r JOIN orders_settlementparty p ON p.run_id = r.id "
    f"WHERE p.id = OLD.party_id) IN {POSTED}"
)


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_settlement_runs")]
    operations = [
        AppendOnly(table="orders_settlementstep"),
        AppendOnly(table="orders_settlementcorrection"),
        FrozenWhen(table="orders_settlementparty", condition=OF_RUN),
        FrozenWhen(table="orders_settlementline", condition=OF_PARTY),
    ]
