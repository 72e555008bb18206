"""A plan for the Dongxia cooperative's last year, drawn up and not yet sent on."""

from datetime import UTC, date, datetime
from typing import Any

from cooperatives.models import MemberAccountEntry, Membership
from cooperatives.rules.surplus import Plan
from orders.services.surplus import draw_up
from tests.cast import NOW, Cast


def fill(samples: dict[str, Any], cast: Cast) -> None:
    MemberAccountEntry.objects.create(
        membership=Membership.objects.get(number="M001"), kind="capital", amount_fen=500_000,
        booked_on=date(2025, 1, 1), reason="期初", made_by=cast.users["accountant"],
        made_at=datetime(2025, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    samples["surplus"] = draw_up(
        cooperative=cast.cooperative, year=2025, plan=Plan(1_000_000, 0, 1_000, 6_000, 0),
        subsidies_as_booked=True, actor=cast.actor("accountant"), now=NOW,
    )  # fmt: skip
