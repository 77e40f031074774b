"""The system's addresses and two that fail."""

from django.db import OperationalError
from django.urls import path

from ifi.config.urls import handler404, handler500
from ifi.config.urls import urlpatterns as addresses

__all__ = ["handler404", "handler500", "urlpatterns"]


def broken(request):
    raise ValueError("broken")


def lost_database(request):
    raise OperationalError("connection refused")


urlpatterns = [*addresses, path("broken/", broken), path("lost/", lost_database)]
