"""Routes that were opened before they had a row. The list may only become shorter.

Each app adds rows for its own and takes them off here.
"""

OWED: frozenset[str] = frozenset()
