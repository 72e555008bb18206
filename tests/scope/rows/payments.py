"""Rows of money: claims, refunds, counter codes, reconciling, incidents, a county's rules."""

from tests.scope.row import Row, changed, listed, opened, unscoped

# Bills hold sums of days of the county's account, under which every cooperative sells.
OF_THE_COUNTY = "CM CA CS"
# Who sees orders and takes no money.
READERS = "CM CA CS HM AU"

ROWS: list[Row] = [
    listed("claims", lambda w: str(w.claim.uid)),
    opened("claims/<uuid:uid>", lambda w: str(w.claim.uid)),
    changed(
        "POST", "claims/<uuid:uid>/decide", lambda w: str(w.claim.uid),
        lambda w: {"verdict": "reject", "comment": "照片清楚", "digest": "0" * 64},
        not_for="CO TO PS",
    ),
    changed(
        "POST", "claims/<uuid:uid>/receive", lambda w: str(w.claim.uid),
        lambda w: {"fate": "shelf"},
    ),
    changed(
        "POST", "claims/<uuid:uid>/withdraw", lambda w: str(w.claim.uid), not_for="CA"
    ),
    changed(
        "POST", "orders/<str:number>/claims", lambda w: w.order.number,
        lambda w: {"kind": "goodwill", "lines": [{"position": 1, "quantity": 1, "amount": "1.00"}],
                   "reason": "协商退款", "photo_hash": ""},
    ),
    unscoped(
        "POST", "claim-photos",
        "a picture of nobody's until a claim names it; another's order is not found"
        " (test_a_photo_is_kept_for_those_who_may_claim)",
    ),
    listed("refunds", lambda w: str(w.refund.uid)),
    changed(
        "POST", "refunds/<uuid:uid>/retry", lambda w: str(w.refund.uid), not_for="SO CS BY AU"
    ),
    changed("POST", "orders/<str:number>/counter-codes", lambda w: w.order.number, not_for=READERS),
    opened("counter-codes/<uuid:uid>", lambda w: str(w.code.uid), not_for="HM"),
    changed(
        "POST", "counter-codes/<uuid:uid>/take-back", lambda w: str(w.code.uid), not_for=READERS
    ),
    listed("reconciliation/bills", lambda w: str(w.bill.uid), shared_by=OF_THE_COUNTY),
    listed("reconciliation/items", lambda w: str(w.difference.uid)),
    changed(
        "POST", "reconciliation/items/<uuid:uid>/resolve", lambda w: str(w.difference.uid),
        lambda w: {"resolution": "支付宝已更正"},
    ),
    unscoped("GET", "reconciliation/standing", "days and counts of the installation, no order"),
    listed("payment-incidents", lambda w: str(w.incident.uid)),
    changed(
        "POST", "payment-incidents/<uuid:uid>/take", lambda w: str(w.incident.uid),
        lambda w: {"due_on": "2026-10-01"},
    ),
    changed(
        "POST", "payment-incidents/<uuid:uid>/resolve", lambda w: str(w.incident.uid),
        lambda w: {"resolution": "支付宝已退回"},
    ),
    listed("settings", lambda w: str(w.setting.uid)),
    unscoped("GET", "settings/in-force", "rules of the installation's county, of no person"),
    unscoped(
        "POST", "settings", "the administrator drafts for the county of the installation",
        body=lambda w: {"kind": "fees", "content": {}, "effective_from": "2026-12-01T00:00:00Z"},
    ),
    changed(
        "POST", "settings/<uuid:uid>/decide", lambda w: str(w.setting.uid),
        lambda w: {"verdict": "reject", "comment": "不同意", "digest": "0" * 64},
    ),
    listed("shipments/pick-list", lambda w: w.lot.code),
    unscoped("GET", "shipments/waybill-hint", "couriers by the form of a number, of no parcel"),
    changed(
        "POST", "shipments/<uuid:uid>/adjust", lambda w: str(w.shipment.uid),
        lambda w: {"position": 1, "lot_code": w.lot.code, "fate": "shelf", "reason": "缺重",
                   "actual_g": 2_000},
    ),
    changed(
        "POST", "shipments/<uuid:uid>/give-up", lambda w: str(w.shipment.uid),
        lambda w: {"reason": "整单缺货"},
    ),
    changed(
        "POST", "shipments/<uuid:uid>/lose", lambda w: str(w.shipment.uid),
        lambda w: {"reason": "快递丢失"},
    ),
    changed(
        "POST", "shipments/<uuid:uid>/hand-over", lambda w: str(w.shipment.uid),
        lambda w: {"code": "000000"},
    ),
    unscoped(
        "POST", "shipments/ship-batch",
        "answers parcel by parcel, a foreign one as absent (test_a_batch_tells_of_each_parcel)",
        body=lambda w: {"rows": []},
    ),
]  # fmt: skip
