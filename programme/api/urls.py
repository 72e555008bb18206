"""Addresses of the programme's numbers and rows."""

from django.urls import path

from programme.api import issues, views

urlpatterns = [
    path("programme/totals", views.TotalsView.as_view()),
    path("programme/loans", views.LoansView.as_view()),
    path("programme/assistance", views.AssistanceView.as_view()),
    path("programme/visits", views.VisitsView.as_view()),
    path("programme/projects", views.ProjectsView.as_view()),
    path("programme/branches", views.BranchesView.as_view()),
    path("programme/stations", views.StationRowsView.as_view()),
    path("programme/cooperatives", views.CooperativeRowsView.as_view()),
    path("programme/townships", views.TownshipsView.as_view()),
    path("issues", issues.IssuesView.as_view()),
    path("issues/<uuid:uid>", issues.IssueView.as_view()),
    path("issues/<uuid:uid>/people", issues.IssuePeopleView.as_view()),
    path("issues/<uuid:uid>/assign", issues.AssignView.as_view()),
    path("issues/<uuid:uid>/extend", issues.ExtendView.as_view()),
    path("issues/<uuid:uid>/withdraw", issues.WithdrawView.as_view()),
    path("issues/<uuid:uid>/evidence", issues.EvidenceView.as_view()),
    path("issues/<uuid:uid>/hand-in", issues.HandInView.as_view()),
    path("issues/<uuid:uid>/close-out", issues.CloseOutView.as_view()),
    path("issues/<uuid:uid>/look-backs", issues.LookBackView.as_view()),
    path("issue-tasks/<uuid:uid>/rectifications", issues.RectifyView.as_view()),
    path("issue-evidence/<uuid:uid>/link", issues.EvidenceLinkView.as_view()),
]
