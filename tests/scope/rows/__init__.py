"""The scope table, one file per app: what each route of the API may reach."""

from tests.scope.rows import backend, cooperatives, exchange, impact, orders, programme, stations

ROWS = [
    *backend.ROWS,
    *exchange.ROWS,
    *stations.ROWS,
    *cooperatives.ROWS,
    *programme.ROWS,
    *orders.ROWS,
    *impact.ROWS,
]
