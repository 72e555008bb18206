"""Address of the approval inbox."""

from django.urls import path

from backend.approvals.api.views import ApprovalsView

urlpatterns = [path("approvals", ApprovalsView.as_view())]
