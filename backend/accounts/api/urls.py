"""Addresses of signing in and up."""

from django.urls import path

from backend.accounts.api import demo, devices, people, traces, views

urlpatterns = [
    path("session", views.SessionView.as_view()),
    path("session/hat", views.HatView.as_view()),
    path("session/step-up", views.StepUpView.as_view()),
    path("session/password", people.PasswordView.as_view()),
    path("session/second-factor", people.SecondFactorView.as_view()),
    path("session/second-factor/confirm", people.SecondFactorConfirmView.as_view()),
    path("sign-up/reset-code", views.ResetCodeView.as_view()),
    path("sign-up/reset", views.ResetView.as_view()),
    path("accounts", people.AccountsView.as_view()),
    path("accounts/<uuid:uid>/close", people.AccountCloseView.as_view()),
    path("accounts/<uuid:uid>/open", people.AccountOpenView.as_view()),
    path("assignments", people.AssignmentsView.as_view()),
    path("assignments/<uuid:uid>/end", people.AssignmentEndView.as_view()),
    path("audit/events", traces.EventsView.as_view()),
    path("audit/accesses", traces.AccessesView.as_view()),
    path("audit/chain", traces.ChainView.as_view()),
    path("audit/export", traces.TraceExportView.as_view()),
    path("partner-clients", devices.PartnerClientsView.as_view()),
    path("devices", devices.DevicesView.as_view()),
    path("devices/me/beat", devices.DeviceBeatView.as_view()),
    path("devices/<uuid:uid>", devices.DeviceView.as_view()),
    path("devices/<uuid:uid>/revoke", devices.DeviceRevokeView.as_view()),
    path("sign-up/code", views.SignUpCodeView.as_view()),
    path("sign-up", views.SignUpView.as_view()),
    path("demo-accounts", demo.DemoAccountsView.as_view()),
]
