"""The months of the books that are closed: up to the end of the year before last, and January."""

from datetime import date, timedelta

from backend.accounts.models import User
from backend.demo.plan import COUNTY, Plan, local
from backend.ledger import services as ledger
from backend.ledger.models import PeriodClose


def close_months(plan: Plan, users: dict[str, User]) -> None:
    """Asked by the administrator, confirmed by the official, by the product's own rules."""
    year = plan.as_of.year - 1
    for to_on in (date(year - 1, 12, 31), date(year, 1, 31)):
        asked_at = local(to_on + timedelta(days=3), 9)
        close = ledger.draw_up_close(
            county_code=COUNTY, to_on=to_on, by=users["demo-sa"], now=asked_at
        )
        # The same seed makes the same rows; a confirmed close is never changed any more.
        named = plan.uid("period_close", to_on.isoformat())
        PeriodClose.objects.filter(pk=close.pk).update(uid=named)
        close.refresh_from_db()
        ledger.confirm_close(close=close, by=users["demo-co"], now=asked_at + timedelta(hours=2))
