"""No door is opened without saying how far it reaches; `tests/scope` then tries it."""

from tests.scope.routes import VIEWS
from tests.scope.rows import ROWS


def test_every_route_has_a_row() -> None:
    named = [row.name for row in ROWS]
    assert sorted(set(VIEWS) - set(named)) == [], "routes without a row in tests/scope/rows"
    assert sorted(set(named) - set(VIEWS)) == [], "rows without a route"
    assert len(named) == len(set(named))


def test_a_row_without_scope_says_why() -> None:
    silent = [row.name for row in ROWS if row.kind in ("unscoped", "personal") and not row.because]
    assert silent == []
