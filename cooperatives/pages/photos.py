"""Photos as files: private ones behind an address with a signature."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from backend.common import photos


@require_safe
@cache_control(private=True, max_age=3_600)
def private(request: HttpRequest, signed: str) -> FileResponse:
    """A photo for the reader who was given its address; a changed or old one is not found."""
    name = photos.signed_name(signed)
    if name is None:
        raise Http404
    return answer(name.removesuffix("_thumb"), thumb=name.endswith("_thumb"))


def answer(digest: str, *, thumb: bool) -> FileResponse:
    try:
        handle = photos.path_of(digest, thumb=thumb).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(handle, content_type="image/webp")
