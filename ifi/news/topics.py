"""What a news item may be about: the topics that readers filter by, follow and subscribe to.

The codes are those of the notices' public topics: `industry/uranium`, `focus/medtech`, `obligations`, `calls`.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INDUSTRIES: Mapping[str, Promise] = {
    "oil_gas": _("Oil and gas"),
    "uranium": _("Uranium and nuclear industry"),
    "mining": _("Mining and metallurgy"),
    "power": _("Power engineering"),
    "chemistry": _("Chemistry and petrochemistry"),
    "machinery": _("Machine building"),
}
FOCUS_AREAS: Mapping[str, Promise] = {
    "medtech": _("MedTech: technologies for health care"),
    "agritech": _("AgriTech: technologies for farming"),
    "greentech": _("GreenTech: clean technologies"),
}
TOPICS: Mapping[str, Promise] = {
    "obligations": _("Obligations of subsoil users"),
    "calls": _("Calls and deadlines"),
    **{f"industry/{code}": label for code, label in INDUSTRIES.items()},
    **{f"focus/{code}": label for code, label in FOCUS_AREAS.items()},
}


def industries() -> Mapping[str, str]:
    """Code → name in the reader's language."""
    return {code: str(label) for code, label in INDUSTRIES.items()}


def focus_areas() -> Mapping[str, str]:
    """Code → name in the reader's language."""
    return {code: str(label) for code, label in FOCUS_AREAS.items()}
