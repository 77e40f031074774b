"""Files of worked cases."""

from collections.abc import Mapping

from ifi.law.case_kinds import KINDS
from ifi.law.cases import Case
from ifi.law.facts import Citation
from ifi.law.loader.nodes import Place
from ifi.law.loader.norm_files import ARTICLE
from ifi.law.norms import Act


def read_cases(place: Place, file: str, acts: Mapping[str, Act]) -> tuple[Case, ...]:
    """The cases of one file: `cases:` with code, name, act, article, kind, given, expect."""
    return tuple(_read_case(item, file, acts) for item in place.fields(("cases",))["cases"].each())


def _read_case(place: Place, file: str, acts: Mapping[str, Act]) -> Case:
    fields = place.fields(("code", "name", "act", "kind", "given", "expect"), ("article",))
    kind, act = fields["kind"].text(), fields["act"].text()
    if kind not in KINDS:
        fields["kind"].refuse(f"unknown kind “{kind}”; known here: {', '.join(KINDS)}")
    if act not in acts:
        fields["act"].refuse(f"unknown act “{act}”; acts stand in acts.yaml")
    article = fields["article"].text() if "article" in fields else ""
    if article and not all(ARTICLE.fullmatch(part) for part in article.split("; ")):
        fields["article"].refuse(f"“{article}” is not written like 129(1)(2)")
    return Case(
        code=fields["code"].text(),
        file=file,
        name=fields["name"].texts(),
        citation=Citation(act, article, acts[act].link),
        kind=kind,
        given={name: value.plain() for name, value in fields["given"].items()},
        expect={name: _answer(value) for name, value in fields["expect"].items()},
    )


def _answer(place: Place) -> str | None:
    value = place.plain()
    if value is not None and not isinstance(value, str):
        place.refuse("one text or null is wanted here")
    return value
