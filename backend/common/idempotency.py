"""`Idempotency-Key` on every unsafe call of the API (DESIGN section 6).

Same key and body: the same answer, also after a lost reply. Same key, other body: 422. Still
running: 409. A key whose first call died is free again after a minute; the services' own unique
keys make the second run harmless.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from backend.common.models import IdempotencyKey
from backend.common.problems import problem

KEEP = timedelta(days=30)
DEAD_AFTER = timedelta(seconds=60)
SAFE = {"GET", "HEAD", "OPTIONS"}
# Signing in and out, and asking a price, change no record that could be doubled; a photo is kept
# under the hash of its bytes.
FREE = (
    "/api/v1/session", "/api/v1/sign-up", "/api/v1/orders/quote", "/api/v1/photos",
    "/api/v1/claim-photos", "/api/v1/settings/fees/preview",
)  # fmt: skip


class IdempotencyMiddleware:
    """Stands behind the actor middleware: keys belong to the person or the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _applies(request):
            return self.get_response(request)
        key = request.headers.get("Idempotency-Key", "")
        if not 8 <= len(key) <= 80:
            return _refuse(request, 400, "idempotency_key_required", "缺少 Idempotency-Key 请求头")
        digest = sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
        row, claimed = _claim(_owner(request), key, digest)
        if not claimed:
            return _repeat(request, row, digest)
        response = self.get_response(request)
        _remember(row, response)
        return response


def _applies(request: HttpRequest) -> bool:
    path = request.path
    return request.method not in SAFE and path.startswith("/api/v1/") and not path.startswith(FREE)


def _owner(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    if actor is not None and actor.user_uid:
        return f"{actor.user_uid}:{actor.hat}"
    return f"session:{request.session.session_key or 'none'}"


def forget_old(*, now: datetime) -> int:
    """Keys are kept for 30 days; the sweeper calls this."""
    return IdempotencyKey.objects.filter(claimed_at__lt=now - KEEP).delete()[0]


def _claim(owner: str, key: str, digest: str) -> tuple[IdempotencyKey, bool]:
    now = timezone.now()
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(owner=owner, key=key, digest=digest, claimed_at=now)
        return row, True
    except IntegrityError:
        row = IdempotencyKey.objects.get(owner=owner, key=key)
    dead = IdempotencyKey.objects.filter(
        pk=row.pk, digest=digest, state="in_flight", claimed_at__lt=now - DEAD_AFTER
    )
    return row, bool(dead.update(claimed_at=now))


def _repeat(request: HttpRequest, row: IdempotencyKey, digest: str) -> HttpResponse:
    if row.digest != digest:
        return _refuse(
            request,
            422,
            "idempotency_key_reused",
            "上一次提交已经收到，这一次内容不同，没有再记一次；请刷新核对后再改",
        )
    if row.state == IdempotencyKey.State.IN_FLIGHT:
        return _refuse(request, 409, "in_flight", "上一次提交仍在处理，请稍候")
    answer = HttpResponse(row.body, status=row.status, content_type=row.content_type)
    answer["Idempotent-Replayed"] = "true"
    return answer


def _remember(row: IdempotencyKey, response: HttpResponse) -> None:
    """A server error is forgotten: the next try may succeed. So is what must not be kept."""
    secret = "no-store" in response.get("Cache-Control", "")
    if response.status_code >= 500 or response.streaming or secret:
        row.delete()
        return
    IdempotencyKey.objects.filter(pk=row.pk).update(
        state=IdempotencyKey.State.DONE,
        status=response.status_code,
        body=response.content.decode(),
        content_type=response.get("Content-Type", "application/json"),
    )


def _refuse(request: HttpRequest, status: int, code: str, title: str) -> JsonResponse:
    return JsonResponse(
        problem(request=request, http_status=status, code=code, title=title),
        status=status,
        content_type="application/problem+json",
    )
