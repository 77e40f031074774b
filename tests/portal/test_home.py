"""What the home page says of a year: one that is over, one that still runs, and an excess."""

import re
from decimal import Decimal

import pytest
import time_machine

from tests.obligations.scene import a_scene
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return a_scene()


def test_a_running_year_is_not_told_as_if_it_were_over(scene, client):
    with time_machine.travel("2025-10-01T09:00:00+05:00", tick=False):
        running = words_of(client.get("/en/?year=2025"))
        assert "2025 is not over. So far" in running
        assert "the share has" not in running
        assert "2025, so far" in running
        assert "2025 is not over" not in words_of(client.get("/en/?year=2024"))
    with time_machine.travel("2026-01-02T09:00:00+05:00", tick=False):
        assert "2025 is not over" not in words_of(client.get("/en/?year=2025"))


def test_the_best_year_is_one_that_is_over(scene, client):
    with time_machine.travel("2025-10-01T09:00:00+05:00", tick=False):
        trend = re.search(r"From (\d+) to (\d+) the best year was (\d+)", words_of(client.get("/en/")))
    assert trend.group(2) == "2024"


def test_performed_above_what_was_due_is_said_where_it_does_not_add_up(scene, client):
    answer = client.get("/en/?year=2023")
    chosen = answer.context["picture"].chosen
    assert chosen.beyond == chosen.performed + chosen.brought - chosen.due + chosen.shortfall > Decimal(0)
    assert "an excess of one right does not cover another" in words_of(answer)
