"""A settlement run on the wall, with the potato household's line and its objection."""

from typing import Any

from orders.services.objecting import object_to_line
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import a_run, an_agreement, on_the_wall, party


def fill(samples: dict[str, Any], cast: Cast) -> None:
    """After the sale."""
    samples["agreement"] = an_agreement(cast, "potato_household", 900)
    run = samples["settlement"] = on_the_wall(cast, a_run(cast))
    line = party(run, cast.potato_household).lines.filter(split__isnull=False)[0]
    samples["settlement_line"] = line
    samples["settlement_objection"] = object_to_line(
        line_uid=line.uid, reason="斤两不对", actor=cast.actor("farmer"), now=NOW
    )
