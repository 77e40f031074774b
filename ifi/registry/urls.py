"""Addresses of this room."""

from django.urls import path

from ifi.registry.views import details, organisations, rights

app_name = "registry"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("registry/organisations/new/", organisations.new, name="new_organisation"),
    path("registry/organisations/<int:organisation_id>/", organisations.record, name="organisation"),
    path("registry/organisations/<int:organisation_id>/name/", organisations.rename, name="rename_organisation"),
    path("registry/organisations/<int:organisation_id>/details/", organisations.details, name="organisation_details"),
    path("registry/rights/", rights.rights, name="rights"),
    path("registry/rights/new/", rights.new, name="new_right"),
    path("registry/rights/<int:right_id>/", rights.record, name="right"),
    path("registry/rights/<int:right_id>/change/", rights.change, name="change_right"),
    path("registry/rights/<int:right_id>/details/<slug:field>/", details.change, name="right_detail"),
    path("registry/rights/<int:right_id>/details/<int:detail_id>/correct/", details.correct, name="correct_detail"),
    path("registry/rights/<int:right_id>/regime/", rights.regime, name="regime"),
    path("registry/rights/<int:right_id>/holders/", rights.holders, name="holders"),
    path("registry/rights/<int:right_id>/terms/new/", rights.new_term, name="new_term"),
    path("registry/rights/<int:right_id>/terms/<int:term_id>/", rights.decide_term, name="decide_term"),
]
