"""What the acts of this room leave in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "notices.preferences_changed": _("Choices about notices changed"),
    "notices.topic_turned_off": _("Notices on a topic turned off"),
    "notices.topic_turned_on": _("Notices on a topic turned on again"),
    "notices.topic_followed": _("A topic followed"),
    "notices.subscribed": _("Topics followed without an account: {count}"),
    "notices.subscription_changed": _("What is followed without an account changed; topics left: {count}"),
    "notices.subscription_ended": _("Following without an account ended"),
    "notices.chat_connected": _("A Telegram chat connected"),
    "notices.chat_disconnected": _("The Telegram chat disconnected"),
    "notices.trial_sent": _("Trial message sent to oneself"),
    "notices.sent_again": _("Messages that were given up sent again: {count}"),
}
