"""Addresses of one's own data; part of the room's."""

from django.urls import path

from ifi.accounts.personal import views

urlpatterns = [
    path("me/data/", views.personal_data, name="personal_data"),
    path("me/data/file/", views.personal_data_file, name="personal_data_file"),
    path("me/data/erased/", views.erased, name="erased"),
]
