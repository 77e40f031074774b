"""Subsoil rights: register one, change it, its regime and its own terms, end it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from ifi.accounts.rights import Permission, check_may
from ifi.core.errors import NotAllowed
from ifi.law.facts import Citation, OwnTerm
from ifi.law.regimes import REGIMES
from ifi.law.terms import Source, check_own_term
from ifi.ledger.isolation import serializable
from ifi.registry.errors import RegimeUnknown, RightUnknown, RightUnnumbered, TermMissing
from ifi.registry.models import RightDetail, RightRegime, RightTerm, SubsoilRight
from ifi.registry.periods import stored
from ifi.registry.rules.details import Codes
from ifi.registry.rules.holders import check_dates
from ifi.registry.services.dated import change_from, held_on, refusals
from ifi.registry.services.following import rights_passed
from ifi.registry.services.organisations import check_codes
from ifi.registry.services.recording import differences, record_right, record_term


@dataclass(frozen=True, slots=True)
class WrittenFields:
    """What is written about a right once. Number and date are kept as written; a number or a register id is needed."""

    kind: str
    number: str = ""
    concluded_on: date | None = None
    concluded_as_written: str = ""
    registry_id: str | None = None
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    obligations_text: str = ""

    def written(self) -> dict[str, object]:
        """The stored columns, checked. Raises RightUnnumbered, CodeUnknown, DatesOutOfOrder, DatesImplausible."""
        if not self.number.strip() and not self.registry_id:
            raise RightUnnumbered
        check_codes("right_kinds", self.kind)
        check_dates(concluded_on=self.concluded_on, starts_on=self.starts_on, ends_on=self.ends_on)
        return {
            "kind": self.kind,
            "number": self.number.strip(),
            "concluded_on": self.concluded_on,
            "concluded_as_written": self.concluded_as_written,
            "registry_id": self.registry_id or None,
            "name": self.name,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "obligations_text": self.obligations_text,
        }


@dataclass(frozen=True, slots=True)
class RightFields(WrittenFields):
    """A new right: what is written about it, and the first values of what is dated from then on."""

    minerals: Sequence[str] = field(default=())
    region: str = ""
    authority: str = ""
    exempt_ground: str = ""

    def details(self) -> dict[str, tuple[str, ...]]:
        """Field → its codes, checked; what is not known is left out. Raises CodeUnknown."""
        check_codes("minerals", *self.minerals)
        check_codes("regions", self.region)
        check_codes("authorities", self.authority)
        check_codes("exemption_grounds", self.exempt_ground)
        single = {"region": self.region, "authority": self.authority, "exempt_ground": self.exempt_ground}
        given = {"minerals": tuple(self.minerals), **{name: (code,) for name, code in single.items() if code}}
        return {name: codes for name, codes in given.items() if codes}


def create_right(
    *,
    fields: RightFields,
    regime: str = "",
    regime_since: date | None = None,
    source: str = "",
    is_demonstration: bool = False,
    by: object,
) -> SubsoilRight:
    """Register a right; holders and own terms are set apart. An empty regime = not known yet. Minerals, region,
    authority and ground of exemption hold from the beginning until a change is recorded.

    Raises NotAllowed, RightExists, RegimeUnknown and what the methods of RightFields raise.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    check_may_edit(by, fields.authority)
    details = fields.details()
    columns = fields.written() | last_columns(details)
    check_regime(regime)
    with refusals(), transaction.atomic():
        right = SubsoilRight.objects.create(**columns, source=source, is_demonstration=is_demonstration)
        RightDetail.objects.bulk_create(first_details(right.pk, details))
        if regime:
            RightRegime.objects.create(right=right, regime=regime, validity=stored(regime_since, None))
        given = {name: value for name, value in columns.items() if value} | {"regime": regime}
        record_right("registry.right_created", right.pk, by=by, changes=differences(None, given))
    return right


def first_details(right_id: int, details: Mapping[str, Codes], since: date | None = None) -> list[RightDetail]:
    """Rows for the first values of a new right, to be written with it."""
    validity = stored(since, None)
    return [
        RightDetail(right_id=right_id, field=name, codes=list(codes), validity=validity)
        for name, codes in details.items()
    ]


def last_columns(details: Mapping[str, Codes]) -> dict[str, object]:
    """What the right's own columns say of these values, so that the database need not set them after it."""
    return {name: list(codes) if name == "minerals" else codes[0] for name, codes in details.items() if codes}


