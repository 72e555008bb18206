"""Double entry in bulk, under the keys and accounts that the services use."""

from collections.abc import Sequence
from datetime import datetime

from backend.common.zone import SHANGHAI
from backend.demo.plan import COUNTY, Plan
from backend.demo.store import Store
from backend.ledger.models import Account, Entry, Transfer
from backend.ledger.rules import Leg, check_balanced


class Books:
    """Posts transfers; every one is checked to sum to zero before it is kept."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.accounts: dict[tuple[str, str], int] = {}

    def post(
        self, *, key: str, kind: str, reference: str, at: datetime, actor_uid: str,
        legs: Sequence[Leg],
    ) -> Transfer:  # fmt: skip
        booked = check_balanced(legs)
        transfer = self.store.add(Transfer(
            uid=self.plan.uid("transfer", key), key=key, kind=kind, reference=reference,
            booked_on=at.astimezone(SHANGHAI).date(), booked_at=at, actor_uid=actor_uid,
        ))  # fmt: skip
        for leg in booked:
            self.store.add(Entry(
                transfer_id=transfer.pk, account_id=self._account(leg.kind, leg.owner_uid),
                amount_fen=leg.amount_fen,
            ))  # fmt: skip
        return transfer

    def _account(self, kind: str, owner_uid: str) -> int:
        known = self.accounts.get((kind, owner_uid))
        if known is None:
            known = self.accounts[kind, owner_uid] = self.store.add(Account(
                uid=self.plan.uid("account", f"{kind} {owner_uid}"), kind=kind,
                owner_uid=owner_uid, county_code=COUNTY,
            )).pk  # fmt: skip
        return known
