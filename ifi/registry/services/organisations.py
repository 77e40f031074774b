"""Organisations: register one, change its name, region, activity or kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ifi.accounts.rights import Permission, check_may
from ifi.core.identifiers import NumberMalformed, parse_bin, parse_iin
from ifi.registry.classifiers import classifier
from ifi.registry.errors import CodeUnknown, NameMissing, OrganisationExists, OrganisationUnknown
from ifi.registry.models import Organisation, OrganisationDetail, OrganisationName
from ifi.registry.periods import stored
from ifi.registry.rules import folded_names
from ifi.registry.services.dated import change_from, held_on, refusals
from ifi.registry.services.recording import differences, record_organisation


@dataclass(frozen=True, slots=True)
class Names:
    """A name in up to three languages, as written; one at least is needed."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def columns(self) -> dict[str, str]:
        """The stored columns, trimmed, with what search compares. Raises NameMissing."""
        kk, ru, en = (" ".join(name.split()) for name in (self.kk, self.ru, self.en))
        if not (kk or ru or en):
            raise NameMissing
        return {"name_kk": kk, "name_ru": ru, "name_en": en, "folded": folded_names(kk, ru, en)}


def parse_number(text: str) -> str:
    """A BIN, or the IIN of an entrepreneur. Raises NumberMalformed or CheckDigitWrong."""
    try:
        return parse_bin(text)
    except NumberMalformed:
        return parse_iin(text)


def check_codes(name: str, *codes: str) -> None:
    """Every code that is not empty stands in the classifier. Raises CodeUnknown."""
    for code in codes:
        if code and code not in classifier(name):
            raise CodeUnknown(classifier=name, value=code)


def create_organisation(
    *,
    bin: str,
    names: Names,
    kinds: Sequence[str] = (),
    region: str = "",
    kato: str = "",
    oked: str = "",
    since: date | None = None,
    source: str = "",
    is_demonstration: bool = False,
    by: object,
) -> Organisation:
    """Register an organisation. `since`: the day from which name and region are known to hold; None = the beginning.

    Raises NotAllowed, NumberMalformed, CheckDigitWrong, NameMissing, CodeUnknown, OrganisationExists.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    number = parse_number(bin)
    columns = names.columns()
    region = check_details(region=region, kato=kato, oked=oked)
    check_codes("organisation_kinds", *kinds)
    with refusals(bin=number), transaction.atomic():
        if Organisation.objects.filter(bin=number).exists():
            raise OrganisationExists(bin=number)
        organisation = Organisation.objects.create(
            bin=number, kinds=sorted(set(kinds)), source=source, is_demonstration=is_demonstration
        )
        OrganisationName.objects.create(organisation=organisation, validity=stored(since, None), **columns)
        if region or kato or oked:
            OrganisationDetail.objects.create(
                organisation=organisation, region=region, kato=kato, oked=oked, validity=stored(since, None)
            )
        given = columns | {"kinds": organisation.kinds, "region": region, "kato": kato, "oked": oked}
        changes = differences(None, {name: value for name, value in given.items() if value})
        record_organisation("registry.organisation_created", organisation, by=by, changes=changes)
    return organisation


def check_details(*, region: str, kato: str, oked: str) -> str:
    """The region, taken from the KATO code where only that is given. Raises CodeUnknown."""
    if kato and not (len(kato) == 9 and kato.isascii() and kato.isdigit()):
        raise CodeUnknown(classifier="kato", value=kato)
    if kato and region and not kato.startswith(region):
        raise CodeUnknown(classifier="kato", value=kato)
    region = region or kato[:2]
    check_codes("regions", region)
    if oked and not oked.replace(".", "").isdigit():
        raise CodeUnknown(classifier="activities", value=oked)
    return region


def rename_organisation(*, organisation_id: int, names: Names, on: date | None, by: object) -> bool:
    """From the day `on` the organisation bears these names; former ones stay findable. False = it bore them already.

    Raises NotAllowed, OrganisationUnknown, NameMissing.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    columns = names.columns()
    with refusals(), transaction.atomic():
        organisation = locked_organisation(organisation_id)
        changes = differences(held_on(organisation.names.all(), on), columns)
        changed = change_from(organisation.names.all(), {"organisation": organisation}, columns, on)
        if changed:
            record_organisation("registry.organisation_renamed", organisation, by=by, on=on, changes=changes)
        return changed


def fill_names(*, organisation_id: int, names: Names, by: object) -> None:
    """Add the name in a language in which the present name has none; it holds for as long as the present name does.

    Raises NotAllowed, OrganisationUnknown, NameMissing.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    columns = names.columns()
    with refusals(), transaction.atomic():
        organisation = locked_organisation(organisation_id)
        present = organisation.names.order_by("-validity").first()
        assert present is not None, "every organisation has a name"
        filled = {name: getattr(present, name) or columns[name] for name in ("name_kk", "name_ru", "name_en")}
        changes = differences(present, filled)
        for name, value in filled.items():
            setattr(present, name, value)
        present.folded = folded_names(present.name_kk, present.name_ru, present.name_en)
        present.save()
        record_organisation("registry.organisation_names_filled", organisation, by=by, changes=changes)


def set_details(
    *, organisation_id: int, region: str, kato: str = "", oked: str = "", on: date | None, by: object
) -> bool:
    """From the day `on` the organisation is registered in that region and active in that field.

    Raises NotAllowed, OrganisationUnknown, CodeUnknown.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    values = {"region": check_details(region=region, kato=kato, oked=oked), "kato": kato, "oked": oked}
    with refusals(), transaction.atomic():
        organisation = locked_organisation(organisation_id)
        changes = differences(held_on(organisation.details.all(), on), values)
        changed = change_from(organisation.details.all(), {"organisation": organisation}, values, on)
        if changed:
            record_organisation("registry.organisation_details_set", organisation, by=by, on=on, changes=changes)
        return changed


def set_kinds(*, organisation_id: int, kinds: Sequence[str], by: object) -> None:
    """What the organisation is for this system. Raises NotAllowed, OrganisationUnknown, CodeUnknown."""
    check_may(by, Permission.REGISTRY_EDIT)
    check_codes("organisation_kinds", *kinds)
    with transaction.atomic():
        organisation = locked_organisation(organisation_id)
        changes = differences(organisation, {"kinds": sorted(set(kinds))})
        organisation.kinds = sorted(set(kinds))
        organisation.save(update_fields=["kinds"])
        record_organisation("registry.organisation_kinds_set", organisation, by=by, changes=changes)


def locked_organisation(organisation_id: int) -> Organisation:
    """The organisation, locked until the transaction ends. Raises OrganisationUnknown."""
    organisation = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if organisation is None:
        raise OrganisationUnknown(organisation=organisation_id)
    return organisation
