"""Paying for an order and saying that it came."""

from django.urls import path

from orders.api import payments

urlpatterns = [
    path("orders/<str:number>/payment-attempts", payments.PaymentAttemptsView.as_view()),
    path("orders/<str:number>/confirm-receipt", payments.ConfirmReceiptView.as_view()),
]
