"""Doors of the payment provider and the household's own pages."""

from django.urls import path

from orders.pages import paying, statement

urlpatterns = [
    path("pay/notify", paying.notify, name="pay-notify"),
    path("pay/return/<str:number>", paying.come_back, name="pay-return"),
    path("my/statement", statement.statement, name="my-statement"),
    path("my/access", statement.access, name="my-access"),
]
