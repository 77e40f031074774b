"""Addresses of the public face."""

from django.urls import path

from ifi.portal import home, views
from ifi.portal.design import design
from ifi.portal.law import views as law

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("national-picture.csv", home.national_file, name="national_file"),
    path("national-picture/<str:group>.csv", home.group_file, name="group_file"),
    path("about/<slug:page>/", views.about, name="about"),
    path("design/", design, name="design"),
    path("law/", law.index, name="law"),
    path("law/cases/", law.worked_cases, name="law_cases"),
    path("law/unknown/", law.unknown, name="law_unknown"),
    path("law/<str:code>/", law.regime, name="law_regime"),
]
