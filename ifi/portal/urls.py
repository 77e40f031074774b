"""Addresses of the public face."""

from django.urls import path

from ifi.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]
