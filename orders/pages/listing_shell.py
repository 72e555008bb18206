"""A listing's address as link previews and search engines read it: words in the built page."""

import json
import re
from html import escape
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backend.common.money import yuan
from backend.common.shell import shell
from backend.common.weight import jin_text
from cooperatives.rules import price_per_jin_fen
from orders.queries import catalogue
from orders.rules.card import PHOTOS, card_picture, township_of

TITLE = re.compile(r"<title>.*?</title>")
plain = shell("shop")


def listing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The shop's page with title, preview and structured data of the listing.

    A listing that is gone answers 404, so that it leaves the search engines; the page itself then
    says so in words.
    """
    page = plain(request)
    if page.status_code != HTTPStatus.OK:
        return page
    row = catalogue.card(uid, on=timezone.localdate())
    if row is None:
        page.status_code = HTTPStatus.NOT_FOUND
        return page
    head = head_of(row)
    page.content = TITLE.sub(lambda _: head, page.content.decode(), count=1).encode()
    return page


def head_of(row: dict[str, Any]) -> str:
    address = f"{settings.PUBLIC_BASE_URL}/shop/p/{row['uid']}"
    picture = card_picture(row)
    per_jin = yuan(price_per_jin_fen(row["price_fen"], row["package_g"]))
    title = f"{row['title']} ¥{yuan(row['price_fen'])}"
    words = (
        f"{township_of(row)}{row['station__name']}产地直发，"
        f"{jin_text(row['package_g'])}装，合 {per_jin} 元/斤，批次可溯源。"
    )
    named = {
        "og:type": "product", "og:site_name": "乡站", "og:title": title, "og:description": words,
        "og:url": address, "product:price:amount": yuan(row["price_fen"]),
        "product:price:currency": "CNY",
    }  # fmt: skip
    # Drawings are SVG, which no preview shows.
    if picture.startswith(PHOTOS):
        named["og:image"] = f"{settings.PUBLIC_BASE_URL}{picture}"
    metas = "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in named.items()
    )
    return (
        f"<title>{escape(title)} · 乡站</title>{metas}"
        f'<link rel="canonical" href="{escape(address)}">{structured(row, address)}'
    )


def structured(row: dict[str, Any], address: str) -> str:
    """schema.org/Product; a data block, which no browser runs."""
    there = "InStock" if row["available_packages"] else "OutOfStock"
    data = {
        "@context": "https://schema.org", "@type": "Product", "name": row["title"],
        "category": row["product__name"], "url": address,
        "image": f"{settings.PUBLIC_BASE_URL}{card_picture(row)}",
        "weight": {"@type": "QuantitativeValue", "value": row["package_g"], "unitCode": "GRM"},
        "offers": {
            "@type": "Offer", "price": yuan(row["price_fen"]), "priceCurrency": "CNY",
            "url": address, "availability": f"https://schema.org/{there}",
            "seller": {"@type": "Organization", "name": row["station__name"]},
        },
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
