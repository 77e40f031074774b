"""Addresses of this room."""

from django.urls import path

from ifi.intake import views

app_name = "intake"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/runs/<uuid:run_id>/", views.run, name="run"),
    path("imports/runs/<uuid:run_id>/confirm", views.confirm, name="confirm"),
    path("imports/runs/<uuid:run_id>/cancel", views.cancel, name="cancel"),
    path("imports/runs/<uuid:run_id>/check-again", views.check_again, name="check_again"),
    path("imports/runs/<uuid:run_id>/annotated", views.annotated, name="annotated"),
    path("imports/runs/<uuid:run_id>/problems.csv", views.problems, name="problems"),
    path("imports/<slug:kind>/", views.upload, name="upload"),
    path("imports/<slug:kind>/template.xlsx", views.template, name="template"),
]
