"""Lists come in cursor pages of at most 50."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """`{next, previous, results}`; the order must end in a unique column."""

    page_size = 20
    max_page_size = 50
    page_size_query_param = "page_size"
    ordering = "-id"
