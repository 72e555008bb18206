"""Photos as files: of goods on sale for anyone, all others behind an address with a signature."""

import re

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from backend.common import photos
from cooperatives import queries

DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
@cache_control(private=True, max_age=3_600)
def private(request: HttpRequest, signed: str) -> FileResponse:
    """A photo for the reader who was given its address; a changed or old one is not found."""
    name = photos.signed_name(signed)
    if name is None:
        raise Http404
    return answer(name.removesuffix("_thumb"), thumb=name.endswith("_thumb"))


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def public(request: HttpRequest, name: str) -> FileResponse:
    """A photo of goods on sale: its name is its content, so it never changes."""
    digest = name.removesuffix("_thumb")
    if not DIGEST.fullmatch(digest) or not queries.is_public_photo(digest):
        raise Http404
    return answer(digest, thumb=name.endswith("_thumb"))


def answer(digest: str, *, thumb: bool) -> FileResponse:
    try:
        handle = photos.path_of(digest, thumb=thumb).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(handle, content_type="image/webp")
