"""Doors of the payment provider, the household's own pages, the paper on a parcel."""

from django.urls import path

from orders.pages import (
    objections,
    papers,
    paying,
    receipt,
    review_photos,
    shipping_label,
    statement,
)

urlpatterns = [
    path("pay/notify", paying.notify, name="pay-notify"),
    path("pay/return/<str:number>", paying.come_back, name="pay-return"),
    path("my/statement", statement.statement, name="my-statement"),
    path("my/objections", objections.objections, name="my-objections"),
    path("my/access", statement.access, name="my-access"),
    path("print/member-statement/<uuid:uid>", statement.member_statement),
    path("print/statement/<uuid:uid>", statement.printed_statement, name="printed-statement"),
    path("print/passbook/<uuid:uid>", papers.passbook, name="passbook"),
    path("print/income-card/<uuid:uid>", papers.income_card, name="income-card"),
    path("photos/reviews/<slug:digest>.webp", review_photos.shown, name="review-photo"),
    path("print/receipt/<str:number>", receipt.receipt, name="receipt"),
    path("print/shipping/<uuid:uid>", shipping_label.shipping_label, name="shipping-label"),
]
