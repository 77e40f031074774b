"""Two loads at the same time."""

from fractions import Fraction
from threading import Thread

import pytest
from django.db import connection

from ifi.obligations.demonstration.load import Scope, load_if_empty


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_loads_at_once_one_loads_and_one_finds_the_database_filled(settings, tmp_path):
    settings.STATE = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    outcomes = []

    def load():
        try:
            outcomes.append(load_if_empty(scope=Scope(scale=Fraction(1, 100))))
        finally:
            connection.close()

    threads = [Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True]
