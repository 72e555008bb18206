"""The public catalogue: anybody may look."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from orders.api.catalogue_shapes import (
    CardSerializer,
    CategorySerializer,
    ListingStorySerializer,
)
from orders.queries import catalogue

FILTERS = [
    OpenApiParameter(name, str, description=text)
    for name, text in (
        ("search", "汉字、拼音、首字母、别名或乡镇"),
        ("category", "产品类别编码"),
        ("township", "行政区划代码"),
        ("cursor", "下一页"),
    )
]


class ListingsView(APIView):
    """Listings on sale: what is in stock first, then the newest."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listings", parameters=FILTERS, responses=page_of(CardSerializer)
    )
    def get(self, request: Request) -> Response:
        rows = catalogue.on_sale(
            search=request.query_params.get("search", ""),
            category=request.query_params.get("category", ""),
            township=request.query_params.get("township", ""),
            on=timezone.localdate(),
        )
        return paged(request, rows, CardSerializer, ordering=catalogue.ON_THE_SHELF)


class ListingView(APIView):
    """One listing with its provenance."""

    needs = {"GET": None}

    @extend_schema(operation_id="public_listing", responses=ListingStorySerializer)
    def get(self, request: Request, uid: str) -> Response:
        story = catalogue.listing_story(uid=uid, now=timezone.now())
        if story is None:
            raise NotFound("商品已下架或不存在")
        shape = ListingStorySerializer(story.listing, context={"story": story})
        return Response(shape.data)


class CategoriesView(APIView):
    needs = {"GET": None}

    @extend_schema(operation_id="public_categories", responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(CategorySerializer(catalogue.categories(), many=True).data)
