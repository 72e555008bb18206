"""Reads of orders, one module per question."""
