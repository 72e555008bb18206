"""How many packages of a listing were sold, kept beside it for lists."""

from django.db import connection

from orders.models import Order

# Locked in key order, so two orders of the same goods wait for each other and never crosswise.
_COUNT = """
UPDATE cooperatives_listing SET sold_packages = sold_packages + %s * bought.packages
FROM (
    SELECT listing_id, SUM(quantity) AS packages FROM orders_orderline
    WHERE order_id = %s GROUP BY listing_id
) AS bought
WHERE cooperatives_listing.id = bought.listing_id AND cooperatives_listing.id IN (
    SELECT id FROM cooperatives_listing
    WHERE id IN (SELECT listing_id FROM orders_orderline WHERE order_id = %s)
    ORDER BY id {lock}
)
"""


def count_packages(*, order: Order, sign: int) -> None:
    """One statement for all listings of the order; +1 when it is paid, -1 when given back.

    Called where the hold has just changed hands, so each order counts once.
    """
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(lock=lock), [sign, order.pk, order.pk])
