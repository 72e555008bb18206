"""What became of a payout: booked once, whoever hears it first (DESIGN invariants 5, 10)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from backend.common.actor import Actor, system_actor
from backend.common.failpoints import failpoint
from backend.ledger.queries import transfer_by_key
from backend.ledger.rules import Leg
from backend.ledger.services import post, reverse
from cooperatives.models import SurplusDistribution, SurplusShare
from cooperatives.rules import surplus as surplus_rules
from orders.models import MerchantAccount, Payout, PayoutRun, SettlementParty, SettlementRun
from orders.rules import paying_out as rules
from orders.rules.settling import payment_move
from orders.services.payout_telling import tell_paid, tell_returned
from orders.services.settling import move as move_settlement

PAYOUTS = system_actor("payouts")


@transaction.atomic
def arrived(
    *, payout: Payout, order_id: str = "", voucher_no: str = "", actor: Actor, now: datetime
) -> bool:
    """The household has its money. False where that was known already."""
    open_one = Payout.objects.filter(pk=payout.pk, state__in=rules.MOVABLE)
    done = open_one.update(
        state=Payout.State.PAID, done_at=now, next_try_at=None, order_id=order_id,
        voucher_no=voucher_no, failure="",
    )  # fmt: skip
    if done != 1:
        return False
    run = payout.run
    post(
        key=f"payout:{payout.out_biz_no}", kind="payout", reference=str(run.uid),
        legs=[
            Leg("settled", str(payout.household.uid), -payout.amount_fen),
            Leg(*_purse(run), payout.amount_fen),
        ],
        county_code=run.area_code[:6], actor=actor, now=now,
    )  # fmt: skip
    failpoint("payout.booked")
    tell_paid(payout, now=now)
    _follow(run, actor, now)
    return True


@transaction.atomic
def failed(*, payout: Payout, why: str, actor: Actor, now: datetime) -> bool:
    """Nothing was paid: the household is due again, in a run of its own."""
    open_one = Payout.objects.filter(pk=payout.pk, state__in=rules.MOVABLE)
    done = open_one.update(
        state=Payout.State.FAILED, done_at=now, next_try_at=None, failure=why[:200] or "未说明"
    )
    if done == 1:
        _follow(payout.run, actor, now)
    return done == 1


@transaction.atomic
def returned(*, payout: Payout, why: str, actor: Actor, now: datetime) -> bool:
    """The bank sent it back, perhaps days later: the payout is reversed and due again."""
    paid = Payout.objects.filter(pk=payout.pk, state=Payout.State.PAID)
    done = paid.update(state=Payout.State.RETURNED, done_at=now, failure=why[:200] or "退票")
    if done != 1:
        return False
    key = f"payout:{payout.out_biz_no}"
    booked = transfer_by_key(key)
    if booked is not None:
        reverse(transfer=booked, reason=why or "退票", key=f"returned:{key}", actor=actor, now=now)
    tell_returned(payout, now=now)
    _follow(payout.run, actor, now)
    return True


def merchant_of(run: PayoutRun) -> MerchantAccount | None:
    """The cooperative's own account, else the county's."""
    accounts = MerchantAccount.objects.filter(gateway=settings.PAYMENTS_GATEWAY)
    own = accounts.filter(cooperative=run.cooperative_id).first()
    county = accounts.filter(cooperative__isnull=True, county_code=run.area_code[:6])
    return own or county.order_by("pk").first()


def is_other_account(payout: Payout) -> bool:
    """Whether the household's account is not the one that was approved; it gets nothing then."""
    return (payout.household.account_index or "") != payout.account_index


def _purse(run: PayoutRun) -> tuple[str, str]:
    """What the money leaves: the account at Alipay, or the cooperative's own bank and cash."""
    merchant = merchant_of(run) if run.method == PayoutRun.Method.ALIPAY else None
    return ("clearing", str(merchant.uid)) if merchant else ("bank", str(run.cooperative.uid))


def _follow(run: PayoutRun, actor: Actor, now: datetime) -> None:
    """The runs above take their state from the payouts, never alone.

    Locked first: of the last two outcomes at once each would take the other for open.
    """
    if run.settlement is None:
        _follow_surplus(run)
        return
    settlement = SettlementRun.objects.select_for_update().get(pk=run.settlement.pk)
    _all_decided(run)
    due = SettlementParty.objects.filter(run=settlement, payable_fen__gt=0)
    paid = due.filter(payouts__state=Payout.State.PAID).count()
    verb = payment_move(paid=paid, payable=due.count())
    after = {"pay": "paid", "pay_part": "partially_paid", "unpay": "posted"}[verb]
    if settlement.state not in (after, "closed"):
        move_settlement(settlement, verb, actor=actor, now=now)


def _follow_surplus(run: PayoutRun) -> None:
    """A distribution is paid once every member has its share, and posted again when one comes
    back."""
    surplus = SurplusDistribution.objects.select_for_update().get(payouts=run)
    _all_decided(run)
    due = SurplusShare.objects.filter(distribution=surplus)
    due = due.filter(Q(refund_fen__gt=0) | Q(by_account_fen__gt=0))
    paid = due.filter(payouts__state=Payout.State.PAID).count()
    after = surplus_rules.state_when_paid(paid=paid, due=due.count())
    SurplusDistribution.objects.filter(pk=surplus.pk).exclude(state=after).update(state=after)


def _all_decided(run: PayoutRun) -> None:
    if not run.payouts.exclude(state__in=rules.DECIDED).exists():
        PayoutRun.objects.filter(pk=run.pk, state__in=["approved", "sent"]).update(
            state=PayoutRun.State.RECONCILED
        )
