"""What the doors of batches, cases and files share: pages, and the words of one document."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.pagination import Pages
from backend.exchange import queries

Shape = type[serializers.Serializer[Any]]


def context_of(request: Request, documents: Sequence[Any], object_kind: str) -> dict[str, Any]:
    """Jobs and approvals of a page of documents, in one statement each."""
    uids = [str(document.uid) for document in documents]
    jobs = [getattr(document, "job_uid", "") for document in documents]
    return {
        "request": request,
        "jobs": queries.jobs_for(jobs),
        "requests": queries.requests_for(object_kind, uids),
        "waiting": queries.waiting_rows([document.pk for document in documents])
        if object_kind == "import_batch"
        else {},
    }


def one(
    request: Request, document: Any, shape: Shape, object_kind: str, status: int = 200
) -> Response:
    context = context_of(request, [document], object_kind)
    return Response(shape(document, context=context).data, status=status)


class DocumentsView(APIView):
    """Cursor pages, newest first."""

    def pages(self, found: QuerySet[Any], shape: Shape, object_kind: str) -> Response:
        pages = Pages()
        rows = pages.paginate_queryset(found, self.request) or []
        context = context_of(self.request, rows, object_kind)
        return pages.get_paginated_response(shape(rows, many=True, context=context).data)
