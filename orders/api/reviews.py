"""Reviews: read by everybody, written by buyers, looked at by the office, answered by stations."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common import photos
from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.fields import page_of, paged
from backend.common.kept import kept
from backend.common.pagination import Pages
from backend.common.permissions import actor_of
from orders.api.catalogue_examples import REVIEWS
from orders.models import Review
from orders.queries import reviews as queries
from orders.rules.reviewing import HIDE_REASONS
from orders.services import reviewing as services


class SaidSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    taste = serializers.IntegerField()
    freshness = serializers.IntegerField()
    packing = serializers.IntegerField()
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    photo_hash = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class ModerateSerializer(serializers.Serializer[Any]):
    move = serializers.CharField(max_length=10)
    reason = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    said = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")


class ReplySerializer(serializers.Serializer[Any]):
    reply = serializers.CharField(max_length=1000, allow_blank=True)


class ShownReviewSerializer(serializers.Serializer[Review]):
    uid = serializers.UUIDField()
    by = serializers.SerializerMethodField()
    taste = serializers.IntegerField()
    freshness = serializers.IntegerField()
    packing = serializers.IntegerField()
    text = serializers.CharField()
    photo_url = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()
    reply = serializers.CharField()
    replied_at = serializers.DateTimeField(allow_null=True)

    def get_by(self, row: Review) -> str:
        """Nobody is named: the first character alone."""
        return f"{row.buyer.name[:1]}**"

    def get_photo_url(self, row: Review) -> str:
        return reverse("review-photo", args=[row.photo.digest]) if row.photo else ""


class GoodsReviewSerializer(serializers.Serializer[Review]):
    """For its buyer, its station and the offices: with its state and why."""

    uid = serializers.UUIDField()
    order_number = serializers.CharField(source="line.order.number")
    position = serializers.IntegerField(source="line.position")
    title = serializers.CharField(source="line.title")
    station_name = serializers.CharField(source="station.name")
    listing = serializers.UUIDField(source="listing.uid")
    taste = serializers.IntegerField()
    freshness = serializers.IntegerField()
    packing = serializers.IntegerField()
    text = serializers.CharField()
    photo_url = serializers.SerializerMethodField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    why = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()
    reply = serializers.CharField()
    replied_at = serializers.DateTimeField(allow_null=True)

    def get_photo_url(self, row: Review) -> str:
        return photos.signed_address(row.photo.digest, thumb=True) if row.photo else ""

    def get_why(self, row: Any) -> str:
        said = [HIDE_REASONS.get(row.reason or "", ""), row.said or ""]
        return "；".join(part for part in said if part)


class WaitingSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class RatingSerializer(serializers.Serializer[queries.Rating]):
    count = serializers.IntegerField()
    mean = serializers.CharField(allow_null=True)
    taste = serializers.CharField(allow_null=True)
    freshness = serializers.CharField(allow_null=True)
    packing = serializers.CharField(allow_null=True)


class ListingReviewsSerializer(serializers.Serializer[Any]):
    rating = RatingSerializer()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ShownReviewSerializer(many=True)


def _answer(uid: UUID, actor: Actor, http_status: int = status.HTTP_200_OK) -> Response:
    review = queries.reviews_of(actor=actor).filter(uid=uid).first()
    if review is None:
        raise NotFound
    return Response(GoodsReviewSerializer(review).data, status=http_status)


class ListingReviewsView(APIView):
    """The published ones of a listing on sale, newest first, with their means."""

    needs = {"GET": None}

    @extend_schema(
        operation_id="public_listing_reviews",
        parameters=[OpenApiParameter("cursor", str, description="下一页")],
        responses=ListingReviewsSerializer,
        examples=REVIEWS,
    )
    @kept
    def get(self, request: Request, uid: UUID) -> Response:
        pages = Pages()
        rows: Any = pages.paginate_queryset(queries.shown(uid), request)
        page = pages.get_paginated_response(ShownReviewSerializer(rows, many=True).data)
        rating = RatingSerializer(queries.rating_of(uid)).data
        return Response({"rating": rating, **page.data})


class ReviewsView(APIView):
    needs = {"GET": ("view", "review")}

    @extend_schema(
        operation_id="reviews",
        parameters=[OpenApiParameter(name, str) for name in ("state", "order", "cursor")],
        responses=page_of(GoodsReviewSerializer),
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.reviews_of(
            actor=actor_of(request), state=asked.get("state", "")[:10],
            order=asked.get("order", "")[:20],
        )  # fmt: skip
        return paged(request, found, GoodsReviewSerializer)


class WaitingReviewsView(APIView):
    """How many wait for the office: a duty of its inbox."""

    needs = {"GET": ("approve_1", "review")}

    @extend_schema(operation_id="waiting_reviews", responses=WaitingSerializer)
    def get(self, request: Request) -> Response:
        waiting = queries.reviews_of(actor=actor_of(request), state=Review.State.WAITING)
        return Response({"count": waiting.count()})


class WriteReviewView(APIView):
    needs = {"POST": ("create", "review")}

    @extend_schema(
        operation_id="write_review", request=SaidSerializer, responses={201: GoodsReviewSerializer}
    )
    def post(self, request: Request, number: str) -> Response:
        shape = SaidSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        review = services.write_review(
            order_number=number, said=services.Said(**shape.validated_data), actor=actor,
            now=timezone.now(),
        )  # fmt: skip
        return _answer(review.uid, actor, status.HTTP_201_CREATED)


class ModerateReviewView(APIView):
    needs = {"POST": ("approve_1", "review")}

    @extend_schema(
        operation_id="moderate_review", request=ModerateSerializer, responses=GoodsReviewSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        shape = ModerateSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor = actor_of(request)
        services.moderate_review(uid=uid, **shape.validated_data, actor=actor, now=timezone.now())
        return _answer(uid, actor)


class ReplyView(APIView):
    needs = {"POST": ("object", "review")}

    @extend_schema(
        operation_id="reply_to_review", request=ReplySerializer, responses=GoodsReviewSerializer
    )
    def post(self, request: Request, uid: UUID) -> Response:
        shape = ReplySerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        actor, text = actor_of(request), shape.validated_data["reply"]
        services.reply_to_review(uid=uid, text=text, actor=actor, now=timezone.now())
        return _answer(uid, actor)
