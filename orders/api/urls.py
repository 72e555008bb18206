"""Addresses of the catalogue, of orders and of parcels."""

from django.urls import path

from orders.api import catalogue, orders, shipments

urlpatterns = [
    path("public/listings", catalogue.ListingsView.as_view()),
    path("public/listings/<uuid:uid>", catalogue.ListingView.as_view()),
    path("public/categories", catalogue.CategoriesView.as_view()),
    path("orders/quote", orders.QuoteView.as_view()),
    path("orders", orders.OrdersView.as_view()),
    path("orders/<str:number>", orders.OrderDetailView.as_view()),
    path("orders/<str:number>/cancel", orders.CancelView.as_view()),
    path("shipments", shipments.ShipmentsView.as_view()),
    path("shipments/<uuid:uid>", shipments.ShipmentView.as_view()),
    path("shipments/<uuid:uid>/pack", shipments.PackView.as_view()),
    path("shipments/<uuid:uid>/ship", shipments.ShipView.as_view()),
    path("shipments/<uuid:uid>/deliver", shipments.DeliverView.as_view()),
    path("stations/mine/today", shipments.TodayView.as_view()),
]
