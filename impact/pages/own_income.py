"""A household reads what was written down of its income and says that it is so; no script."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.queries import names_of
from backend.common.errors import DomainError
from backend.common.money import yuan
from backend.common.permissions import actor_of
from cooperatives.models import Household
from impact import queries
from impact.models import IncomeEntry
from impact.services import collecting

LINES = (
    ("工资性收入", "wage_fen"),
    ("其中公益岗位工资", "welfare_wage_fen"),
    ("经营收入", "operating_revenue_fen"),
    ("其中平台销售（系统填入）", "platform_sales_fen"),
    ("其中自产自用折价", "own_consumption_fen"),
    ("经营费用", "operating_expense_fen"),
    ("生产用固定资产折旧", "depreciation_fen"),
    ("生产税", "production_tax_fen"),
    ("财产性收入", "property_fen"),
    ("其中合作社和村集体分红", "dividend_fen"),
    ("转移性收入", "transfer_received_fen"),
    ("转移性支出", "transfer_paid_fen"),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_income(request: HttpRequest) -> HttpResponse:
    """Signed out: to the sign-in page and back. Another hat: a page that says so."""
    actor = actor_of(request)
    if not actor.signed_in:
        return redirect(f"/shop/sign-in?{urlencode({'next': request.path})}")
    own = Household.objects.filter(uid__in=actor.households).first()
    if own is None or not actor.may("view", "income_form"):
        return render(request, "orders/not_a_household.html", status=403)
    return _forms_of(request, own)


def _forms_of(request: HttpRequest, household: Household) -> HttpResponse:
    """Newest first; the button confirms the version that was read."""
    said, status = "", 200
    if request.method == "POST":
        said, status = _confirm(request)
        if not said:
            return redirect("my-income")
    found = queries.forms(actor_of(request)).filter(household=household)
    told = found.exclude(stage="waiting").order_by("-survey__year", "-survey__number")
    names = names_of(entry.enumerator_uid for entry in told)
    context = {
        "household": household, "said": said,
        "forms": [_sheet(entry, names) for entry in told],
    }  # fmt: skip
    return render(request, "impact/own_income.html", context, status=status)


def _confirm(request: HttpRequest) -> tuple[str, int]:
    """What stood in the way, and how to answer; nothing when it is confirmed."""
    try:
        uid, version = UUID(request.POST.get("form", "")), int(request.POST.get("version", ""))
    except ValueError:
        return "没有找到这张调查表，请刷新后再试", 400
    actor, now = actor_of(request), timezone.now()
    try:
        collecting.confirm_income(uid=uid, version=version, actor=actor, now=now)
    except DomainError as refused:
        return f"没有确认：{refused}。请刷新后核对最新内容。", refused.status
    return "", 200


def _sheet(entry: IncomeEntry, names: dict[str, str]) -> dict[str, object]:
    return {
        "uid": entry.uid,
        "version": entry.version,
        "year": entry.survey.year,
        "stage": entry.get_stage_display(),
        "status": entry.get_status_display(),
        "persons": entry.persons,
        "enumerator": names.get(entry.enumerator_uid, ""),
        "collected_at": entry.collected_at,
        "lines": [(name, yuan(getattr(entry, field))) for name, field in LINES],
        "earned": yuan(entry.earned_fen),
        "observed": entry.status == "observed",
        "to_confirm": entry.stage == "collected" and entry.survey.state == "open",
    }
