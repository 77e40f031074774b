"""Verbs of this room under `ifi`. `reconcile` needs neither a database nor Django."""

import json
from decimal import Decimal
from pathlib import Path

import click

from ifi.core.errors import IfiError
from ifi.core.money import plain
from ifi.obligations.reconcile.files import read_pairs, read_tolerances
from ifi.obligations.reconcile.rules import Result, Totals, totals
from ifi.obligations.reconcile.rules import reconcile as judge
from ifi.obligations.reconcile.texts import LANGUAGES, grouped, say_cause, say_file_error, text

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--rules", required=True, type=_FILE, help="CSV with stream,margin,floor; the margin is a share.")
@click.option("--json", "as_json", is_flag=True, help="Print every pair and the totals as JSON.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the words."
)
def reconcile(file: Path, rules: Path, as_json: bool, language: str) -> None:
    """Compare what companies declared with what the government received.

    FILE is a CSV with id,stream,company_amount,government_amount. A difference counts when its share of the
    government's amount is above the margin AND its size is above the floor of its stream. An id may stand for
    the payer: its other streams, and with a column `year` its other years, are then looked at for the cause.

    Exit code 0: compared, whatever was found. 1: a file cannot be used; the reason names line and column.
    """
    try:
        results = judge(read_pairs(file), read_tolerances(rules))
    except IfiError as error:
        click.echo(say_file_error(error, language), err=True)
        raise SystemExit(1) from error
    if as_json:
        click.echo(json.dumps(_as_json(results, language), ensure_ascii=False, indent=1))
    else:
        click.echo(_as_table(results, totals(results), language))


def _as_json(results: tuple[Result, ...], language: str) -> dict[str, object]:
    """Amounts and shares as text; `share` null = the government's amount is zero; `flagged` null = not judged."""
    sums = totals(results)
    return {
        "pairs": [_pair_as_json(result, language) for result in results],
        "totals": {
            "pairs": sums.pairs,
            "flagged": sums.flagged,
            "not_judged": sums.not_judged,
            "company_amount": plain(sums.company_amount),
            "government_amount": plain(sums.government_amount),
            "difference": plain(sums.difference),
            "flagged_difference": plain(sums.flagged_difference),
        },
    }


def _pair_as_json(result: Result, language: str) -> dict[str, object]:
    pair = result.pair
    return {
        "id": pair.id,
        "stream": pair.stream,
        "company_amount": _plain_or_none(pair.company_amount),
        "government_amount": _plain_or_none(pair.government_amount),
        "difference": plain(result.difference),
        "share": None if result.share is None else f"{result.share:f}",
        "flagged": result.flagged,
        "cause": result.cause.value if result.cause else None,
        "explanation": say_cause(result.cause, result.evidence, language) if result.cause else None,
    }


def _plain_or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _as_table(results: tuple[Result, ...], sums: Totals, language: str) -> str:
    """The flagged pairs, largest difference first, each with its cause under it, and the totals."""
    flagged = sorted((row for row in results if row.flagged), key=lambda row: (-abs(row.difference), row.pair.line))
    columns = ("id", "stream", "company", "government", "difference", "share")
    lines = [[text(f"title.{column}", language) for column in columns]]
    lines += [_cells(row, language) for row in flagged]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    head, *body = ("  ".join(_aligned(line, widths)).rstrip() for line in lines)
    printed = [head, "-" * len(head)] if flagged else [text("summary.none", language)]
    for row, line in zip(flagged, body, strict=True):
        printed.append(line)
        if row.cause:
            printed.append(f"    {say_cause(row.cause, row.evidence, language)}")
    printed += [
        "",
        text("summary.pairs", language, pairs=sums.pairs, flagged=sums.flagged, not_judged=sums.not_judged),
        text(
            "summary.sums",
            language,
            company=grouped(sums.company_amount),
            government=grouped(sums.government_amount),
            difference=grouped(sums.difference),
            flagged_difference=grouped(sums.flagged_difference),
        ),
    ]
    return "\n".join(printed)


def _cells(row: Result, language: str) -> list[str]:
    share = text("share.none", language) if row.share is None else f"{row.share * 100:.4f} %"
    amounts = [grouped(amount) for amount in (row.pair.company, row.pair.government, row.difference)]
    return [row.pair.id, row.pair.stream, *amounts, share]


def _aligned(line: list[str], widths: list[int]) -> list[str]:
    """Words to the left, figures to the right."""
    return [
        cell.ljust(width) if index < 2 else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]
