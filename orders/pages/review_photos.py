"""A buyer's photo beside goods on sale, for anybody as long as its review is shown."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from backend.common import photos
from orders.queries.reviews import is_shown_photo


@require_safe
@cache_control(public=True, max_age=3_600)
def shown(request: HttpRequest, digest: str) -> FileResponse:
    """Its address stays the same; what the office hides is gone within the hour."""
    if not is_shown_photo(digest):
        raise Http404
    try:
        handle = photos.path_of(digest, thumb=True).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(handle, content_type="image/webp")
