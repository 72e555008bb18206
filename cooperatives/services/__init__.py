"""The only writers of the cooperatives' records, one module per use case."""
