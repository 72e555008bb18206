"""Reads of the cooperatives' records."""

from cooperatives.queries.pool import PoolLot, available_packages, pool_of

__all__ = ["PoolLot", "available_packages", "pool_of"]
