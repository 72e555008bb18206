"""The scope table, one file per app: what each route of the API may reach."""

from tests.scope.rows import (
    backend,
    cooperatives,
    exchange,
    impact,
    orders,
    payments,
    people,
    programme,
    scoring,
    settling,
    stations,
)

ROWS = [
    *backend.ROWS,
    *exchange.ROWS,
    *stations.ROWS,
    *cooperatives.ROWS,
    *people.ROWS,
    *programme.ROWS,
    *orders.ROWS,
    *payments.ROWS,
    *settling.ROWS,
    *impact.ROWS,
    *scoring.ROWS,
]
