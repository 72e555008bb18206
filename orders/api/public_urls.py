"""The catalogue. Thousands read it, so `backend.urls` asks here before two hundred other doors."""

from django.urls import path

from orders.api import catalogue, reviews

urlpatterns = [
    path("public/listings", catalogue.ListingsView.as_view()),
    path("public/listings/<uuid:uid>", catalogue.ListingView.as_view()),
    path("public/listings/<uuid:uid>/seller", catalogue.SellerView.as_view()),
    path("public/listings/<uuid:uid>/delivery", catalogue.DeliveryView.as_view()),
    path("public/listings/<uuid:uid>/reviews", reviews.ListingReviewsView.as_view()),
    path("public/categories", catalogue.CategoriesView.as_view()),
    path("public/townships", catalogue.TownshipsView.as_view()),
    path("public/suggestions", catalogue.SuggestionsView.as_view()),
]
