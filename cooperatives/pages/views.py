"""Pages without script: the story of a lot, its certificate, labels and slips."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.common.errors import NotFound
from backend.common.money import yuan
from backend.common.permissions import actor_of
from backend.common.qr import qr_svg
from backend.common.weight import jin_text
from cooperatives import queries, rules, services
from cooperatives.models import Receipt

LABEL_SIZES = ("40x30", "60x40")


def trace_address(code: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}/t/{code}"


@require_safe
def trace(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a label's QR. A code nobody issued gets a warning, not a page."""
    clean = rules.clean_code(code)
    story = queries.lot_story(clean) if rules.check_lot_code(clean) else None
    if story is None:
        return render(request, "cooperatives/unknown_lot.html", {"code": clean[:40]}, status=404)
    if clean != code:
        return redirect("trace", clean)
    receipt = story.lot.receipt
    context = {
        "story": story,
        "receipt": receipt,
        "weight": jin_text(story.lot.received_g),
        "received_on": timezone.localdate(receipt.weighed_at),
        "expired": story.lot.expires_on < timezone.localdate(),
        "revoked": bool(story.certificate and story.certificate.revoked_at),
    }
    return render(request, "cooperatives/trace.html", context)


@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """承诺达标合格证 in the form of ministry order 4 of 2025-12-02."""
    paper = queries.certificate_by_token(token)
    if paper is None:
        return render(request, "cooperatives/unknown_certificate.html", status=404)
    receipt = paper.lot.receipt
    context = {
        "paper": paper,
        "receipt": receipt,
        "weight": jin_text(receipt.net_g),
        "qr": qr_svg(trace_address(paper.lot.code)),
        "wording": f"cooperatives/commitment_{paper.statement_version}.html",
    }
    return render(request, "cooperatives/certificate.html", context)


@require_safe
@never_cache
def label(request: HttpRequest, code: str) -> HttpResponse:
    """A lot's label for a thermal printer; it holds only the trace address (SCREENS P2)."""
    if not actor_of(request).signed_in:
        return _sign_in(request)
    size = request.GET.get("size", LABEL_SIZES[0])
    if size not in LABEL_SIZES:
        raise Http404
    try:
        lot = services.open_label(
            code=rules.clean_code(code), actor=actor_of(request), now=timezone.now()
        )
    except NotFound as error:
        raise Http404 from error
    context = {
        "lot": lot,
        "receipt": lot.receipt,
        "weight": jin_text(lot.received_g),
        "received_on": timezone.localdate(lot.receipt.weighed_at),
        "qr": qr_svg(trace_address(lot.code)),
        "sheet": f"cooperatives/label-{size}.css",
        "sizes": [other for other in LABEL_SIZES if other != size],
    }
    return render(request, "cooperatives/label.html", context)


@require_safe
@never_cache
def slip(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The household's slip of one weigh-in; the print is logged."""
    if not actor_of(request).signed_in:
        return _sign_in(request)
    try:
        receipt = services.open_slip(uid=uid, actor=actor_of(request), now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    return render(request, "cooperatives/slip.html", _slip_context(receipt))


def _slip_context(receipt: Receipt) -> dict[str, Any]:
    return {
        "receipt": receipt,
        "gross": jin_text(receipt.gross_g),
        "tare": jin_text(receipt.tare_g),
        "net": jin_text(receipt.net_g),
        "price": yuan(receipt.price_fen_per_jin),
        "amount": yuan(receipt.amount_fen),
        "purchase": receipt.mode == Receipt.Mode.PURCHASE,
        "qr": qr_svg(trace_address(receipt.lot.code)),
    }


def _sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"/shop/sign-in?{urlencode({'next': request.get_full_path()})}")
