"""Every address of the system, by room."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from ifi.accounts.views import provider
from ifi.config.access_page import access

urlpatterns = [
    path("", include("ifi.config.health")),
    path("sign-in/provider/callback/", provider.callback, name="provider_callback"),  # one for all languages
    path("", include("ifi.notices.machine_urls")),
    *i18n_patterns(
        path("about/access/", access, name="about_access"),
        path("", include("ifi.portal.urls")),
        path("", include("ifi.accounts.urls")),
        path("", include("ifi.members.urls")),
        path("", include("ifi.signing.urls")),
        path("", include("ifi.trail.urls")),
        path("", include("ifi.registry.urls")),
        path("", include("ifi.intake.urls")),
        path("", include("ifi.notices.urls")),
        path("", include("ifi.news.urls")),
        path("", include("ifi.obligations.urls")),
        prefix_default_language=True,
    ),
]

handler400 = "ifi.portal.errors.bad_request"
handler403 = "ifi.portal.errors.forbidden"
handler404 = "ifi.portal.errors.not_found"
handler500 = "ifi.portal.errors.server_error"
