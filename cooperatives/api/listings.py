"""Listings: put up, stock, release, return, take down."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import NotFound
from backend.common.permissions import actor_of
from cooperatives import queries, services
from cooperatives.api import serializers as shapes
from cooperatives.api.produce import Paged
from cooperatives.models import Listing

STATUS = OpenApiParameter("status", OpenApiTypes.STR, enum=Listing.Status.values)


def answer(request: Request, uid: UUID, http_status: int = status.HTTP_200_OK) -> Response:
    """The listing as it stands now."""
    listing = queries.listing_detail(actor_of(request), uid, on=timezone.localdate())
    if listing is None:
        raise NotFound("没有找到这个商品")
    body = Response(shapes.ListingSerializer(listing).data, status=http_status)
    body["ETag"] = f'"{listing.version}"'
    return body


class ListingsView(Paged):
    needs = {"GET": ("view", "listing"), "POST": ("create", "listing")}
    serializer_class = shapes.ListingSerializer

    @extend_schema(parameters=[STATUS], responses=shapes.ListingSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Listings within reach, newest first."""
        wanted = request.query_params.get("status", "")
        found = queries.listings(actor_of(request), on=timezone.localdate(), status=wanted)
        return self.pages(found, shapes.ListingSerializer)

    @extend_schema(request=shapes.OfferSerializer, responses={201: shapes.ListingSerializer})
    def post(self, request: Request) -> Response:
        """On sale at once, or submitted where the manager must release it first."""
        shape = shapes.OfferSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        offer = shape.validated_data
        listing = services.submit_listing(
            product_uid=offer["product"], grade=offer["grade"], title=offer["title"],
            story=offer["story"], package_g=offer["package_g"], price_fen=offer["price"],
            lot_codes=offer["lots"], policy=offer["policy"],
            photos=offer["photos"], version=offer["version"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return answer(request, listing.uid, status.HTTP_201_CREATED)


class ListingView(APIView):
    needs = {"GET": ("view", "listing")}

    @extend_schema(responses=shapes.ListingSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, uid)


class ListingStockView(APIView):
    needs = {"POST": ("create", "listing")}

    @extend_schema(request=shapes.LotCodesSerializer, responses=shapes.ListingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """More lots; at the listed price they are on sale at once."""
        shape = shapes.LotCodesSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        services.add_stock(
            listing_uid=uid,
            lot_codes=shape.validated_data["lots"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return answer(request, uid)


class ListingReleaseView(APIView):
    needs = {"POST": ("approve_1", "listing")}

    @extend_schema(request=shapes.ReleaseSerializer, responses=shapes.ListingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """The manager's word on exactly what was read (`content_digest`)."""
        shape = shapes.ReleaseSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        services.release_listing(
            listing_uid=uid,
            content_digest=shape.validated_data["content_digest"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return answer(request, uid)


class ListingReturnView(APIView):
    needs = {"POST": ("approve_1", "listing")}

    @extend_schema(request=shapes.ReasonSerializer, responses=shapes.ListingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Back to the station with a reason."""
        shape = shapes.ReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        services.return_listing(
            listing_uid=uid,
            reason=shape.validated_data["reason"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return answer(request, uid)


class ListingTakeDownView(APIView):
    # Station, manager, township and county may: the service knows which for which listing.
    needs = {"POST": ("view", "listing")}

    @extend_schema(request=shapes.ReasonSerializer, responses=shapes.ListingSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Off sale at once, with a reason."""
        shape = shapes.ReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        services.take_down(
            listing_uid=uid,
            reason=shape.validated_data["reason"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return answer(request, uid)
