"""Acts of this room in the trail; a sentence is written without its subject."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "news.item_written": _("wrote a news item"),
    "news.item_revised": _("saved version {version} of the news item"),
    "news.item_made_ready": _("marked the news item as ready to publish"),
    "news.item_taken_back": _("took the news item back for changes"),
    "news.item_published": _("published the news item, version {version}"),
    "news.item_withdrawn": _("withdrew the news item"),
    "calendar.feed_made": _("made a secret address of the personal calendar"),
    "calendar.feed_revoked": _("revoked the address of the personal calendar"),
}
