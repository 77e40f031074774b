"""Reads what made-up instruments say. The only file of the generator that touches files."""

from importlib.resources import files

import yaml

from ifi.obligations.demonstration.values import InstrumentWords


def instrument_words() -> InstrumentWords:
    words = yaml.safe_load((files(__package__) / "terms.yaml").read_text(encoding="utf-8"))
    clauses = words["clauses"]
    return InstrumentWords(
        rates=tuple(words["rates"]),
        penalty_rates=tuple(words["penalty_rates"]),
        start_rule=words["start_rule"],
        agreement_rate=words["agreement_rate"],
        agreement_base=words["agreement_base"],
        rate_clause=clauses["rate"],
        penalty_clause=clauses["penalty"],
        agreement_clause=clauses["agreement"],
        other_line=words["other_line"],
    )
