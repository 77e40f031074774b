"""`ifi law`: assess, show norms, check the law's files, run the worked cases. No database, no Django."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from ifi.core.money import plain
from ifi.law.assessment import assess as assess_duty
from ifi.law.cases import run_case
from ifi.law.channels import channel_kind, channel_on, period_on
from ifi.law.errors import LawError, NormFileBad
from ifi.law.facts import Assessment, Base, BaseType, ChannelPeriod, Citation, RegimePeriod, RightFacts, Step
from ifi.law.given import own_term, read_amount
from ifi.law.loader import load_book, load_cases, load_words
from ifi.law.norms import LANGUAGES, NONE, Norm, NormBook, Rules
from ifi.law.regimes import REGIMES
from ifi.law.sentences import (
    say_amount,
    say_citation,
    say_error,
    say_norm_value,
    say_note,
    say_regime,
    say_step,
    say_unknown,
    say_value,
)
from ifi.law.terms import terms_of_year

YEARS = click.IntRange(1996, 2100)
_language = click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the words.")


class Day(click.ParamType[date]):
    """A date such as 2026-02-21."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a date such as 2026-02-21", param, ctx)


@contextmanager
def _refusals(language: str) -> Iterator[None]:
    """A refusal goes to stderr as a sentence, with exit code 1. A bad file is told without the words it may hold."""
    try:
        yield
    except NormFileBad as bad:
        click.echo("{file}, line {line}: {reason}".format_map(bad.parameters), err=True)
        sys.exit(1)
    except LawError as error:
        click.echo(say_error(error, language), err=True)
        sys.exit(1)


@click.group()
def law() -> None:
    """The law as code: what is due, why, and by which norm."""


@law.command()
@click.option("--regime", required=True, help=f"One of: {', '.join(REGIMES)}.")
@click.option("--year", required=True, type=YEARS, help="Calendar year of the duty.")
@click.option("--base", help="Costs or income of the year before, in tenge, such as 12450000000.00.")
@click.option(
    "--base-type", type=click.Choice([kind.value for kind in BaseType]), help="By default that of the regime."
)
@click.option("--start-year", type=YEARS, help="Year in which production or the licence began; absent: long past.")
@click.option("--starts-on", type=Day(), help="The first day itself, in place of --start-year.")
@click.option("--concluded-on", type=Day(), help="Date of the instrument, against which stricter later rules are held.")
@click.option("--mineral", help="hydrocarbons, uranium, solid or common, where the regime depends on it.")
@click.option("--on", type=Day(), help="The law as it stood on this day.")
@click.option("--payment-date", type=Day(), help="The channel for a payment of this day.")
@click.option("--own-term", "own_terms", multiple=True, metavar="NAME=VALUE", help="A term of the instrument itself.")
@click.option("--exempt-ground", help="Ground of exemption, such as psa.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@_language
def assess(
    regime: str,
    year: int,
    base: str | None,
    base_type: str | None,
    start_year: int | None,
    starts_on: date | None,
    concluded_on: date | None,
    mineral: str | None,
    on: date | None,
    payment_date: date | None,
    own_terms: tuple[str, ...],
    exempt_ground: str | None,
    as_json: bool,
    language: str,
) -> None:
    """What is due for one right and year, with the steps and their sources."""
    if starts_on is None and start_year is not None:
        starts_on = date(start_year, 1, 1)
    with _refusals(language):
        book = load_book()
        facts = RightFacts(
            regimes=(RegimePeriod(book.regime(regime).code),),
            concluded_on=concluded_on,
            starts_on=starts_on,
            mineral=mineral,
            exempt_ground=exempt_ground,
            own_terms=tuple(own_term(*_split(text)) for text in own_terms),
            start_assumed=starts_on is None,
        )
        found = assess_duty(facts, year, _base(facts, year, base, base_type, book, on), book, on)
        period = _period(found, facts, payment_date, on, book)
        click.echo(_as_json(found, period, language) if as_json else _as_text(found, period, language))


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"“{text}” is not NAME=VALUE, such as rate=0.02", param_hint="--own-term")
    return name.strip(), value.strip()


def _base(
    facts: RightFacts, year: int, base: str | None, base_type: str | None, book: NormBook, on: date | None
) -> Base | None:
    """The base with its kind: as given, or that of the regime or instrument."""
    if base is None:
        return None
    amount = read_amount(base)
    if base_type is not None:
        return Base(amount, BaseType(base_type))
    term = _base_type_term(facts, year, book, on)
    return Base(amount, BaseType(term)) if term else Base(amount, BaseType.PRODUCTION_COST)


def _base_type_term(facts: RightFacts, year: int, book: NormBook, on: date | None) -> str | None:
    try:
        term = terms_of_year(facts, year, book, on).get("base_type")
    except LawError:
        return None
    return term.text() if term.is_known and term.value != NONE else None


def _period(
    found: Assessment, facts: RightFacts, payment_date: date | None, on: date | None, book: NormBook
) -> ChannelPeriod | None:
    """The channels for the payment date, or for the day asked about within the year, or for the year's end."""
    if not found.channels:
        return None
    if payment_date is not None and payment_date.year != found.year:
        return channel_on(facts, payment_date, book)
    year_end = date(found.year, 12, 31)
    day = payment_date or (on if on is not None and on.year == found.year else year_end)
    return period_on(found.channels, day)


