"""Is the process alive (`/healthz`), can it serve (`/readyz`)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
