"""What the invariants rest on (DESIGN 4), how each guard is taken away, and who must notice."""

from tests.mutations.removal import Code, Guard, constraint, index, trigger

STOCK, WALLS = "tests/cooperatives/test_stock.py", "tests/orders/test_last_walls.py"
LEDGER, NOTIFY = "tests/backend/ledger/test_posting.py", "tests/orders/payments/test_notify.py"
DECIDING = "tests/backend/approvals/test_deciding.py"
RUNS, SETTLE_RACES = "tests/orders/settling/test_runs.py", "tests/orders/settling/test_races.py"
SHEETS = "tests/impact/appraisal/test_checking.py"
CLOSING = "tests/orders/settling/test_period_close.py"
IDEMPOTENCY = "tests/backend/common/test_idempotency.py"

GUARDS = (
    # 1. No oversell
    Guard(
        "a lot gives no more than it has",
        Code("cooperatives/services/stock.py", " AND {source} >= taken.grams", ""),
        (STOCK,),
    ),
    Guard(
        "no weight of a lot falls below zero",
        constraint("cooperatives_lot", "lot_no_weight_below_zero"),
        (WALLS,),
    ),
    Guard(
        "every gram of a lot is somewhere",
        constraint("cooperatives_lot", "lot_every_gram_is_somewhere"),
        (WALLS,),
    ),
    # 2. Sources are frozen at the sale
    Guard(
        "the source of a line is never written over",
        trigger("orders_linesource", "orders_linesource_append_only"),
        (WALLS,),
    ),
    Guard(
        "a line is its price times its quantity",
        constraint("orders_orderline", "line_adds_up"),
        (WALLS,),
    ),
    # 3. Money is conserved
    Guard(
        "a transfer sums to zero",
        Code(
            "backend/ledger/rules.py",
            "if total := sum(leg.amount_fen for leg in booked):",
            "if total := 0:",
        ),
        (LEDGER,),
    ),
    Guard(
        "the database refuses a transfer that does not",
        trigger("ledger_entry", "ledger_entry_balanced"),
        (LEDGER,),
    ),
    Guard(
        "an entry is never changed", trigger("ledger_entry", "ledger_entry_append_only"), (LEDGER,)
    ),
    # 4. A split sums to the whole
    Guard(
        "the units left over are handed out",
        Code("backend/common/money.py", "parts[i] += 1", "parts[i] += 0"),
        ("tests/backend/test_money.py",),
    ),
    Guard(
        "fees take no more than a share has",
        Code("orders/rules/waterfall.py", "part = min(want, left)", "part = want"),
        ("tests/orders/rules",),
    ),
    Guard(
        "the parts of a split are its share",
        constraint("orders_sourcesplit", "split_parts_sum_to_the_share"),
        (WALLS,),
    ),
    # 5. Each thing happens once
    Guard(
        "an Idempotency-Key is claimed once",
        constraint("common_idempotencykey", "idempotency_key_once"),
        (IDEMPOTENCY,),
    ),
    Guard(
        "a key stands for one body",
        Code("backend/common/idempotency.py", "if row.digest != digest:", "if False:"),
        (IDEMPOTENCY,),
    ),
    Guard(
        "an order is placed once a key",
        constraint("orders_order", "order_placed_once"),
        (WALLS,),
    ),
    Guard(
        "a notify is stored once",
        constraint("orders_paymentevent", "orders_paymentevent_dedupe_key_key"),
        ("tests/orders/payments/test_races.py",),
    ),
    Guard(
        "a trade of the provider pays one attempt",
        constraint("orders_paymentattempt", "orders_paymentattempt_trade_no_key"),
        (WALLS,),
    ),
    Guard(
        "a refund has one number",
        constraint("orders_refund", "orders_refund_out_request_no_key"),
        (WALLS,),
    ),
    Guard(
        "a movement is booked once a key",
        constraint("ledger_transfer", "ledger_transfer_key_key"),
        (WALLS,),
    ),
    Guard(
        "a transfer is reversed once",
        constraint("ledger_transfer", "ledger_transfer_reverses_id_key"),
        (LEDGER,),
    ),
    Guard("a source is split once", index("split_once"), (WALLS,)),
    Guard("a refund takes a split back once", index("split_reversed_once_per_refund"), (WALLS,)),
    Guard(
        "a receipt is uploaded once",
        constraint("cooperatives_receipt", "cooperatives_receipt_uid_key"),
        (WALLS,),
    ),
    # 7. A wrong fact under a good signature never pays
    Guard(
        "a notify is signed by the provider",
        Code("orders/gateways/notify.py", "if not ring.verify(", "if False and ring.verify("),
        (NOTIFY,),
    ),
    Guard(
        "the amount is the attempt's",
        Code("orders/rules/payment.py", "if amount_fen != expected.amount_fen:", "if False:"),
        (NOTIFY,),
    ),
    Guard(
        "the seller is ours",
        Code("orders/rules/payment.py", "if seller_id != expected.seller_id:", "if False:"),
        (NOTIFY,),
    ),
    Guard(
        "the app is ours",
        Code("orders/rules/payment.py", "if app_id != expected.app_id:", "if False:"),
        (NOTIFY,),
    ),
    # 8. Refunds
    Guard(
        "refunds stay within what was paid",
        Code(
            "orders/services/refunding.py",
            'pk=attempt.pk, asked_fen__lte=F("amount_fen") - amount_fen)',
            "pk=attempt.pk)",
        ),
        ("tests/orders/payments/test_partial_refunds.py",),
    ),
    Guard(
        "the database holds them there",
        constraint("orders_paymentattempt", "refunds_within_the_capture"),
        (WALLS,),
    ),
    # 9. Settlement and signatures
    Guard(
        "the maker does not decide",
        Code("backend/approvals/rules.py", "if is_maker:", "if False:"),
        (DECIDING,),
    ),
    Guard(
        "the database refuses the maker's word",
        constraint("approvals_approvaldecision", "maker_never_decides"),
        (DECIDING,),
    ),
    Guard(
        "one word a person",
        constraint("approvals_approvaldecision", "one_decision_per_person"),
        (DECIDING,),
    ),
    Guard(
        "a changed content voids the word",
        Code("backend/approvals/services.py", "if request.digest != content_digest:", "if False:"),
        (DECIDING,),
    ),
    Guard(
        "a receipt is voided by a second person",
        constraint("cooperatives_receiptvoid", "void_by_a_second_person"),
        ("tests/cooperatives/test_voiding.py",),
    ),
    Guard(
        "a second person ends a finding",
        constraint("impact_tradefinding", "finding_decided_by_a_second_person"),
        ("tests/impact/test_trade_verdicts.py",),
    ),
    Guard(
        "who reviews a score sheet never locks it",
        constraint("impact_scoresheet", "reviewer_never_locks_a_sheet"),
        (SHEETS,),
    ),
    Guard(
        "who filled in a line never checks it",
        trigger("impact_scoresheet", "filler_never_checks"),
        (SHEETS,),
    ),
    Guard(
        "a locked score sheet stands",
        trigger("impact_scoresheet", "impact_scoresheet_frozen"),
        (SHEETS,),
    ),
    Guard(
        "who answers for a problem never strikes it off",
        constraint("programme_issue", "issue_never_closed_by_its_owner"),
        ("tests/programme/test_issues.py",),
    ),
    Guard("a sale is settled once", index("split_settled_once"), (WALLS,)),
    Guard("a cooperative has one open run", index("one_open_settlement"), (RUNS, SETTLE_RACES)),
    Guard(
        "a posted line is kept",
        trigger("orders_settlementline", "orders_settlementline_frozen"),
        (RUNS,),
    ),
    # 13. Closed months do not move
    Guard(
        "nothing is dated into a closed month",
        trigger("ledger_entry", "ledger_entry_period_open"),
        (CLOSING,),
    ),
    Guard(
        "a close stays as it was confirmed",
        trigger("ledger_periodclose", "ledger_periodclose_frozen"),
        (CLOSING,),
    ),
    Guard(
        "the close of a month names the rows it closed",
        Code("backend/ledger/services.py", "or close.rows_digest != rows.digest", ""),
        (CLOSING,),
    ),
    # 11. Scope
    Guard(
        "a range of areas is the actor's own",
        Code("stations/models/area.py", "reach = Q(pk__in=[])", "return Q()"),
        ("tests/stations/test_branches_api.py",),
    ),
    Guard(
        "a buyer reads its own orders",
        Code("orders/models/order.py", "Q(buyer__uid=actor.user_uid)", "Q(pk__gt=0)"),
        ("tests/orders/test_orders_api.py",),
    ),
    Guard(
        "a cell of few households is closed",
        Code("impact/rules/cells.py", "if few(count)", "if False"),
        ("tests/impact/test_cells.py",),
    ),
    Guard(
        "a closed cell closes the one that would tell",
        Code("impact/rules/cells.py", "len(hidden) < 2 or sum(hidden) < SMALLEST_SHOWN", "False"),
        ("tests/impact/test_cells.py",),
    ),
    Guard(
        "no total holds sales under review",
        Code(
            "impact/queries/books.py",
            "splits.filter(~under_finding(states.UNDER_REVIEW, states.CONFIRMED))",
            "splits",
        ),
        ("tests/impact/test_trades.py",),
    ),
    # 12. Sealed values and traces
    Guard(
        "a sealed value opens in its own place alone",
        Code("backend/common/sealed.py", "self._bound_to.encode()", 'b""'),
        ("tests/backend/common/test_sealed.py",),
    ),
    Guard(
        "opening one asks for the second factor",
        Code("backend/common/actor.py", "raise StepUpRequired", "return"),
        ("tests/backend/accounts/test_step_up.py", "tests/backend/common/test_sealed.py"),
    ),
    Guard(
        "an audit event is never changed",
        trigger("audit_auditevent", "audit_auditevent_append_only"),
        ("tests/backend/audit/test_chain.py",),
    ),
    Guard(
        "whoever looked stays written down",
        trigger("audit_accessevent", "audit_accessevent_append_only"),
        ("tests/backend/audit/test_chain.py",),
    ),
)
