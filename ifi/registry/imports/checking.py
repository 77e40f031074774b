"""The check of a register's file: across its lines and against the registry."""

import json

import polars as pl

from ifi.intake.kinds import PROBLEM_COLUMNS, CheckContext, Checked, join
from ifi.registry.imports.planning import plan_file
from ifi.registry.rules.register_rows import RowProblem


def check(frame: pl.DataFrame, context: CheckContext) -> Checked:
    """Problems of the rows as a whole; the frame goes on to the commit as it is."""
    plan = plan_file(frame, by=context.by)
    return Checked(frame, join(_table(plan.problems)), plan.unchanged)


def _table(found: list[RowProblem]) -> pl.DataFrame:
    rows = {
        "row": [one.row for one in found],
        "column": [one.column for one in found],
        "code": [one.code for one in found],
        "parameters": [json.dumps(dict(one.parameters), ensure_ascii=False) for one in found],
        "is_warning": [one.is_warning for one in found],
    }
    return pl.DataFrame(rows, schema=PROBLEM_COLUMNS)
