"""What taking out the trail leaves in it."""

from django.utils.translation import gettext_lazy as _

EVENTS = {"trail.list_exported": _("List of acts downloaded as a file: {format}")}
