import pytest

from ifi.core import targets
from ifi.core.targets import Shown, Target


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch):
    monkeypatch.setattr(targets, "_kinds", {})


def test_a_reader_is_told_only_of_targets_that_the_owner_of_the_kind_shows():
    targets.register("stone", lambda keys, reader: {key: Shown(f"stone {key}") for key in keys if reader == "anyone"})
    asked = [Target.of("stone", 1), Target.of("stone", 2)]
    assert targets.show(asked, reader="anyone")[Target("stone", "2")] == Shown("stone 2")
    assert targets.show(asked, reader="nobody") == {}


def test_a_kind_that_nobody_owns_is_not_shown():
    assert targets.show([Target.of("cloud", 1)], reader=None) == {}


def test_a_kind_has_one_owner():
    targets.register("stone", lambda keys, reader: {})
    with pytest.raises(ValueError, match="two owners"):
        targets.register("stone", lambda keys, reader: {})
