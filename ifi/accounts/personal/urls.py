"""Addresses of a person's data; part of the room's."""

from django.urls import path

from ifi.accounts.personal import views

urlpatterns = [
    path("me/data/", views.personal_data, name="personal_data"),
    path("me/data/file/", views.personal_data_file, name="personal_data_file"),
    path("me/data/erased/", views.erased, name="erased"),
    path("people/<int:pk>/data/", views.person_data, name="person_data"),
    path("people/<int:pk>/data/file/", views.person_data_file, name="person_data_file"),
]