@serializable
def change_right(*, right_id: int, fields: WrittenFields, by: object) -> bool:
    """Put right what is written about a right once; False when nothing differs. What is dated has acts of its own.

    Raises what create_right raises.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    columns = fields.written()
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        changed = [name for name, value in columns.items() if getattr(right, name) != value]
        changes = differences(right, {name: columns[name] for name in changed})
        for name in changed:
            setattr(right, name, columns[name])
        right.save(update_fields=changed)
        if changed:
            record_right("registry.right_changed", right.pk, by=by, changes=changes)
        if "ends_on" in changed:
            rights_passed([right_id], by=by)
    return bool(changed)


def set_regime(*, right_id: int, regime: str, on: date | None, by: object) -> bool:
    """From the day `on` the regime governs the right, up to the next recorded change. False = it did already.

    Raises NotAllowed, RightUnknown, RegimeUnknown.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    check_regime(regime)
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        changes = differences(held_on(right.regimes.all(), on), {"regime": regime})
        changed = change_from(right.regimes.all(), {"right": right}, {"regime": regime}, on)
        if changed:
            record_right("registry.regime_set", right.pk, by=by, on=on, changes=changes)
        return changed


def set_term(
    *,
    right_id: int,
    parameter: str,
    value: str,
    clause: str = "",
    quote: str = "",
    is_confirmed: bool = True,
    on: date | None = None,
    by: object,
) -> bool:
    """From the day `on` the instrument itself says so about the parameter; it overrides the norm of that name.

    Raises NotAllowed, RightUnknown and OwnTermUnreadable.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    check_term(parameter, value)
    values = {"value": value, "clause": clause, "quote": quote, "is_confirmed": is_confirmed}
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        rows = right.terms.filter(parameter=parameter)
        changes = differences(held_on(rows, on), values)
        changed = change_from(rows, {"right": right, "parameter": parameter}, values, on)
        if changed:
            record_right("registry.term_set", right.pk, by=by, on=on, changes=changes, parameter=parameter)
        return changed


def confirm_term(*, term_id: int, by: object) -> None:
    """A person has compared the term with the instrument; from now on it decides. Raises NotAllowed, TermMissing."""
    with transaction.atomic():
        term = _locked_term(term_id, by)
        term.is_confirmed = True
        term.save(update_fields=["is_confirmed"])
        record_term("registry.term_confirmed", term, by=by)


def drop_term(*, term_id: int, by: object) -> None:
    """Remove a term that a program read wrongly. Only unconfirmed terms can go. Raises NotAllowed, TermMissing."""
    with transaction.atomic():
        term = _locked_term(term_id, by)
        if term.is_confirmed:
            raise TermMissing(term=term_id)
        term.delete()
        record_term("registry.term_dropped", term, by=by)


def _locked_term(term_id: int, by: object) -> RightTerm:
    check_may(by, Permission.REGISTRY_EDIT)
    term = RightTerm.objects.select_for_update(of=("self",)).select_related("right").filter(pk=term_id).first()
    if term is None:
        raise TermMissing(term=term_id)
    check_may_edit(by, term.right.authority)
    return term


@serializable
def end_right(*, right_id: int, on: date, by: object) -> None:
    """The right ends with the day `on`, which is its last. Raises NotAllowed, RightUnknown, DatesOutOfOrder."""
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        check_dates(concluded_on=right.concluded_on, starts_on=right.starts_on, ends_on=on)
        changes = differences(right, {"ends_on": on})
        right.ends_on = on
        right.save(update_fields=["ends_on"])
        record_right("registry.right_ended", right.pk, by=by, on=on, changes=changes)
        rights_passed([right_id], by=by)


def locked_right(right_id: int, by: object) -> SubsoilRight:
    """The right, locked until the transaction ends, for someone who may edit it. Raises NotAllowed, RightUnknown."""
    check_may(by, Permission.REGISTRY_EDIT)
    right = SubsoilRight.objects.select_for_update(no_key=True).filter(pk=right_id).first()
    if right is None:
        raise RightUnknown(right=right_id)
    check_may_edit(by, right.authority)
    return right


def check_may_edit(by: object, authority: str) -> None:
    """An officer of one authority edits the entries of rights that are that authority's, as recorded last, and of those
    that no authority has yet: the file of a right passes on whole, its past with it.

    Raises NotAllowed.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    own = getattr(by, "authority", "")
    if own and authority and own != authority:
        raise NotAllowed(permission=Permission.REGISTRY_EDIT.value)


def check_regime(regime: str) -> None:
    """The law's data hold the regime; empty = not known. Raises RegimeUnknown."""
    if regime and regime not in REGIMES:
        raise RegimeUnknown(regime=regime)


def check_term(parameter: str, value: str) -> None:
    """The text suits the parameter, as the law reads it. Raises OwnTermUnreadable."""
    check_own_term(OwnTerm(parameter, value, Citation(act=Source.INSTRUMENT)))
