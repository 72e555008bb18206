"""Addresses of places and of the counter's day."""

from django.urls import path

from stations.api import counter, registry, stations

urlpatterns = [
    path("areas", registry.AreasView.as_view()),
    path("areas/try-import", registry.AreaTryImportView.as_view()),
    path("areas/import", registry.AreaImportView.as_view()),
    path("areas/<str:code>", registry.AreaView.as_view()),
    path("areas/<str:code>/edits", registry.AreaEditView.as_view()),
    path("areas/<str:code>/close", registry.AreaCloseView.as_view()),
    path("areas/<str:code>/neighbours", registry.AreaNeighbourView.as_view()),
    path("branches", registry.BranchesView.as_view()),
    path("branches/<uuid:uid>", registry.BranchView.as_view()),
    path("branches/<uuid:uid>/counts", registry.BranchCountsView.as_view()),
    path("place-changes", registry.ChangesView.as_view()),
    path("place-changes/<uuid:uid>", registry.ChangeView.as_view()),
    path("place-changes/<uuid:uid>/decide", registry.ChangeDecideView.as_view()),
    path("stations", stations.StationsView.as_view()),
    path("stations/<uuid:uid>", stations.StationView.as_view()),
    path("stations/<uuid:uid>/as-of", stations.StationAsOfView.as_view()),
    path("stations/<uuid:uid>/contact", stations.StationContactView.as_view()),
    path("stations/<uuid:uid>/edits", stations.StationEditView.as_view()),
    path("stations/<uuid:uid>/moves", stations.StationMovesView.as_view()),
    path("stations/<uuid:uid>/catchments", stations.StationCatchmentsView.as_view()),
    path("stations/<uuid:uid>/branches", stations.StationBranchesView.as_view()),
    path("stations/<uuid:uid>/postings", stations.StationPostingsView.as_view()),
    path("stations/<uuid:uid>/inspections", stations.StationInspectionsView.as_view()),
    path("parcels", counter.ParcelsView.as_view()),
    path("parcels/summary", counter.ParcelSummaryView.as_view()),
    path("parcels/<uuid:uid>", counter.ParcelView.as_view()),
    path("parcels/<uuid:uid>/hand-over", counter.ParcelHandOverView.as_view()),
    path("parcels/<uuid:uid>/undo", counter.ParcelUndoView.as_view()),
    path("parcels/<uuid:uid>/send-back", counter.ParcelSendBackView.as_view()),
    path("parcels/<uuid:uid>/collect", counter.ParcelCollectView.as_view()),
    path("service-records", counter.ServiceRecordsView.as_view()),
    path("service-records/summary", counter.ServiceSummaryView.as_view()),
    path("service-records/<uuid:uid>/void", counter.ServiceRecordVoidView.as_view()),
]
