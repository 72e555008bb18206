"""Products and their classes: what may be sold in this county, and who agrees to a change."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from cooperatives import queries, services
from cooperatives.api import price_shapes as shapes
from cooperatives.api.produce import Paged
from cooperatives.api.shelf import read
from cooperatives.models import GoodsChange

SHOWN = ["项目", "现在", "改为"]


def proposed(change: GoodsChange) -> Response:
    return Response(shapes.GoodsChangeSerializer(change).data, status=status.HTTP_202_ACCEPTED)


class ProductsView(Paged):
    needs = {"GET": ("view", "product"), "POST": ("create", "product")}
    serializer_class = shapes.ProductDetailSerializer

    @extend_schema(responses=shapes.ProductDetailSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What may be sold in this county."""
        return self.pages(queries.products(), shapes.ProductDetailSerializer)

    @extend_schema(
        request=shapes.ProductCardSerializer, responses={202: shapes.GoodsChangeSerializer}
    )
    def post(self, request: Request) -> Response:
        """Proposes a new kind of produce; a county official agrees."""
        card = services.ProductCard(**read(shapes.ProductCardSerializer, request))
        return proposed(
            services.propose_goods(
                card=card, version=0, actor=actor_of(request), now=timezone.now()
            )
        )


class ProductView(APIView):
    needs = {"GET": ("view", "product"), "PUT": ("create", "product")}

    @extend_schema(responses=shapes.ProductDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        product = queries.product_by_uid(uid)
        if product is None:
            raise NotFound("没有找到这个品种")
        body = Response(shapes.ProductDetailSerializer(product).data)
        body["ETag"] = f'"{product.version}"'
        return body

    @extend_schema(
        request=shapes.RevisedCardSerializer, responses={202: shapes.GoodsChangeSerializer}
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Proposes another card from the version that was read."""
        said: dict[str, Any] = read(shapes.RevisedCardSerializer, request)
        version = said.pop("version")
        return proposed(
            services.revise_product(
                uid=uid, version=version, card=services.ProductCard(**said),
                actor=actor_of(request), now=timezone.now(),
            )
        )  # fmt: skip


class ProductClassesView(APIView):
    needs = {"GET": ("view", "product"), "POST": ("create", "product")}

    @extend_schema(responses=shapes.ProductClassSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Classes of goods and what the law asks of each."""
        return Response(shapes.ProductClassSerializer(queries.product_classes(), many=True).data)

    @extend_schema(
        request=shapes.NewProductClassSerializer, responses={202: shapes.GoodsChangeSerializer}
    )
    def post(self, request: Request) -> Response:
        """Proposes a class of goods with the paper and the return rule the law asks for."""
        card = services.ClassCard(**read(shapes.NewProductClassSerializer, request))
        return proposed(
            services.propose_goods(
                card=card, version=0, actor=actor_of(request), now=timezone.now()
            )
        )


class ProductClassView(APIView):
    needs = {"PUT": ("create", "product")}

    @extend_schema(
        request=shapes.RevisedClassSerializer, responses={202: shapes.GoodsChangeSerializer}
    )
    def put(self, request: Request, code: str) -> Response:
        """Proposes other rules; receipts and orders keep those of their day."""
        said: dict[str, Any] = read(shapes.RevisedClassSerializer, request)
        version = said.pop("version")
        return proposed(
            services.propose_goods(
                card=services.ClassCard(code=code, **said), version=version,
                actor=actor_of(request), now=timezone.now(),
            )
        )  # fmt: skip


class GoodsChangesView(Paged):
    needs = {"GET": ("create", "product")}
    serializer_class = shapes.GoodsChangeSerializer

    @extend_schema(responses=shapes.GoodsChangeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Proposed changes of goods with what became of them, newest first."""
        return self.pages(queries.goods_changes(), shapes.GoodsChangeSerializer)


class GoodsReviewView(APIView):
    needs = {"GET": ("approve_1", "product")}

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        change = queries.goods_change(uid)
        if change is None:
            raise NotFound
        return Response(ReviewSerializer(_review(change)).data)


class GoodsDecideView(APIView):
    needs = {"POST": ("approve_1", "product")}

    @extend_schema(request=ReviewDecisionSerializer, responses=shapes.GoodsChangeSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The second person's word; agreed, it is in force at once."""
        change = services.decide_goods(
            uid=uid, actor=actor_of(request), now=timezone.now(),
            **read(ReviewDecisionSerializer, request),
        )  # fmt: skip
        return Response(shapes.GoodsChangeSerializer(change).data)


def _review(change: GoodsChange) -> Review:
    facts = [
        Fact(change.get_kind_display(), str(change.content["name"])),
        Fact("提出人", change.made_by.name),
        Fact("状态", change.get_state_display()),
    ]
    verb = "修改" if change.version else "新增"
    warning = "同意后立即生效；已经收的货和已经卖出的订单保留当时的规则"
    return Review(
        f"{verb}{change.get_kind_display()}", queries.goods_digest(change), facts, warning,
        SHOWN, queries.goods_rows(change),
    )  # fmt: skip
