"""Paying for an order and saying that it came."""

from django.urls import path

from orders.api import counter, fees, incidents, payments, reconciling, setting

urlpatterns = [
    path("orders/<str:number>/payment-attempts", payments.PaymentAttemptsView.as_view()),
    path("orders/<str:number>/counter-codes", counter.CounterCodesView.as_view()),
    path("counter-codes/<uuid:uid>", counter.CounterCodeView.as_view()),
    path("counter-codes/<uuid:uid>/take-back", counter.TakeBackCodeView.as_view()),
    path("reconciliation/bills", reconciling.BillsView.as_view()),
    path("reconciliation/items", reconciling.ItemsView.as_view()),
    path("reconciliation/items/<uuid:uid>/resolve", reconciling.ResolveView.as_view()),
    path("reconciliation/standing", reconciling.StandingView.as_view()),
    path("payment-incidents", incidents.IncidentsView.as_view()),
    path("payment-incidents/<uuid:uid>/take", incidents.TakeIncidentView.as_view()),
    path("payment-incidents/<uuid:uid>/resolve", incidents.ResolveIncidentView.as_view()),
    path("settings", setting.SettingsView.as_view()),
    path("settings/in-force", setting.InForceView.as_view()),
    path("settings/<uuid:uid>/decide", setting.DecideSettingView.as_view()),
    path("settings/fees/preview", fees.PreviewView.as_view()),
    path("orders/<str:number>/splits", fees.SplitsView.as_view()),
    path("orders/<str:number>/confirm-receipt", payments.ConfirmReceiptView.as_view()),
]
