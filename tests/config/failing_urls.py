"""Addresses that fail, for the tests of what an answer carries even then."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from ifi.config.urls import urlpatterns as ours


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted fault")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("fail", fail), path("refuse", refuse), *ours]
