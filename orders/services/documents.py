"""What orders prints in the background, by name."""

from backend.exchange.services.kinds import Document
from orders.services.account_statements import AccountStatement
from orders.services.passbooks import Passbooks

_ALL: tuple[Document, ...] = (Passbooks(), AccountStatement())
DOCUMENTS: dict[str, Document] = {one.code: one for one in _ALL}
