"""What the acts of this room leave in the trail."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "registry.organisation_created": _("Organisation registered"),
    "registry.organisation_renamed": _("Name of the organisation changed"),
    "registry.organisation_names_filled": _("Name of the organisation added in another language"),
    "registry.organisation_details_set": _("Region and activity of the organisation changed"),
    "registry.organisation_kinds_set": _("Kinds of the organisation changed"),
    "registry.right_created": _("Subsoil right registered"),
    "registry.right_changed": _("Entry of the subsoil right corrected"),
    "registry.right_ended": _("Subsoil right ended"),
    "registry.minerals_set": _("Minerals of the subsoil right changed"),
    "registry.region_set": _("Region of the subsoil right changed"),
    "registry.authority_set": _("Competent authority of the subsoil right changed"),
    "registry.details_carried_over": _("Minerals, regions, authorities and exemptions dated at the upgrade: {count}"),
    "registry.right_exempted": _("Exemption of the subsoil right changed"),
    "registry.regime_set": _("Regime of the subsoil right changed"),
    "registry.holders_set": _("Holders of the subsoil right changed"),
    "registry.term_set": _("Own term of the instrument recorded"),
    "registry.term_confirmed": _("Own term of the instrument confirmed"),
    "registry.term_dropped": _("Own term of the instrument removed"),
    "registry.register_imported": _("Register imported: {count} rows"),
}
