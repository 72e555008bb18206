"""Problems from discovery to close-out."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.fields import page_of, paged
from backend.common.permissions import actor_of
from backend.common.review import ReviewDecisionSerializer
from programme import rules, services
from programme.api import issue_shapes as shapes
from programme.queries import issues


def said(shape: Any, data: Any) -> dict[str, Any]:
    """The body or the query, checked."""
    checked = shape(data=data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def answer(request: Request, uid: UUID, status: int = 200) -> Response:
    """The issue as it stands now."""
    issue = issues.issue_detail(actor_of(request), uid, today=timezone.localdate())
    shape = shapes.IssueDetailSerializer(issue, context={"request": request})
    return Response(shape.data, status=status)


class IssuesView(APIView):
    needs = {"GET": ("view", "issue"), "POST": ("create", "issue")}

    @extend_schema(
        operation_id="issues_list", parameters=[shapes.IssueQuerySerializer],
        responses=page_of(shapes.IssueSerializer),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Problems within reach, newest first."""
        asked = said(shapes.IssueQuerySerializer, request.query_params)
        asked["station"] = str(asked.get("station") or "")
        found = issues.issues_of(
            actor_of(request), issues.Asked(**asked), today=timezone.localdate()
        )
        return paged(request, found, shapes.IssueSerializer)

    @extend_schema(request=shapes.IssueInSerializer, responses={201: shapes.IssueDetailSerializer})
    def post(self, request: Request) -> Response:
        body = said(shapes.IssueInSerializer, request.data)
        body["station_uid"] = body.pop("station")
        issue = services.open_issue(
            said=services.IssueSaid(**body), actor=actor_of(request), now=timezone.now()
        )
        return answer(request, issue.uid, 201)


class IssueView(APIView):
    needs = {"GET": ("view", "issue")}

    @extend_schema(responses=shapes.IssueDetailSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        return answer(request, uid)


class IssuePeopleView(APIView):
    needs = {"GET": ("execute", "issue")}

    @extend_schema(
        operation_id="issue_people_list", responses=shapes.IssuePersonSerializer(many=True)
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Who may answer for it: twenty by name or unit (`?search=`)."""
        issue = issues.issue_in_reach(actor_of(request), uid)
        search = request.query_params.get("search", "").strip()
        found = issues.people_for(issue, search=search, on=timezone.localdate())
        return Response([shapes.IssuePersonSerializer(hat).data for hat in found])


class AssignView(APIView):
    needs = {"POST": ("execute", "issue")}

    @extend_schema(request=shapes.AssignSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.AssignSerializer, request.data)
        body["steps"] = [rules.Step(**dict(step)) for step in body.pop("tasks")]
        services.assign_issue(issue_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return answer(request, uid)


class ExtendView(APIView):
    needs = {"POST": ("execute", "issue")}

    @extend_schema(request=shapes.ExtendSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.ExtendSerializer, request.data)
        services.extend_issue(issue_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return answer(request, uid)


class WithdrawView(APIView):
    needs = {"POST": ("create", "issue")}

    @extend_schema(request=shapes.IssueReasonSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.IssueReasonSerializer, request.data)
        services.withdraw_issue(issue_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return answer(request, uid)


class EvidenceView(APIView):
    needs = {"POST": ("edit", "issue")}
    # JSON too, so that a wrong body is refused for what it lacks.
    parser_classes = [MultiPartParser, FormParser, JSONParser]

    @extend_schema(
        request={"multipart/form-data": shapes.EvidenceInSerializer},
        responses={201: shapes.EvidenceSerializer},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """One photo or PDF; a rectification then names it."""
        body = said(shapes.EvidenceInSerializer, request.data)
        proof = services.add_evidence(
            issue_uid=uid, name=body["name"] or body["file"].name, content=body["file"].read(),
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip
        return Response(shapes.EvidenceSerializer(proof).data, status=201)


class EvidenceLinkView(APIView):
    needs = {"GET": ("view", "issue")}

    @extend_schema(responses=shapes.EvidenceLinkSerializer)
    def get(self, request: Request, uid: UUID) -> Response:
        """An address for this reader alone, for a while."""
        return Response({"url": services.open_evidence(uid=uid, actor=actor_of(request))})


class RectifyView(APIView):
    needs = {"POST": ("edit", "issue")}

    @extend_schema(
        request=shapes.RectifySerializer, responses={201: shapes.RectificationSerializer}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.RectifySerializer, request.data)
        done = services.rectify_task(
            task_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return Response(shapes.RectificationSerializer(done).data, status=201)


class HandInView(APIView):
    needs = {"POST": ("edit", "issue")}

    @extend_schema(request=shapes.IssueWordsSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.IssueWordsSerializer, request.data)
        services.hand_in_issue(issue_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return answer(request, uid)


class CloseOutView(APIView):
    needs = {"POST": ("execute", "issue")}

    @extend_schema(request=ReviewDecisionSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        """Verification first, then the close-out, each by somebody who does not answer for it."""
        body = said(ReviewDecisionSerializer, request.data)
        services.decide_close_out(
            issue_uid=uid, **body, actor=actor_of(request), now=timezone.now()
        )
        return answer(request, uid)


class LookBackView(APIView):
    needs = {"POST": ("execute", "issue")}

    @extend_schema(request=shapes.LookBackInSerializer, responses=shapes.IssueDetailSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        body = said(shapes.LookBackInSerializer, request.data)
        services.look_back(issue_uid=uid, **body, actor=actor_of(request), now=timezone.now())
        return answer(request, uid)
