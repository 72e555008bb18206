"""Addresses of signing in and up."""

from django.urls import path

from backend.accounts.api import demo, devices, views

urlpatterns = [
    path("session", views.SessionView.as_view()),
    path("session/hat", views.HatView.as_view()),
    path("session/step-up", views.StepUpView.as_view()),
    path("devices", devices.DevicesView.as_view()),
    path("devices/me/beat", devices.DeviceBeatView.as_view()),
    path("devices/<uuid:uid>", devices.DeviceView.as_view()),
    path("devices/<uuid:uid>/revoke", devices.DeviceRevokeView.as_view()),
    path("sign-up/code", views.SignUpCodeView.as_view()),
    path("sign-up", views.SignUpView.as_view()),
    path("demo-accounts", demo.DemoAccountsView.as_view()),
]
