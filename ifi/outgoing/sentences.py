"""Sentences of this room's errors."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "outgoing.forbidden": _("The address {host} is not on the public network. Give another address."),
    "antivirus.infected": _("The antivirus scanner found {name} in the file. Send a clean copy."),
    "antivirus.silent": _("The file waits: the antivirus scanner does not answer. It is looked at again by itself."),
}
