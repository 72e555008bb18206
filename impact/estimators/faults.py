"""Why a table cannot be estimated: each refusal names the column, the rows and the remedy."""

from collections.abc import Iterable

SHOWN = 8


class TableRefused(ValueError):
    """The table as a whole is refused; `code` says why, the text where and what to mend.

    Plain Python, so that the estimators run without the rest of the product.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def some(values: Iterable[object]) -> str:
    """The first few, so that a message stays readable however many rows are wrong."""
    listed = list(values)
    text = "、".join(str(value) for value in listed[:SHOWN])
    return text if len(listed) <= SHOWN else f"{text} 等 {len(listed)} 处"
