"""Addresses of this room."""

from django.urls import path

from ifi.signing import views

app_name = "signing"
urlpatterns = [
    path("signing/", views.documents, name="documents"),
    path("signing/<uuid:document_id>/", views.document, name="document"),
    path("signing/<uuid:document_id>/document.json", views.stored_bytes, name="stored_bytes"),
    path("signing/<uuid:document_id>/sign/", views.sign, name="sign"),
    path("signing/<uuid:document_id>/refuse/", views.refuse, name="refuse"),
    path("signing/<uuid:document_id>/signatures/<int:number>/", views.signature, name="signature"),
    path("signing/<uuid:document_id>/signatures/<int:number>/evidence.zip", views.evidence, name="evidence"),
]
