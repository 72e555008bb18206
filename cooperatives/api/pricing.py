"""Price drafts and versions, ceilings, reference prices."""

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
from cooperatives.rules.pricing import Line


def lines_said(said: dict[str, Any]) -> list[Line]:
    return [
        Line(
            str(row["product"]), row["grade"], row["buy_fen"], row["sell_fen"],
            row["institution_fen"],
        )
        for row in said["lines"]
    ]  # fmt: skip


def draft_answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    """The draft as it stands, with what it would lower by more than a tenth."""
    draft: Any = queries.price_drafts(actor_of(request)).filter(uid=uid).first()
    if draft is None:
        raise NotFound("没有找到这份价格表")
    draft.found_falls = queries.falls_of(draft, at=timezone.now())
    answer = Response(shapes.DraftDetailSerializer(draft).data, status=http_status)
    answer["ETag"] = f'"{draft.version}"'
    return answer


class PriceDraftsView(Paged):
    needs = {"GET": ("view", "price_list"), "POST": ("create", "price_list")}
    serializer_class = shapes.DraftSerializer

    @extend_schema(responses=shapes.DraftSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Price lists in the making within reach, newest first."""
        return self.pages(queries.price_drafts(actor_of(request)), shapes.DraftSerializer)

    @extend_schema(request=shapes.NewDraftSerializer, responses={201: shapes.DraftDetailSerializer})
    def post(self, request: Request) -> Response:
        said = read(shapes.NewDraftSerializer, request)
        draft = services.draft_prices(
            effective_from=said["effective_from"], note=said["note"], lines=lines_said(said),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return draft_answer(request, draft.uid, status.HTTP_201_CREATED)


class PriceDraftView(APIView):
    needs = {"GET": ("view", "price_list"), "PUT": ("create", "price_list")}

    @extend_schema(responses=shapes.DraftDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return draft_answer(request, uid)

    @extend_schema(request=shapes.ReviseDraftSerializer, responses=shapes.DraftDetailSerializer)
    def put(self, request: Request, uid: UUID) -> Response:
        """Only from the version that was read: another one answers 409."""
        said = read(shapes.ReviseDraftSerializer, request)
        services.revise_prices(
            uid=uid, version=said["version"], effective_from=said["effective_from"],
            note=said["note"], lines=lines_said(said), actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return draft_answer(request, uid)


class PriceDraftSubmitView(APIView):
    needs = {"POST": ("submit", "price_list")}

    @extend_schema(request=shapes.VersionSerializer, responses=shapes.DraftDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Asks the manager; dates, ceilings and falls are checked."""
        version = read(shapes.VersionSerializer, request)["version"]
        services.submit_prices(
            uid=uid, version=version, actor=actor_of(request), now=timezone.now()
        )
        return draft_answer(request, uid)


class PriceDraftDecideView(APIView):
    needs = {"POST": ("approve_1", "price_list")}

    @extend_schema(request=shapes.PriceVerdictSerializer, responses=shapes.DraftDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The second person's word on exactly what was read (`content_digest`)."""
        said = read(shapes.PriceVerdictSerializer, request)
        services.decide_prices(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return draft_answer(request, uid)


class PriceListsView(Paged):
    needs = {"GET": ("view", "price_list")}
    serializer_class = shapes.PriceListSerializer

    @extend_schema(responses=shapes.PriceListSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Published versions within reach, newest first."""
        return self.pages(queries.price_lists(actor_of(request)), shapes.PriceListSerializer)


class PriceListView(APIView):
    needs = {"GET": ("view", "price_list")}

    @extend_schema(responses=shapes.PriceListDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """One version with its prices and what it lowered by more than a tenth."""
        prices: Any = queries.price_lists(actor_of(request)).filter(uid=uid).first()
        if prices is None:
            raise NotFound("没有找到这份价格表")
        prices.found_entries = queries.price_entries_of(prices)
        prices.found_falls = queries.falls_of_list(prices)
        return Response(shapes.PriceListDetailSerializer(prices).data)


class PriceListStopView(APIView):
    needs = {"POST": ("object", "price_list")}

    @extend_schema(request=shapes.ReasonSerializer, responses=shapes.PriceListSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Township or branch, within 24 hours, where a buying price fell by more than a tenth."""
        reason = read(shapes.ReasonSerializer, request)["reason"]
        services.stop_prices(uid=uid, reason=reason, actor=actor_of(request), now=timezone.now())
        prices = queries.price_lists(actor_of(request)).get(uid=uid)
        return Response(shapes.PriceListSerializer(prices).data)


class CeilingsView(Paged):
    needs = {"GET": ("view", "price_list"), "POST": ("execute", "price_list")}
    serializer_class = shapes.CeilingSerializer

    @extend_schema(responses=shapes.CeilingSerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.pages(queries.ceilings(), shapes.CeilingSerializer)

    @extend_schema(request=shapes.NewCeilingSerializer, responses={201: shapes.CeilingSerializer})
    def post(self, request: Request) -> Response:
        """The county's highest selling price of a product and grade."""
        said = read(shapes.NewCeilingSerializer, request)
        ceiling = services.set_ceiling(
            product_uid=said["product"], grade=said["grade"],
            sell_fen_per_jin=said["sell_per_jin"], valid_from=said["valid_from"],
            valid_to=said["valid_to"], source=said["source"], actor=actor_of(request),
            now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.CeilingSerializer(ceiling).data, status=status.HTTP_201_CREATED)


class ReferencePricesView(Paged):
    needs = {"GET": ("view", "reference_price"), "POST": ("create", "reference_price")}
    serializer_class = shapes.ReferencePriceSerializer

    @extend_schema(responses=shapes.ReferencePriceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What the usual channels paid, newest entry first: public facts, no scope."""
        return self.pages(
            queries.reference_prices(actor_of(request)), shapes.ReferencePriceSerializer
        )

    @extend_schema(
        request=shapes.NewReferencePriceSerializer,
        responses={201: shapes.ReferencePriceSerializer},
    )
    def post(self, request: Request) -> Response:
        said = read(shapes.NewReferencePriceSerializer, request)
        observed = services.observe_price(
            product_uid=said["product"], grade=said["grade"], area_code=said["area_code"],
            observed_on=said["observed_on"], channel=said["channel"],
            price_fen_per_jin=said["price_per_jin"], source=said["source"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        body = shapes.ReferencePriceSerializer(observed).data
        return Response(body, status=status.HTTP_201_CREATED)
