"""Addresses of grants and resets of staff."""

from django.urls import path

from cooperatives.api import staffing

urlpatterns = [
    path("scopes", staffing.ScopesView.as_view()),
    path("assignments/proposals", staffing.ProposalsView.as_view()),
    path("households/<uuid:uid>/accounts", staffing.HouseholdAccountsView.as_view()),
    path("accounts/<uuid:uid>/reset", staffing.ResetView.as_view()),
    path("approvals/assignment/<uuid:uid>", staffing.GrantReviewView.as_view()),
    path("approvals/assignment/<uuid:uid>/decide", staffing.GrantDecideView.as_view()),
    path("approvals/password-reset/<uuid:uid>", staffing.ResetReviewView.as_view()),
    path("approvals/password-reset/<uuid:uid>/decide", staffing.ResetDecideView.as_view()),
]
