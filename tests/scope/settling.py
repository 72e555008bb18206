"""A settlement run on the wall, with the potato household's line and its objection."""

from datetime import date, timedelta
from typing import Any

from orders.services.objecting import object_to_line
from orders.services.paying_out import prepare_payout
from orders.services.period_closing import ask_close
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import a_run, an_agreement, on_the_wall, party, posted
from tests.orders.trade import sell_from


def fill(samples: dict[str, Any], cast: Cast) -> None:
    """After the sale: one run that is posted and one that hangs on the wall."""
    sell_from(cast, "potato_household", 2, number=902, now=NOW - timedelta(days=9))
    paid_run = posted(cast, now=NOW - timedelta(days=8))
    accountant = cast.actor("accountant")
    samples["posted_settlement"] = paid_run
    samples["payout_run"] = prepare_payout(
        settlement_uid=paid_run.uid, method="cash", minutes_no="", actor=accountant, now=NOW
    )
    samples["payout"] = samples["payout_run"].payouts.get()
    samples["agreement"] = an_agreement(cast, "potato_household", 900)
    run = samples["settlement"] = on_the_wall(cast, a_run(cast))
    line = party(run, cast.potato_household).lines.filter(split__isnull=False)[0]
    samples["settlement_line"] = line
    samples["settlement_objection"] = object_to_line(
        line_uid=line.uid, reason="斤两不对", actor=cast.actor("farmer"), now=NOW
    )
    samples["period_close"] = ask_close(
        month=date(2026, 8, 1), actor=cast.actor("administrator"), now=NOW
    )
