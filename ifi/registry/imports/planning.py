"""A register's file beside the registry: what is new, what changes, what is wrong."""

from dataclasses import dataclass, field

import polars as pl

from ifi.registry.imports.reading import read_lines
from ifi.registry.imports.stored import Stored, load
from ifi.registry.rules import ObligationsRead, read_obligations, research_terms
from ifi.registry.rules.register_plan import RightPlan, plan_change, plan_new
from ifi.registry.rules.register_rows import GivenRegister, GivenRight, RowProblem, join_lines

# Problems of cells that are missing: in a row with a refused cell that cell may be the missing one.
_ABOUT_MISSING = {
    "registry.right_unnumbered",
    "registry.import.holder_needs_bin",
    "registry.import.share_needs_holder",
    "registry.import.share_needed",
}


@dataclass(slots=True)
class FilePlan:
    rights: list[RightPlan] = field(default_factory=list)
    new_organisations: dict[str, dict[str, str]] = field(default_factory=dict)  # BIN → names by language
    new_names: dict[str, tuple[int, dict[str, str], bool]] = field(default_factory=dict)  # id, names, is it a rename
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Rows that change nothing."""
        return sum(len(plan.given.rows) for plan in self.rights if plan.is_empty)


def plan_file(frame: pl.DataFrame, *, by: object) -> FilePlan:
    """What the rows of the frame mean for the registry as it is now. Reads only."""
    lines, problems = read_lines(frame)
    register = join_lines(lines)
    stored = load(register)
    file = FilePlan(problems=[*problems, *register.problems])
    _plan_organisations(file, register, stored)
    for given in register.rights.values():
        _plan_right(file, given, stored, by)
    _check_numbers(file)
    bad = set(frame.filter(~pl.col("is_good"))["row"].to_list())
    file.problems += [problem for plan in file.rights for problem in plan.problems]
    file.problems = [one for one in file.problems if one.row not in bad or one.code not in _ABOUT_MISSING]
    return file


def _plan_organisations(file: FilePlan, register: GivenRegister, stored: Stored) -> None:
    for bin, row in register.first_row.items():
        given, known = register.names[bin], stored.organisations.get(bin)
        if known is None:
            file.new_organisations[bin] = given
            if not given:
                file.problems.append(RowProblem(row, "bin", "registry.import.name_needed", (("value", bin),)))
            continue
        differing = {language for language, name in given.items() if known.names.get(language) != name}
        if not differing:
            continue
        replaced = [language for language in differing if known.names.get(language)]
        file.new_names[bin] = (known.id, known.names | given, bool(replaced))
        for language in replaced:
            former = (("name", known.names[language]),)
            file.problems.append(RowProblem(row, f"holder_{language}", "registry.import.renames", former, True))


def _plan_right(file: FilePlan, given: GivenRight, stored: Stored, by: object) -> None:
    found = stored.find(given)
    numbered = stored.numbered(given)
    if numbered is not None and numbered is not found:
        file.problems += [RowProblem(row, "number", "registry.right_exists") for row in given.rows]
    if found is None:
        plan = plan_new(given)
    else:
        plan = plan_change(
            given,
            right_id=found.id,
            stored=found.values,
            details=found.details,
            holders=found.holders,
            regimes=found.regimes,
        )
        for name, value in plan.values.items():
            if found.values[name]:
                _tell_change(plan, name, found.values[name], value)
    if "obligations_text" in plan.values:
        _read_text(plan, read_obligations(plan.values["obligations_text"]), found.parameters if found else set())
    authorities = {given.values.get("authority"), found.values["authority"] if found else None} - {None, ""}
    own = getattr(by, "authority", "")
    if own and authorities - {own}:
        plan.problems += [RowProblem(row, "authority", "registry.import.other_authority") for row in given.rows]
    file.rights.append(plan)


def _tell_change(plan: RightPlan, name: str, held: object, value: object) -> None:
    column = {"concluded_on": "concluded", "concluded_as_written": "concluded"}.get(name, name)
    shown = str(held)[:200]
    plan.problems.append(
        RowProblem(plan.given.rows[0], column, "registry.import.changes", (("stored", shown),), is_warning=True)
    )


def _read_text(plan: RightPlan, read: ObligationsRead, known: set[str]) -> None:
    """Own terms that the text offers, unless the right has such terms already; what was not read is shown."""
    plan.terms = tuple(term for term in research_terms(read) if term[0] not in known)
    if read.remainder:
        text = (("text", " … ".join(read.remainder)[:300]),)
        warning = RowProblem(
            plan.given.rows[0], "obligations_text", "registry.import.text_unread", text, is_warning=True
        )
        plan.problems.append(warning)


def _check_numbers(file: FilePlan) -> None:
    """Two new rights of the file may not be one by number, date and kind while their register ids differ."""
    seen: dict[tuple[object, ...], RightPlan] = {}
    for plan in file.rights:
        values = plan.given.values
        if plan.right_id is None and values.get("number"):
            key = (values["number"], values.get("concluded_on"), values.get("kind") or "unknown")
            if seen.setdefault(key, plan) is not plan:
                plan.problems += [RowProblem(row, "number", "registry.right_exists") for row in plan.given.rows]
