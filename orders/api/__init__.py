"""The API of the shop and of fulfilment."""
