"""Regime files: from YAML to norms, each refusal with its file, line and reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ifi.law.facts import Citation, Confidence
from ifi.law.loader.nodes import Place
from ifi.law.norms import CONTRACT, Act, Norm, Regime, Text, Timeline
from ifi.law.parameters import COMMON_PARAMETERS, PARAMETERS, REGIME_PARAMETERS

ARTICLE = re.compile(r"\d+(-\d+)?(\(\d+(-\d+)?\))*")
_DAY_AS_KNOWN = re.compile(r"\d{4}-(\d{2}|\?\?)-(\d{2}|\?\?)")
_REQUIRED = ("from", "value", "act", "confidence")
_OPTIONAL = ("to", "otherwise", "article", "link", "note", "day_as_known", "stricter", "reaches_earlier")
Timelines = dict[tuple[str, str | None], Timeline]


@dataclass(frozen=True, slots=True)
class RegimeFile:
    """One regime as its own file says it, before what it extends and what is common is added."""

    place: Place
    regime: Regime
    extends: str | None
    notes: Mapping[str, Text]


def read_regime(place: Place, acts: Mapping[str, Act], known: Mapping[str, object]) -> RegimeFile:
    """One regime file. `known`: the norms that may stand in it."""
    fields = place.fields(("regime", "title", "summary", "norms"), ("minerals", "default_mineral", "extends"))
    code = fields["regime"].text()
    minerals = tuple(item.text() for item in fields["minerals"].each()) if "minerals" in fields else ()
    default = fields["default_mineral"].text() if "default_mineral" in fields else None
    if default is not None and default not in minerals:
        fields["default_mineral"].refuse(f"“{default}” is not among the minerals of this file")
    timelines: Timelines = {}
    notes: dict[str, Text] = {}
    for name, value in fields["norms"].items():
        if name not in known:
            value.refuse(f"unknown norm “{name}”; known here: {', '.join(known)}")
        for mineral, entries in _by_mineral(value, minerals):
            line = tuple(_read_norm(entry, name, acts) for entry in entries.each())
            _check_dates(entries, line)
            line = tuple(_with_note(norm, code, mineral, notes) for norm in line)
            timelines[name, mineral] = line
    regime = Regime(code, fields["title"].texts(), fields["summary"].texts(), minerals, default, timelines)
    return RegimeFile(place, regime, fields["extends"].text() if "extends" in fields else None, notes)


def _by_mineral(value: Place, minerals: tuple[str, ...]) -> list[tuple[str | None, Place]]:
    """The timelines of a norm: one for all, or one for each mineral (`solid, common:` names two at once)."""
    if not value.is_mapping():
        return [(None, value)]
    found: list[tuple[str | None, Place]] = []
    for key, entries in value.items():
        for mineral in (part.strip() for part in key.split(",")):
            if mineral not in minerals:
                entries.refuse(f"“{mineral}” is not among the minerals of this file: {', '.join(minerals) or 'none'}")
            if any(mineral == other for other, _ in found):
                entries.refuse(f"“{mineral}” is here twice")
            found.append((mineral, entries))
    for mineral in minerals:
        if all(mineral != other for other, _ in found):
            value.refuse(f"the mineral “{mineral}” has no value")
    return found


def _read_norm(place: Place, name: str, acts: Mapping[str, Act]) -> Norm:
    fields = place.fields(_REQUIRED, _OPTIONAL)
    value = fields["value"].value()
    _check_value(fields["value"], name)
    if "otherwise" in fields:
        if value != CONTRACT:
            fields["otherwise"].refuse("“otherwise” stands only where the value is contract")
        _check_value(fields["otherwise"], name)
    as_known = fields["day_as_known"].text() if "day_as_known" in fields else ""
    if as_known and (not _DAY_AS_KNOWN.fullmatch(as_known) or "note" not in fields):
        fields["day_as_known"].refuse(
            "a day such as 2020-07-?? is wanted here, with a note that says why this day stands"
        )
    norm = Norm(
        name=name,
        value=value,
        valid_from=None if fields["from"].is_null() else fields["from"].day(),
        valid_to=fields["to"].day() if "to" in fields else None,
        citation=read_citation(place, fields, acts),
        otherwise=fields["otherwise"].value() if "otherwise" in fields else None,
        is_stricter="stricter" in fields and fields["stricter"].flag(),
        reaches_earlier="reaches_earlier" in fields and fields["reaches_earlier"].flag(),
        day_as_known=as_known,
        note=fields["note"].texts() if "note" in fields else None,
    )
    if norm.valid_from and norm.valid_to and norm.valid_to < norm.valid_from:
        fields["to"].refuse(f"the period ends on {norm.valid_to} before it begins on {norm.valid_from}")
    return norm


def _check_value(place: Place, name: str) -> None:
    value = place.value()
    check, wanted = PARAMETERS[name]
    if value is not None and not check(value):
        place.refuse(f"{name} cannot be “{_shown(place)}”: {wanted} is wanted")


def _shown(place: Place) -> str:
    value = place.value()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def read_citation(place: Place, fields: Mapping[str, Place], acts: Mapping[str, Act]) -> Citation:
    act = fields["act"].text()
    if act not in acts:
        fields["act"].refuse(f"unknown act “{act}”; acts stand in acts.yaml")
    article = fields["article"].text() if "article" in fields else ""
    if article and not all(ARTICLE.fullmatch(part) for part in article.split("; ")):
        fields["article"].refuse(f"“{article}” is not written like 129(1)(2); several are set apart by “; ”")
    if act == "code" and not article:
        place.refuse("the article of the Code is missing")
    confidence = fields["confidence"].text()
    if confidence not in set(Confidence):
        fields["confidence"].refuse(f"confidence cannot be “{confidence}”: {', '.join(Confidence)} is wanted")
    link = fields["link"].text() if "link" in fields else acts[act].link
    return Citation(act, article, link, Confidence(confidence))


def _check_dates(place: Place, line: Timeline) -> None:
    """Each value begins the day after the one before ends; only the first may begin, only the last may end, openly."""
    entries = place.each()
    if line[0].is_stricter:
        entries[0].refuse("the first value cannot be stricter: nothing stands before it")
    for before, norm, entry in zip(line, line[1:], entries[1:], strict=False):
        if norm.valid_from is None:
            entry.refuse("only the first value may begin without a day")
        if before.valid_to is None:
            entry.refuse(f"the value before has no “to”; it must end on {norm.valid_from - timedelta(days=1)}")
        _check_meeting(entry, before.valid_to, norm.valid_from)


def _check_meeting(entry: Place, ends: date, begins: date) -> None:
    if begins <= ends:
        entry.refuse(f"overlaps the value before: it begins on {begins}, that one ends on {ends}")
    if begins > ends + timedelta(days=1):
        entry.refuse(f"leaves a gap: it begins on {begins}, the value before ends on {ends}")


def _with_note(norm: Norm, regime: str, mineral: str | None, notes: dict[str, Text]) -> Norm:
    """The norm with its note's code in the citation: regime, norm, mineral and first day name it for good."""
    if norm.note is None:
        return norm
    code = ":".join((regime, norm.name, *((mineral,) if mineral else ()), str(norm.valid_from or "always")))
    notes[code] = norm.note
    return replace(norm, citation=replace(norm.citation, note=code))


