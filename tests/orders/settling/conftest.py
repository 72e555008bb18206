"""The local gateway for transfers: as at the cashier."""

from tests.orders.payments.conftest import clock, made_keys, till

__all__ = ["clock", "made_keys", "till"]
