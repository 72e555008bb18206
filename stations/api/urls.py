"""Addresses of places and of the counter's day."""

from django.urls import path

from stations.api import counter

urlpatterns = [
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
