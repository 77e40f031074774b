"""Addresses of the public face."""

from django.urls import path

from ifi.portal import views
from ifi.portal.design import design

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/<slug:page>/", views.about, name="about"),
    path("design/", design, name="design"),
]
