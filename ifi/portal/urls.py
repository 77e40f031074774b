"""Addresses of the public face."""

from django.urls import path

from ifi.portal import home, views
from ifi.portal.design import design

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("national-picture.csv", home.national_file, name="national_file"),
    path("national-picture/<str:group>.csv", home.group_file, name="group_file"),
    path("about/<slug:page>/", views.about, name="about"),
    path("design/", design, name="design"),
]
