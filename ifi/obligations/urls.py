"""Addresses of this room."""

from django.urls import path

from ifi.obligations.views import acts, duties, organisations, reconciliation, rights

app_name = "obligations"
urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("duties.<str:kind>", duties.duties_file, name="duties_file"),
    path("rights/<int:right_id>/", rights.right, name="right"),
    path("rights/<int:right_id>/<int:year>/", rights.year, name="year"),
    path("rights/<int:right_id>/<int:year>/ledger.csv", rights.ledger_file, name="ledger_file"),
    path("rights/<int:right_id>/<int:year>/<slug:act>/", acts.act, name="act"),
    path("rights/<int:right_id>/<int:year>/<slug:act>/<int:performance_id>/", acts.act, name="act_on_performance"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("reconciliation/", reconciliation.year, name="reconciliation"),
    path("reconciliation.csv", reconciliation.year_file, name="reconciliation_file"),
    path("reconciliation/useiti-2015/", reconciliation.useiti, name="useiti"),
    path("reconciliation/tolerances/", reconciliation.tolerances, name="tolerances"),
]
