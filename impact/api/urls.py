"""Addresses of the overview and the income report."""

from django.urls import path

from impact.api import views

urlpatterns = [
    path("overview", views.OverviewView.as_view()),
    path("income-report", views.IncomeReportView.as_view()),
]
