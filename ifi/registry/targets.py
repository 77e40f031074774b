"""How organisations and subsoil rights are named where acts and notices speak of them, and whose business they are."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ifi.accounts.rights import Permission, acts_for, may
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown
from ifi.registry import shown
from ifi.registry.classifiers import classifier
from ifi.registry.models import Organisation, OrganisationName, RightHolder, SubsoilRight
from ifi.registry.queries.search import organisations_named


def numbers(keys: Collection[str]) -> list[int]:
    return [number for key in keys if (number := record_number(key)) is not None]


def describe_organisations(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """Names are public; the page of the register is for those who may see it."""
    found = dict(Organisation.objects.filter(pk__in=numbers(keys)).values_list("pk", "bin"))
    newest = OrganisationName.objects.filter(organisation__in=found).order_by("organisation_id", "-validity")
    names = {row.organisation_id: row for row in newest.distinct("organisation_id")}
    sees_record = may(reader, Permission.REGISTRY_SEE_ALL)
    return {
        str(pk): Shown(
            _name(names.get(pk)) or number, reverse("registry:organisation", args=[pk]) if sees_record else ""
        )
        for pk, number in found.items()
    }


def _name(row: OrganisationName | None) -> str:
    texts = {"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en} if row else {}
    return texts.get(shown.language()) or next((text for text in texts.values() if text), "")


def describe_rights(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """Kind, number and date are public."""
    sees_record = may(reader, Permission.REGISTRY_SEE_ALL)
    return {
        str(right.pk): Shown(right_label(right), reverse("registry:right", args=[right.pk]) if sees_record else "")
        for right in SubsoilRight.objects.filter(pk__in=numbers(keys))
    }


def find_organisations(text: str, reader: object) -> Collection[str]:
    """By BIN or name, as the register's own search does."""
    return {str(pk) for pk in organisations_named(text, on=timezone.localdate(), limit=20)}


def find_rights(text: str, reader: object) -> Collection[str]:
    """By the number as written, or by that of the state register."""
    return {str(right.pk) for right in rights_numbered(text)}


def rights_numbered(text: str) -> list[SubsoilRight]:
    return list(SubsoilRight.objects.filter(Q(number__iexact=text.strip()) | Q(registry_id=text.strip()))[:20])


def right_label(right: SubsoilRight) -> str:
    day = f", {right.concluded_on:%d.%m.%Y}" if right.concluded_on else ""
    return f"{shown.label('right_kinds', right.kind)} {right.number or right.registry_id}{day}"


def rights_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """An officer's: rights of the own authority, or all; an organisation's: those that it holds today."""
    wanted = Q()
    if may(reader, Permission.TRAIL_SEE):
        authority = getattr(reader, "authority", "")
        wanted = Q(authority__in=["", authority]) if authority else Q(pk__isnull=False)
    organisation = acts_for(reader) if may(reader, Permission.OWN_TRAIL_SEE) else None
    if organisation is not None:
        held = RightHolder.objects.filter(organisation=organisation, validity__contains=timezone.localdate())
        wanted |= Q(pk__in=held.values("right"))
    if not wanted:
        return ()
    found = SubsoilRight.objects.filter(wanted, pk__in=numbers(keys)).values_list("pk", flat=True)
    return {str(pk) for pk in found}


def organisations_concerning(keys: Collection[str], reader: object) -> Collection[str]:
    """Every officer's; an organisation's: itself."""
    if may(reader, Permission.TRAIL_SEE):
        return keys
    own = str(acts_for(reader)) if may(reader, Permission.OWN_TRAIL_SEE) else ""
    return {key for key in keys if key == own}


def say_holders(value: list[list[str]]) -> str:
    """`Koktas LLP 60 %, …`: who held which share."""
    names = describe_organisations([organisation for organisation, _ in value], None)
    return ", ".join(
        f"{names[organisation].label if organisation in names else organisation} {shown.share(Decimal(share))}"
        for organisation, share in value
    )


def say_code(name: str) -> Callable[[object], str]:
    """Words of the classifier for a code or for several."""

    def say(value: object) -> str:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(shown.label(name, str(code)) if code in classifier(name) else str(code) for code in codes)

    return say
