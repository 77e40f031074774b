"""Reads for the pages of imports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language, gettext

from ifi.accounts.rights import Actor, Permission, check_may, may
from ifi.core.sentences import say
from ifi.intake import files
from ifi.intake.kinds import ImportKind, kind_named, kinds
from ifi.intake.models import ImportProblem, ImportRun
from ifi.intake.reading.headings import heading_of
from ifi.intake.rules import UNDER_WAY, State
from ifi.intake.wording import harmless, problem_sentence, read_parameters

PROBLEMS_ON_A_PAGE = 50
RUNS_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem as it is read."""

    pk: int
    row: int
    heading: str
    value: str
    sentence: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of a kind as its upload page explains it."""

    heading: str
    required: bool
    hint: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run: ImportRun
    title: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its page shows it. `after`: cursor of the next page of problems, None at the end."""

    run: ImportRun
    kind: ImportKind
    is_under_way: bool
    rows_done: int
    sums: tuple[tuple[str, Decimal], ...]
    problems: tuple[ProblemLine, ...]
    after: int | None
    problems_total: int
    refusal: str
    has_annotated_copy: bool
    awaits_annotated_copy: bool


def kinds_for(by: Actor) -> tuple[ImportKind, ...]:
    """The kinds of import that the person may use."""
    check_may(by, Permission.IMPORT)
    return tuple(kind for kind in kinds() if may(by, kind.permission))


def columns_of(kind: ImportKind) -> tuple[ColumnLine, ...]:
    language = get_language() or "kk"
    return tuple(
        ColumnLine(
            heading_of(column, language),
            column.required,
            str(column.hint),
            ", ".join(f"«{choice.words[language][0]}»" for choice in column.choices),
            column.example,
        )
        for column in kind.columns
    )


def runs_of(by: Actor, before: datetime | None = None) -> tuple[RunLine, ...]:
    """The person's own runs, newest first; one more than fits on a page tells that there are more."""
    check_may(by, Permission.IMPORT)
    runs = ImportRun.objects.filter(uploaded_by_id=getattr(by, "pk", None)).order_by("-created_at")
    if before is not None:
        runs = runs.filter(created_at__lt=before)
    titles = {kind.name: str(kind.title) for kind in kinds()}
    return tuple(RunLine(run, titles.get(run.kind, run.kind)) for run in runs[: RUNS_ON_A_PAGE + 1])


def run_page(run: ImportRun, after: int = 0) -> RunPage:
    kind = kind_named(run.kind)
    stored = list(run.problems.filter(pk__gt=after).order_by("pk")[: PROBLEMS_ON_A_PAGE + 1])
    is_checked = run.state == State.CHECKED
    copy = files.annotated_of(run) if is_checked else None
    return RunPage(
        run=run,
        kind=kind,
        is_under_way=run.state in UNDER_WAY,
        rows_done=run.progress.rows_done if run.state in UNDER_WAY else run.rows_done,
        sums=tuple(
            (heading_of(kind.column(name)), Decimal(amount)) for name, amount in run.summary.get("sums", {}).items()
        ),
        problems=tuple(_line(problem) for problem in stored[:PROBLEMS_ON_A_PAGE]),
        after=stored[PROBLEMS_ON_A_PAGE - 1].pk if len(stored) > PROBLEMS_ON_A_PAGE else None,
        problems_total=int(run.summary.get("problems", 0)),
        refusal=say(run.problem["code"], run.problem["parameters"]) if run.problem else "",
        has_annotated_copy=copy is not None,
        awaits_annotated_copy=is_checked and copy is None and bool(stored),
    )


def _line(problem: ImportProblem) -> ProblemLine:
    sentence = problem_sentence(problem.code, problem.parameters, problem.value, problem.column)
    return ProblemLine(problem.pk, problem.row, problem.column, problem.value, sentence, problem.is_warning)


def problem_rows(run: ImportRun) -> Iterator[list[str]]:
    """Every problem of a run for a text file in the reader's language, headings first."""
    yield [
        gettext("Sheet"),
        gettext("Row"),
        gettext("Column"),
        gettext("Value"),
        gettext("Reason"),
        gettext("Imported"),
    ]
    sheet = str(run.summary.get("sheet", ""))
    for problem in files.problems_of(run).iter_rows(named=True):
        sentence = problem_sentence(problem["code"], read_parameters(problem), problem["value"], problem["heading"])
        yield [
            harmless(sheet),
            str(problem["row"]),
            harmless(problem["heading"]),
            harmless(problem["value"]),
            harmless(sentence),
            gettext("yes") if problem["is_warning"] else gettext("no"),
        ]
