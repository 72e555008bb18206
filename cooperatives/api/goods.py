"""Products and their classes: what may be sold in this county."""

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
from cooperatives import queries, services
from cooperatives.api import price_shapes as shapes
from cooperatives.api.produce import Paged
from cooperatives.api.shelf import read


class ProductsView(Paged):
    needs = {"GET": ("view", "listing"), "POST": ("create", "product")}
    serializer_class = shapes.ProductDetailSerializer

    @extend_schema(responses=shapes.ProductDetailSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What may be sold in this county."""
        return self.pages(queries.products(), shapes.ProductDetailSerializer)

    @extend_schema(
        request=shapes.ProductCardSerializer, responses={201: shapes.ProductDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """A new kind of produce."""
        card = services.ProductCard(**read(shapes.ProductCardSerializer, request))
        product = services.add_product(card=card, actor=actor_of(request), now=timezone.now())
        return answer(product.uid, status.HTTP_201_CREATED)


class ProductView(APIView):
    needs = {"GET": ("view", "listing"), "PUT": ("create", "product")}

    @extend_schema(responses=shapes.ProductDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(uid)

    @extend_schema(request=shapes.RevisedCardSerializer, responses=shapes.ProductDetailSerializer)
    def put(self, request: Request, uid: UUID) -> Response:
        """From the version that was read; what was weighed and sold before keeps its words."""
        said: dict[str, Any] = read(shapes.RevisedCardSerializer, request)
        version = said.pop("version")
        services.revise_product(
            uid=uid, version=version, card=services.ProductCard(**said), actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return answer(uid)


def answer(uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    product = queries.product_by_uid(uid)
    if product is None:
        raise NotFound("没有找到这个品种")
    body = Response(shapes.ProductDetailSerializer(product).data, status=http_status)
    body["ETag"] = f'"{product.version}"'
    return body


class ProductClassesView(APIView):
    needs = {"GET": ("view", "listing"), "POST": ("create", "product")}

    @extend_schema(responses=shapes.ProductClassSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Classes of goods and what the law asks of each."""
        return Response(shapes.ProductClassSerializer(queries.product_classes(), many=True).data)

    @extend_schema(
        request=shapes.NewProductClassSerializer, responses={201: shapes.ProductClassSerializer}
    )
    def post(self, request: Request) -> Response:
        """A class of goods with the paper and the return rule the law asks for."""
        card = services.ClassCard(**read(shapes.NewProductClassSerializer, request))
        klass = services.add_product_class(card=card, actor=actor_of(request), now=timezone.now())
        return Response(shapes.ProductClassSerializer(klass).data, status=status.HTTP_201_CREATED)


class ProductClassView(APIView):
    needs = {"PUT": ("create", "product")}

    @extend_schema(request=shapes.RevisedClassSerializer, responses=shapes.ProductClassSerializer)
    def put(self, request: Request, code: str) -> Response:
        """From the version that was read; receipts and orders keep the rules of their day."""
        said: dict[str, Any] = read(shapes.RevisedClassSerializer, request)
        version = said.pop("version")
        klass = services.revise_product_class(
            version=version, card=services.ClassCard(code=code, **said),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.ProductClassSerializer(klass).data)


class PapersView(Paged):
    needs = {"GET": ("view", "product"), "POST": ("edit", "cooperative")}
    serializer_class = shapes.PaperSerializer

    @extend_schema(responses=shapes.PaperSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Papers of the cooperatives within reach, newest first."""
        return self.pages(queries.goods_papers(actor_of(request)), shapes.PaperSerializer)

    @extend_schema(request=shapes.NewPaperSerializer, responses={201: shapes.PaperSerializer})
    def post(self, request: Request) -> Response:
        """The accountant records what the cooperative holds; goods are listed under it."""
        said = read(shapes.NewPaperSerializer, request)
        paper = services.record_paper(
            product_uid=said.pop("product"), **said, actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.PaperSerializer(paper).data, status=status.HTTP_201_CREATED)
