"""Addresses of this room."""

from django.urls import path

from ifi.trail import views

app_name = "trail"
urlpatterns = [
    path("trail/", views.search, name="search"),
    path("trail/acts.<str:form>", views.acts_file, name="acts_file"),
    path("trail/bundle.zip", views.bundle, name="bundle"),
    path("trail/heads/", views.heads, name="heads"),
    path("trail/heads.json", views.heads_file, name="heads_file"),
    path("trail/verify_bundle.py", views.verifier, name="verifier"),
    path("trail/of/<str:kind>/<str:key>/", views.history, name="history"),
    path("trail/<int:number>/", views.act, name="act"),
    path("trail/<int:number>/proof.json", views.proof, name="proof"),
]
