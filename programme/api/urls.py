"""Addresses of the programme's numbers and rows."""

from django.urls import path

from programme.api import views

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
]
