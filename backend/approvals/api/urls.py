"""Address of the approval inbox."""

from django.urls import path

from backend.approvals.api.views import ApprovalsView, InboxView

urlpatterns = [
    path("approvals", ApprovalsView.as_view()),
    path("approvals/inbox", InboxView.as_view()),
]
