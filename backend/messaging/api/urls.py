"""Addresses of one's own notices."""

from django.urls import path

from backend.messaging.api.views import NoticesReadView, NoticesUnreadView, NoticesView

urlpatterns = [
    path("notices", NoticesView.as_view()),
    path("notices/unread", NoticesUnreadView.as_view()),
    path("notices/read", NoticesReadView.as_view()),
]
