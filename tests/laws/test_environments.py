"""Laws that hold for every environment and every edit task."""

from __future__ import annotations

import pytest

from delegate_audit.corpus.check import check


@pytest.mark.slow
def test_an_environment_keeps_every_law(environment):
    assert [str(problem) for problem in check(environment)] == []


def test_every_task_comes_back_to_the_very_same_bytes(environment):
    for task in environment.tasks:
        edited = task.ideal("forward", environment.seed)
        assert edited != environment.seed
        assert dict(task.ideal("backward", edited)) == dict(environment.seed), task.id


def test_distractors_change_nothing(environment):
    for task in environment.tasks:
        crowded = task.ideal("forward", {**environment.seed, **environment.distractors})
        alone = task.ideal("forward", environment.seed)
        assert {name: text for name, text in crowded.items() if name not in environment.distractors} == dict(alone), task.id
