"""Reads of orders, one module per question."""

from orders.queries.invariants import broken_invariants

__all__ = ["broken_invariants"]
