"""What a person sees when an address is wrong or something failed; JSON below /api/."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.common.problems import problem_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    return _answer(request, 403)


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_page(request, status)
    title, help_text = SAYS[status]
    # Without a request: no context processor runs, so this page cannot fail in its turn.
    context = {"title": title, "help": help_text}
    return render(None, "error.html", context, status=status)


SAYS = {
    400: ("请求有误", "请返回上一页，检查后重试。"),
    403: ("没有权限", "当前身份不能打开此页，请重新登录，或切换身份后再试。"),
    404: ("没有找到这个页面", "地址可能有误，或内容已下架。请检查地址，或回到首页。"),
    500: ("系统出错", "问题已记录。请稍后重试；如仍不行，请联系服务站或系统管理员。"),
}
