"""Who writes orders: one module per use case."""
