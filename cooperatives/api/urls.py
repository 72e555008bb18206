"""Addresses of the counter and of listings."""

from django.urls import path

from cooperatives.api import listings, produce, receiving

urlpatterns = [
    path("stations/mine", produce.StationMineView.as_view()),
    path("households", produce.HouseholdsView.as_view()),
    path("products", produce.ProductsView.as_view()),
    path("prices", produce.PricesView.as_view()),
    path("receipts", receiving.ReceiptsView.as_view()),
    path("receipts/batch", receiving.ReceiptBatchView.as_view()),
    path("receipts/<uuid:uid>", receiving.ReceiptView.as_view()),
    path("photos", receiving.PhotosView.as_view()),
    path("lots", produce.LotsView.as_view()),
    path("lots/<str:code>", produce.LotView.as_view()),
    path("listings", listings.ListingsView.as_view()),
    path("listings/<uuid:uid>", listings.ListingView.as_view()),
    path("listings/<uuid:uid>/stock", listings.ListingStockView.as_view()),
    path("listings/<uuid:uid>/release", listings.ListingReleaseView.as_view()),
    path("listings/<uuid:uid>/return", listings.ListingReturnView.as_view()),
    path("listings/<uuid:uid>/take-down", listings.ListingTakeDownView.as_view()),
]
