"""Pages of the public face."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ifi.law.facts import Confidence

ABOUT_PAGES = ("sources", "open-data", "contacts", "accessibility")


def about(request: HttpRequest, page: str) -> HttpResponse:
    """What stands in the footer: sources, open data, contacts, accessibility."""
    if page not in ABOUT_PAGES:
        raise Http404
    return render(request, f"portal/about/{page}.html", {"grades": tuple(Confidence)})
