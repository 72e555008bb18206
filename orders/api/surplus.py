"""A year's surplus: tried out, drawn up, agreed to, announced, resolved, posted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.money import yuan
from backend.common.permissions import actor_of
from backend.common.review import Fact, Review, ReviewDecisionSerializer, ReviewSerializer
from cooperatives.models import SurplusDistribution
from cooperatives.rules import mask_name
from orders.api import surplus_shapes as shapes
from orders.api.sales import cooperative_of, read
from orders.queries import surplus as queries
from orders.services import surplus

VIEW, MAKE = ("view", "surplus"), ("create", "surplus")
Detail = shapes.DistributionDetailSerializer


def answer(request: Request, made: SurplusDistribution, status: int = 200) -> Response:
    context = {"actor": actor_of(request), "shares": queries.shares_of(made)}
    return Response(Detail(made, context=context).data, status=status)


def asked_of(request: Request) -> dict[str, Any]:
    said = read(shapes.PlanSerializer, request.data)
    return {
        "cooperative": cooperative_of(request, said), "plan": shapes.PlanSerializer.plan_of(said),
        "subsidies_as_booked": said["subsidy"] is None, "year": said["year"],
    }  # fmt: skip


class SurplusesView(APIView):
    needs = {"GET": VIEW, "POST": MAKE}

    @extend_schema(
        operation_id="surpluses", parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(shapes.DistributionSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        found = queries.distributions(actor_of(request))
        return paged(request, found, shapes.DistributionSerializer, ordering=("-year", "-id"))

    @extend_schema(request=shapes.PlanSerializer, responses={201: Detail})
    def post(self, request: Request) -> Response:
        """The lines are frozen from here on; another plan is another draft."""
        made = surplus.draw_up(**asked_of(request), actor=actor_of(request), now=timezone.now())
        return answer(request, made, 201)


class SurplusPreviewView(APIView):
    needs = {"POST": MAKE}

    @extend_schema(request=shapes.PlanSerializer, responses=shapes.DrawnSerializer)
    def post(self, request: Request) -> Response:
        """What each member would get; nothing is kept."""
        asked = asked_of(request)
        asked["year"] = queries.year_of(asked["year"], today=timezone.localdate())
        return Response(shapes.DrawnSerializer(queries.drawn_up(**asked)).data)


class SurplusView(APIView):
    needs = {"GET": VIEW}

    @extend_schema(responses=Detail)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, queries.distribution_in_reach(actor_of(request), uid))


class StepView(APIView):
    """One step by whoever may take it."""

    step: Callable[..., SurplusDistribution]

    @extend_schema(request=None, responses=Detail)
    def post(self, request: Request, uid: UUID) -> Response:
        return answer(
            request, type(self).step(uid=uid, actor=actor_of(request), now=timezone.now())
        )


class SubmitView(StepView):
    needs = {"POST": ("submit", "surplus")}
    step = staticmethod(surplus.submit)


class CancelView(StepView):
    needs = {"POST": MAKE}
    step = staticmethod(surplus.cancel)


class PostView(StepView):
    needs = {"POST": ("approve_1", "surplus")}
    step = staticmethod(surplus.post)


class ResolveView(APIView):
    needs = {"POST": ("submit", "surplus")}
    parser_classes = (MultiPartParser,)

    @extend_schema(request=shapes.ResolutionSerializer, responses=Detail)
    def post(self, request: Request, uid: UUID) -> Response:
        queries.distribution_in_reach(actor_of(request), uid)
        said = read(shapes.ResolutionSerializer, request.data)
        said["minutes"] = said["minutes"].read()
        made = surplus.resolve(
            uid=uid, said=surplus.Resolution(**said), actor=actor_of(request), now=timezone.now()
        )
        return answer(request, made)


class MinutesView(APIView):
    needs = {"POST": VIEW}

    @extend_schema(request=None, responses=shapes.MinutesLinkSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        url = surplus.open_minutes(uid=uid, actor=actor_of(request), now=timezone.now())
        return Response({"url": url})


class ReviewView(APIView):
    """What CM and CS read before they sign, and their word."""

    needs = {"GET": VIEW}

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        made = queries.distribution_in_reach(actor_of(request), uid)
        return Response(ReviewSerializer(review_of(made)).data)


class DecideView(APIView):
    needs = {"POST": VIEW}

    @extend_schema(request=ReviewDecisionSerializer, responses=Detail)
    def post(self, request: Request, uid: UUID) -> Response:
        said = read(ReviewDecisionSerializer, request.data)
        made = surplus.decide(uid=uid, **said, actor=actor_of(request), now=timezone.now())
        return answer(request, made)


def review_of(made: SurplusDistribution) -> Review:
    facts = [
        ("本年盈余", yuan(made.surplus_fen)), ("弥补亏损", yuan(made.loss_fen)),
        ("提取公积金", f"{yuan(made.reserve_fen)}（{yuan(made.reserve_bp)}%）"),
        ("可分配盈余", yuan(made.distributable_fen)),
        ("按交易额返还", f"{yuan(made.refund_fen)}（{yuan(made.patronage_bp)}%）"),
        ("按成员账户分配", yuan(made.by_account_fen)),
        ("非成员交易额（单列，不参加分配）", yuan(made.non_member_fen)),
    ]  # fmt: skip
    return Review(
        title=f"{made.cooperative.name} {made.year} 年度盈余分配", digest=made.digest,
        facts=[Fact(label, value) for label, value in facts], warning=made.warning,
        columns=["社员编号", "户主", "交易额", "返还", "按账户", "合计"],
        rows=[
            [one.number, mask_name(one.household.head_name), yuan(one.patronage_fen),
             yuan(one.refund_fen), yuan(one.by_account_fen), yuan(one.total_fen)]
            for one in queries.shares_of(made)
        ],
    )  # fmt: skip
