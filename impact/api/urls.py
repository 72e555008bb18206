"""Addresses of the overview, the income report and the income surveys."""

from django.urls import path

from impact.api import drill, overview, runs, surveys, views

urlpatterns = [
    path("overview", overview.OverviewView.as_view()),
    path("overview/households", overview.HomesView.as_view()),
    path("overview/households/<uuid:uid>", overview.HomeLinesView.as_view()),
    path("overview/stations", overview.WatchView.as_view()),
    path("overview/export", overview.OverviewExportView.as_view()),
    path("income-report", views.IncomeReportView.as_view()),
    path("income-report/households", drill.VillageGainsView.as_view()),
    path("income-report/households/<uuid:uid>", drill.HouseholdGainsView.as_view()),
    path("income-waves", surveys.WavesView.as_view()),
    path("income-waves/<uuid:uid>/open", surveys.WaveOpenView.as_view()),
    path("income-waves/<uuid:uid>/lock", surveys.WaveLockView.as_view()),
    path("income-waves/<uuid:uid>/reopen", surveys.WaveReopenView.as_view()),
    path("income-forms", surveys.FormsView.as_view()),
    path("income-forms/<uuid:uid>", surveys.FormView.as_view()),
    path("income-forms/<uuid:uid>/confirm", surveys.FormConfirmView.as_view()),
    path("income-forms/<uuid:uid>/check", surveys.FormCheckView.as_view()),
    path("income-forms/<uuid:uid>/revisit", surveys.FormRevisitView.as_view()),
    path("income-lines", surveys.IncomeLinesView.as_view()),
    path("price-indexes", surveys.PriceIndexesView.as_view()),
    path("estimation-specs", runs.SpecsView.as_view()),
    path("estimation-specs/<uuid:uid>/run", runs.SpecRunView.as_view()),
    path("attribution-runs", runs.RunsView.as_view()),
    path("attribution-runs/compare", runs.RunCompareView.as_view()),
    path("attribution-runs/<uuid:uid>", runs.RunView.as_view()),
    path("attribution-runs/<uuid:uid>/export", runs.RunExportView.as_view()),
    path("station-openings", surveys.OpeningsView.as_view()),
    path("programme-exposure", surveys.ExposureView.as_view()),
]
