"""Addresses without script; they stand on labels and papers and never change."""

from django.urls import path

from cooperatives.pages import photos, views

urlpatterns = [
    path("t/<str:code>", views.trace, name="trace"),
    path("c/<str:token>", views.certificate, name="certificate"),
    path("photos/private/<str:signed>", photos.private, name="private-photo"),
    path("photos/<str:name>.webp", photos.public, name="photo"),
    path("print/label/<str:code>", views.label, name="label"),
    path("print/slip/<uuid:uid>", views.slip, name="slip"),
]
