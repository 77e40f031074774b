"""Acts of this room in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "news.item_written": _("News item written"),
    "news.item_revised": _("Version {version} of the news item saved"),
    "news.item_made_ready": _("News item marked as ready to publish"),
    "news.item_taken_back": _("News item taken back for changes"),
    "news.item_published": _("News item published, version {version}"),
    "news.item_withdrawn": _("News item withdrawn"),
    "calendar.feed_made": _("Secret address of the personal calendar made"),
    "calendar.feed_revoked": _("Address of the personal calendar revoked"),
}
