"""The public catalogue: anybody may look."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import page_of
from backend.common.kept import kept
from backend.common.pagination import Pages
from orders.api import catalogue_examples as examples
from orders.api import catalogue_shapes as shapes
from orders.queries import catalogue, sellers
from orders.queries.listing_page import listing_story

GONE = "商品已下架或不存在"
FILTERS = [
    OpenApiParameter(name, str, description=text)
    for name, text in (
        ("search", "汉字、拼音、首字母、别名或乡镇"),
        ("category", "产品类别编码"),
        ("township", "行政区划代码"),
        ("in_season", "1 表示只看当季"),
        ("sort", "newest（默认）或 cheapest"),
        ("cursor", "下一页"),
        ("page_size", "每页几行，最多 50"),
    )
]


class ListingsView(APIView):
    """Listings on sale: what is in stock first, then the newest or the cheapest."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listings",
        parameters=FILTERS,
        responses=page_of(shapes.CardSerializer),
        examples=examples.LISTINGS,
    )
    @kept
    def get(self, request: Request) -> Response:
        asked, today = request.query_params, timezone.localdate()
        wanted = catalogue.Wanted(
            search=asked.get("search", ""),
            category=asked.get("category", ""),
            township=asked.get("township", ""),
            in_season=asked.get("in_season", "") == "1",
        )
        pages = Pages()
        order: Any = catalogue.SORTS.get(asked.get("sort", ""), catalogue.SORTS["newest"])
        pages.ordering = order
        rows = pages.paginate_queryset(catalogue.on_sale(wanted, on=today), request)
        cards = [shapes.card_of(row, month=today.month) for row in rows]
        return pages.get_paginated_response(cards)


class ListingView(APIView):
    """One listing with its provenance."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listing", responses=shapes.ListingStorySerializer,
        examples=examples.LISTING,
    )  # fmt: skip
    @kept
    def get(self, request: Request, uid: str) -> Response:
        now = timezone.now()
        story = listing_story(uid=uid, now=now)
        if story is None:
            raise NotFound(GONE)
        return Response(shapes.story_of(story, month=timezone.localdate(now).month))


class SellerView(APIView):
    """The licence of who sells a listing, and the papers of its goods that are in force."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listing_seller", responses=shapes.SellerSerializer,
        examples=examples.SELLER,
    )  # fmt: skip
    @kept
    def get(self, request: Request, uid: str) -> Response:
        found = sellers.seller(uid=uid, on=timezone.localdate())
        if found is None:
            raise NotFound(GONE)
        return Response(shapes.SellerSerializer(found).data)


class DeliveryView(APIView):
    """How long the station's last parcels took."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listing_delivery", responses=shapes.DeliverySerializer,
        examples=examples.DELIVERY,
    )  # fmt: skip
    @kept
    def get(self, request: Request, uid: str) -> Response:
        found = sellers.delivery(uid=uid, now=timezone.now())
        if found is None:
            raise NotFound(GONE)
        return Response(shapes.DeliverySerializer(found).data)


class CategoriesView(APIView):
    needs = {"GET": None}

    @extend_schema(
        operation_id="public_categories", responses=shapes.CategorySerializer(many=True),
        examples=examples.CATEGORIES,
    )  # fmt: skip
    @kept
    def get(self, request: Request) -> Response:
        found = catalogue.categories(on=timezone.localdate())
        return Response(shapes.CategorySerializer(found, many=True).data)


class TownshipsView(APIView):
    """Townships from which something is on sale."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_townships", responses=shapes.ShelfTownshipSerializer(many=True),
        examples=examples.TOWNSHIPS,
    )  # fmt: skip
    @kept
    def get(self, request: Request) -> Response:
        return Response(list(catalogue.townships().values("code", "name")))


class SuggestionsView(APIView):
    """您是不是找: for a search that found nothing."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_suggestions",
        parameters=[OpenApiParameter("search", str, description="没有找到的词")],
        responses=shapes.SuggestionsSerializer,
        examples=examples.SUGGESTIONS,
    )
    @kept
    def get(self, request: Request) -> Response:
        typed = request.query_params.get("search", "")[:60]
        found = catalogue.suggestions(typed, on=timezone.localdate())
        return Response(shapes.SuggestionsSerializer(found).data)
