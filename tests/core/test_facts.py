"""What counts as a fact inside a text."""

from __future__ import annotations

import pytest

from delegate_audit.core.facts import same_facts


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("It opened in 1841.", "It opened in 1847."),
        ("It is open.", "It is not open."),
        ("It isn't open.", "It is open."),
        ("They met Anna Ruiz there.", "They met Anna Diaz there."),
        ("See [12] for more.", "See [13] for more."),
        ("from 3 to 5 metres", "from 5 to 3 metres"),
        ("Write to a@example.org", "Write to b@example.org"),
        ("three boats", "four boats"),
        ("on the left bank", "on the right bank"),
        ("call open_door first", "call close_door first"),
    ],
)
def test_a_changed_fact_is_seen(left, right):
    assert not same_facts(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("It was built in 1841.", "It was erected in 1841."),
        ("The old pier is long.", "That old pier is long."),
        ("Mind the step, please.", "Please mind the step."),
    ],
)
def test_other_wording_states_the_same_facts(left, right):
    assert same_facts(left, right)
