"""Papers that goods are listed under, as the cooperative holds them."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.permissions import actor_of
from cooperatives import queries, services
from cooperatives.api import price_shapes as shapes
from cooperatives.api.produce import Paged
from cooperatives.api.shelf import read


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
