"""Every error leaves the API as problem+json (RFC 9457) with a Chinese title."""

from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from backend.common.errors import DomainError

log = structlog.get_logger()
TITLES = {
    400: ("bad_request", "请求有误"),
    401: ("not_signed_in", "请先登录"),
    403: ("forbidden", "没有权限"),
    404: ("not_found", "没有找到"),
    405: ("method_not_allowed", "不支持此操作"),
    409: ("conflict", "内容已被他人修改，请刷新后再试"),
    415: ("unsupported_media_type", "请以 JSON 提交"),
    422: ("invalid", "填写有误，请按提示修改"),
    429: ("too_many_requests", "操作过于频繁，请稍后再试"),
    500: ("server_error", "系统出错，已记录，请稍后重试"),
}


def problem(
    *,
    request: Any,
    http_status: int,
    code: str = "",
    title: str = "",
    detail: str = "",
    fields: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The body of an error: `{type, title, status, code, detail, fields, request_id}`."""
    known_code, known_title = TITLES.get(http_status, ("error", HTTPStatus(http_status).phrase))
    return {
        "type": "about:blank",
        "title": title or known_title,
        "status": http_status,
        "code": code or known_code,
        "detail": detail,
        "fields": fields or {},
        "request_id": str(structlog.contextvars.get_contextvars().get("request_id", "")),
    }


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    request = context.get("request")
    if isinstance(error, DomainError):
        body = problem(
            request=request,
            http_status=error.status,
            code=error.code,
            title=error.title,
            detail=error.detail,
            fields=error.fields,
        )
    elif isinstance(error, exceptions.ValidationError):
        body = problem(request=request, http_status=422, fields=flat_errors(error.detail))
    elif isinstance(error, exceptions.APIException):
        body = _api_problem(error, request)
    elif isinstance(error, Http404):
        body = problem(request=request, http_status=404)
    elif isinstance(error, PermissionDenied):
        body = problem(request=request, http_status=403)
    elif isinstance(error, IntegrityError):
        # Two clients met on a unique key: the second learns that it was done already.
        log.warning("integrity_error", reason=type(error).__name__)
        body = problem(request=request, http_status=409)
    else:
        return None
    return Response(body, status=body["status"], content_type="application/problem+json")


def _api_problem(error: exceptions.APIException, request: Any) -> dict[str, Any]:
    http_status = error.status_code
    signed_in = bool(getattr(getattr(request, "actor", None), "signed_in", False))
    if isinstance(error, exceptions.PermissionDenied) and not signed_in:
        http_status = status.HTTP_401_UNAUTHORIZED
    detail = str(error.detail) if isinstance(error, exceptions.PermissionDenied) else ""
    return problem(request=request, http_status=http_status, detail=detail)


def flat_errors(detail: Any, prefix: str = "") -> dict[str, str]:
    """DRF's nested errors as one level: `lines.0.quantity` -> text."""
    if isinstance(detail, dict):
        pairs = [(f"{prefix}{key}", value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        pairs = [(f"{prefix}{i}", value) for i, value in enumerate(detail)]
    else:
        text = "；".join(str(item) for item in detail) if isinstance(detail, list) else str(detail)
        return {prefix.rstrip(".") or "form": text}
    flat: dict[str, str] = {}
    for key, value in pairs:
        flat |= flat_errors(value, f"{key}.")
    return flat


def problem_page(request: HttpRequest, http_status: int) -> JsonResponse:
    """For errors outside DRF below /api/."""
    return JsonResponse(
        problem(request=request, http_status=http_status),
        status=http_status,
        content_type="application/problem+json",
    )
