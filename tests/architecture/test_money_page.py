"""docs/how/money.md is the chart of accounts: it lists what the code has, and nothing else."""

import re

from backend.ledger.models import Account
from tests.architecture.test_size import ROOT

PAGE = (ROOT / "docs" / "how" / "money.md").read_text()
CHART = PAGE.partition("**Accounts.**")[2].partition("**Transfers.**")[0]


def test_the_chart_lists_every_kind_of_account() -> None:
    rows = [line.split("|")[1] for line in CHART.splitlines() if line.startswith("| `")]
    listed = {kind for row in rows for kind in re.findall(r"`(\w+)`", row)}
    assert listed == set(Account.Kind.values)
