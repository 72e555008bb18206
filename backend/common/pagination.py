"""Lists come in cursor pages of at most 50."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class Pages(CursorPagination):
    """`{next, previous, results}`; the order ends in a unique column, and none of it is null.

    DRF's cursor holds the first column and counts rows within equal values, at most a thousand.
    This one holds every column, so a page begins right after the row before it, however many
    rows share their first column.
    """

    page_size = 20
    max_page_size = 50
    page_size_query_param = "page_size"
    ordering: str | list[str] | tuple[str, ...] = "-id"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.base_url = request.build_absolute_uri()
        self.columns: tuple[str, ...] = self.get_ordering(request, queryset, view)
        cursor = self.decode_cursor(request)
        back = bool(cursor and cursor.reverse)
        order = [_turned(column) for column in self.columns] if back else list(self.columns)
        rows = queryset.order_by(*order)
        if cursor and cursor.position is not None:
            rows = self._after(rows, order, str(cursor.position))
        size = self.get_page_size(request) or self.page_size
        found = list(rows[: size + 1])
        self.page = found[:size][::-1] if back else found[:size]
        more, came_from = len(found) > size, cursor is not None
        self.has_next, self.has_previous = (came_from, more) if back else (more, came_from)
        return self.page

    def get_next_link(self) -> str | None:
        return self._link(self.page[-1], reverse=False) if self.page and self.has_next else None

    def get_previous_link(self) -> str | None:
        return self._link(self.page[0], reverse=True) if self.page and self.has_previous else None

    def _link(self, row: Any, *, reverse: bool) -> str:
        names = [column.lstrip("-") for column in self.columns]
        values = [row[name] if isinstance(row, dict) else getattr(row, name) for name in names]
        position: Any = json.dumps([str(value) for value in values])
        return self.encode_cursor(Cursor(offset=0, reverse=reverse, position=position))

    def _after(self, rows: QuerySet[Any], order: list[str], position: str) -> QuerySet[Any]:
        """The rows that follow a position; a cursor somebody has changed is not found."""
        try:
            values = [str(value) for value in json.loads(position)]
            return rows.filter(_beyond(order, values))
        except (TypeError, ValueError, RecursionError, ValidationError):
            raise NotFound(self.invalid_cursor_message) from None


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _beyond(order: list[str], position: list[str]) -> Q:
    """`(a, b, c) > position` column by column, each in its own direction."""
    beyond = Q(pk__in=[])
    for column, value in reversed(list(zip(order, position, strict=True))):
        name, way = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        beyond = Q(**{f"{name}__{way}": value}) | (Q(**{name: value}) & beyond)
    return beyond