def complete(file: RegimeFile, files: Mapping[str, RegimeFile], common: RegimeFile) -> Regime:
    """The regime with what it extends and with the common norms; a norm that is still missing is refused."""
    own, timelines = file.regime, dict(common.regime.timelines)
    if file.extends is not None:
        if file.extends not in files or files[file.extends].extends is not None:
            file.place.refuse(f"extends “{file.extends}”, which is no regime that stands by itself")
        _take(timelines, files[file.extends].regime)
    _take(timelines, own)
    given = {name for name, _ in timelines}
    if missing := [f"“{name}”" for name in REGIME_PARAMETERS if name not in given]:
        file.place.refuse(
            f"the norm {missing[0]} is missing" if len(missing) == 1 else f"norms are missing: {', '.join(missing)}"
        )
    lines = tuple(timelines.values())
    return replace(
        own,
        timelines=timelines,
        changes_on=_days(norm for name, line in timelines.items() if name[0] not in COMMON_PARAMETERS for norm in line),
        stricter_from=_days(norm for line in lines for norm in line if norm.is_stricter and not norm.reaches_earlier),
    )


def _take(timelines: Timelines, regime: Regime) -> None:
    for name in {known for known, _ in regime.timelines}:
        for key in [key for key in timelines if key[0] == name]:
            del timelines[key]
    timelines.update(regime.timelines)


def _days(norms: Iterable[Norm]) -> tuple[date, ...]:
    return tuple(sorted({norm.valid_from for norm in norms if norm.valid_from}))
