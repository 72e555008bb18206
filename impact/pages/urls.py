"""The household's own page of its income forms."""

from django.urls import path

from impact.pages import own_income

urlpatterns = [path("my/income", own_income.own_income, name="my-income")]
