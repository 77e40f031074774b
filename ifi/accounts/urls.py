"""Addresses of this room."""

from django.urls import include, path

from ifi.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.me, name="me"),
    path("people/", views.people, name="people"),
    path("", include("ifi.accounts.personal.urls")),
]
