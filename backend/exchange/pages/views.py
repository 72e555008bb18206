"""One file for one person, ten minutes long; anybody else is told that there is nothing."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from backend.common import files
from backend.common.errors import NotFound
from backend.common.permissions import actor_of

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "webp": "image/webp",
}


class FileView(View):
    def get(self, request: HttpRequest, signed: str, **_: Any) -> HttpResponse:
        try:
            name, shown_as = files.opened(signed, user_uid=actor_of(request).user_uid)
            content = files.read(name)
        except NotFound as error:
            raise Http404 from error
        kind = TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
        answer = HttpResponse(content, content_type=kind)
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown_as)}"
        answer["Cache-Control"] = "no-store, private"
        return answer
