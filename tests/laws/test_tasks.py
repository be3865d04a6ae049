"""The laws of edit tasks: lossless, not idle, unleaked; and whatever else makes an environment fit to be shipped."""

from __future__ import annotations

import pytest

from delegate_audit.corpus.check import check


@pytest.mark.slow
def test_an_environment_keeps_every_law(environment):
    """Among them: every task, and every pair of tasks in either order, comes back to the seed."""
    assert [str(problem) for problem in check(environment)] == []


def test_lossless(environment_of_task, task):
    seed = environment_of_task.seed
    assert dict(task.ideal("backward", task.ideal("forward", seed))) == dict(seed)


def test_not_idle(environment_of_task, task):
    seed = environment_of_task.seed
    given = task.ideal("forward", seed)
    assert dict(given) != dict(seed)
    assert not all(given.get(name, "").startswith(text.rstrip("\n")) for name, text in seed.items() if name in given) or set(seed) - set(
        given
    )


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_unleaked(environment_of_task, task, direction):
    seed, distractors = environment_of_task.seed, environment_of_task.distractors
    start = seed if direction == "forward" else task.ideal("forward", seed)
    alone = dict(task.ideal(direction, start))
    assert dict(task.ideal(direction, {**start, **distractors})) == {**alone, **distractors}
