"""Every verb of `ifi` is there and explains itself."""

import click
import pytest
from click.testing import CliRunner

from ifi.config.cli import VERBS, main

CONTEXT = click.Context(main)


def test_the_verbs_are_listed_with_what_they_do():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0, result.output
    assert all(f"  {verb}" in result.output for verb in VERBS)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "manage"])
def test_a_verb_explains_itself_and_its_sub_commands(verb):
    command = main.get_command(CONTEXT, verb)
    for path in [[verb], *([verb, name] for name in getattr(command, "commands", {}))]:
        result = CliRunner().invoke(main, [*path, "--help"])
        assert result.exit_code == 0, result.output
        assert "Usage:" in result.output


def test_djangos_commands_are_reached_through_manage():
    assert main.get_command(CONTEXT, "manage") is not None


def test_a_wrong_command_line_ends_with_two():
    assert CliRunner().invoke(main, ["no-such-verb"]).exit_code == 2
