"""What a locked-out person is answered: the same problem as every refusal."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from backend.accounts.rules import LockedOut
from backend.common.problems import problem


def locked_out(request: HttpRequest, *_: Any) -> JsonResponse:
    """django-axes puts this in place of the view's own answer."""
    body = problem(
        request=request, http_status=LockedOut.status, code=LockedOut.code, title=LockedOut.title
    )
    return JsonResponse(body, status=LockedOut.status, content_type="application/problem+json")
