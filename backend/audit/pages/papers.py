"""Is this printed statement or report genuine? Open to everyone, no personal data, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.audit import queries


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Kind, number, period and content mark, to be compared with the sheet in the hand."""
    paper = queries.paper_by_token(token)
    if paper is None:
        return render(request, "audit/unknown_paper.html", status=404)
    return render(request, "audit/paper.html", {"paper": paper})
