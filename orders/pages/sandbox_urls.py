"""Addresses of the local gateway; `backend.urls` takes them in where the sandbox is enabled."""

from django.urls import path

from orders.pages import sandbox

urlpatterns = [
    path("sandbox/gateway.do", sandbox.gateway, name="sandbox-gateway"),
    path("sandbox/switches/", sandbox.switches, name="sandbox-switches"),
    path("sandbox/cashier/", sandbox.cashier, name="sandbox-cashier"),
    path("sandbox/cashier/<str:trade_no>/<str:name>", sandbox.action, name="sandbox-action"),
    path("sandbox/bill/<str:token>", sandbox.bill, name="sandbox-bill"),
]
