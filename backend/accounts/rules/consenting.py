"""Versions of what a buyer agrees to. A new wording is a new version and is agreed to anew."""

from backend.common.errors import Conflict, Invalid

PRIVACY, STOCK_SMS = "privacy", "stock_sms"
CURRENT = {PRIVACY: "2026-11-01", STOCK_SMS: "2026-11-01"}


class OnlyByLeaving(Conflict):
    code, title = "only_by_leaving", "没有这项同意就不能保留账号；要撤回请注销账号"


def check_agreed(version: str) -> None:
    if not version:
        raise Invalid(fields={"agreed": "请先阅读并同意用户协议和隐私说明"})
    if version != CURRENT[PRIVACY]:
        raise Invalid(fields={"agreed": "用户协议和隐私说明已更新，请刷新页面后重新阅读"})


def check_purpose(purpose: str) -> None:
    if purpose not in CURRENT:
        raise Invalid(fields={"purpose": "没有这项同意"})
    if purpose == PRIVACY:
        raise OnlyByLeaving
