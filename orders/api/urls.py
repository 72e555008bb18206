"""Addresses of the catalogue, of orders and of parcels."""

from django.urls import path

from orders.api import catalogue, claims, health, orders, packing, sales, shipments

urlpatterns = [
    path("public/listings", catalogue.ListingsView.as_view()),
    path("public/listings/<uuid:uid>", catalogue.ListingView.as_view()),
    path("public/categories", catalogue.CategoriesView.as_view()),
    path("system/health", health.HealthView.as_view()),
    path("sales", sales.SalesView.as_view()),
    path("sales/overview", sales.OverviewView.as_view()),
    path("sales/file", sales.SalesFileView.as_view()),
    path("member-accounts", sales.AccountsView.as_view()),
    path("member-accounts/file", sales.AccountsFileView.as_view()),
    path("orders/quote", orders.QuoteView.as_view()),
    path("orders", orders.OrdersView.as_view()),
    path("orders/export", orders.OrderExportView.as_view()),
    path("orders/<str:number>", orders.OrderDetailView.as_view()),
    path("orders/<str:number>/cancel", orders.CancelView.as_view()),
    path("orders/<str:number>/refund-preview", claims.RefundPreviewView.as_view()),
    path("orders/<str:number>/claims", claims.OrderClaimsView.as_view()),
    path("claims", claims.ClaimsView.as_view()),
    path("claims/<uuid:uid>", claims.ClaimView.as_view()),
    path("claims/<uuid:uid>/decide", claims.DecideClaimView.as_view()),
    path("claims/<uuid:uid>/receive", claims.ReceiveReturnView.as_view()),
    path("claims/<uuid:uid>/withdraw", claims.WithdrawClaimView.as_view()),
    path("refunds", claims.RefundsView.as_view()),
    path("refunds/<uuid:uid>/retry", claims.RetryRefundView.as_view()),
    path("shipments/pick-list", packing.PickListView.as_view()),
    path("shipments/ship-batch", packing.ShipBatchView.as_view()),
    path("shipments/waybill-hint", packing.WaybillHintView.as_view()),
    path("shipments/<uuid:uid>/adjust", packing.AdjustView.as_view()),
    path("shipments/<uuid:uid>/hand-over", packing.HandOverView.as_view()),
    path("shipments/<uuid:uid>/lose", packing.LoseView.as_view()),
    path("shipments/<uuid:uid>/give-up", packing.GiveUpView.as_view()),
    path("shipments", shipments.ShipmentsView.as_view()),
    path("shipments/<uuid:uid>", shipments.ShipmentView.as_view()),
    path("shipments/<uuid:uid>/pack", shipments.PackView.as_view()),
    path("shipments/<uuid:uid>/ship", shipments.ShipView.as_view()),
    path("shipments/<uuid:uid>/deliver", shipments.DeliverView.as_view()),
    path("stations/mine/today", shipments.TodayView.as_view()),
]