def _as_json(found: Assessment, period: ChannelPeriod | None, language: str) -> str:
    answer = {
        "due": None if found.due is None else plain(found.due),
        "status": found.status.value,
        "rate": None if found.rate is None else str(found.rate),
        "base_type": None if found.base_type is None else found.base_type.value,
        "channel": channel_kind(period),
        "steps": [_step(step, language) for step in found.steps],
        "unknown": list(found.unknown),
        "regime": found.regime,
        "year": found.year,
        "first_year": found.first_year,
        "kbk": period.kbk if period else None,
        "channels": [_channels(each, language) for each in found.channels],
        "norms_digest": found.norms_digest,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _step(step: Step, language: str) -> dict[str, object]:
    return {
        "code": step.code,
        "amount": None if step.amount is None else f"{step.amount:f}",
        "citation": None if step.citation is None else say_citation(step.citation, language),
        "confidence": None if step.citation is None else step.citation.confidence.value,
        "sentence": say_step(step, language),
        "parameters": dict(step.parameters),
    }


def _channels(period: ChannelPeriod, language: str) -> dict[str, object]:
    return {
        "channel": channel_kind(period),
        "channels": [channel.value for channel in period.channels],
        "from": period.valid_from.isoformat() if period.valid_from else None,
        "to": period.valid_to.isoformat() if period.valid_to else None,
        "kbk": period.kbk,
        "citation": say_citation(period.citation, language),
    }


def _as_text(found: Assessment, period: ChannelPeriod | None, language: str) -> str:
    words = load_words()
    due = words.say_label("no_amount", language) if found.due is None else say_amount(found.due, language)
    lines = [
        f"{say_regime(found.regime, language)}, {found.year}",
        f"{words.say_label('due', language)}: {due}",
        f"{words.say_label('status', language)}: {say_value('status', found.status, language)}",
        f"{words.say_label('channel', language)}: {say_value('channel_kind', channel_kind(period), language)}",
        "",
        f"{words.say_label('steps', language)}:",
    ]
    for number, step in enumerate(found.steps, 1):
        lines.append(f"{number:>3}. {say_step(step, language)}")
        lines += _source(step.citation, language)
    if found.unknown:
        lines += ["", f"{words.say_label('unknown', language)}:"]
        lines += [f"  - {say_unknown(name, language)}" for name in found.unknown]
    return "\n".join(lines)


def _source(citation: Citation | None, language: str) -> list[str]:
    if citation is None:
        return []
    lines = [f"     {say_citation(citation, language)} [{citation.confidence}]"]
    note = say_note(citation, language)
    return [*lines, f"     {load_words().say_label('note', language)}: {note}"] if note else lines


@law.command()
@click.argument("regime")
@click.option("--on", type=Day(), required=True, help="The day on which the norms hold.")
@click.option("--mineral", help="Where the regime depends on it; absent: every mineral.")
@_language
def show(regime: str, on: date, mineral: str | None, language: str) -> None:
    """The norms of REGIME that hold on a day, with their sources."""
    with _refusals(language):
        book = load_book()
        found = book.regime(regime)
        minerals = [mineral] if mineral or not found.minerals else list(found.minerals)
        click.echo(f"{found.title.say(language)}\n{found.summary.say(language)}")
        for each in minerals:
            if each:
                click.echo(f"\n{say_value('mineral', each, language)}")
            _show(book.rules(regime, on, mineral=each), language)


def _show(rules: Rules, language: str) -> None:
    for name, norm in rules.norms.items():
        click.echo(f"\n{say_value('norm', name, language)} ({name}): {_value(norm, language)}")
        for line in _source(norm.citation, language):
            click.echo(line[3:])


def _value(norm: Norm, language: str) -> str:
    words = load_words()
    said = say_norm_value(norm.name, norm.value, language)
    if norm.otherwise is not None:
        otherwise = say_norm_value(norm.name, norm.otherwise, language)
        said += f"; {words.say_label('otherwise', language, value=otherwise)}"
    dates = f"{norm.valid_from or ''}/{norm.valid_to or ''}"
    said += f" ({words.say_period(dates, language)})"
    if norm.day_as_known:
        said += f" [{words.say_label('day_as_known', language, day=norm.day_as_known)}]"
    return said


@law.command()
def check() -> None:
    """Refuse a file of the law by name, line and reason, and a worked case whose answer differs."""
    with _refusals("en"):
        book, cases = load_book(), load_cases()
        load_words()
        failed = [result for result in (run_case(case, book) for case in cases) if not result.passed]
        for result in failed:
            expected, actual = dict(result.expected), dict(result.actual)
            click.echo(f"{result.case.file}.yaml, {result.case.code}: expected {expected}, got {actual}", err=True)
        if failed:
            sys.exit(1)
        norms = sum(len(line) for regime in book.regimes.values() for line in regime.timelines.values())
        click.echo(f"{len(REGIMES)} regimes, {norms} norms, {len(cases)} worked cases: in order. Digest {book.digest}.")


@law.command("cases")
@click.option("--file", "file_name", help="One file of kz/cases only.")
@_language
def show_cases(file_name: str | None, language: str) -> None:
    """Run the worked cases and print each with what it expects and what the norms give."""
    with _refusals(language):
        book = load_book()
        results = [run_case(case, book) for case in load_cases() if file_name in (None, case.file)]
    for result in results:
        mark = "ok" if result.passed else "DIFFERS"
        answers = ", ".join(f"{name}={value}" for name, value in result.actual.items())
        click.echo(f"{mark:7} {result.case.code}: {result.case.name.say(language)}\n        {answers}")
    passed = sum(result.passed for result in results)
    click.echo(f"{passed}/{len(results)}")
    if passed < len(results):
        sys.exit(1)
