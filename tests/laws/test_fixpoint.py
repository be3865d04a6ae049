"""The law of fixpoint: what is written and read again is what was read; and a seed is as its domain would write it."""

from __future__ import annotations

import pytest

from delegate_audit.domains.reading import domain_for, read_document

from .failing import Violations
from .specimens import Specimen


def test_fixpoint(specimen):
    violations = Violations("fixpoint", specimen)
    again = specimen.written(specimen.document.elements)
    if specimen.read(again).elements != specimen.document.elements:
        violations.add("written and read again", again, "these are other elements")
    violations.check()


def test_a_seed_is_written_as_it_is(seed):
    assert seed.written(seed.document.elements) == seed.text


@pytest.mark.parametrize("direction", ["forward"])
def test_what_a_task_makes_is_a_fixpoint_too(environment_of_task, task, direction):
    for name, text in task.ideal(direction, environment_of_task.seed).items():
        domain = domain_for(name, task_domain(task))
        specimen = Specimen(name, text, domain, f"{environment_of_task.id}, task {task.id}")
        violations = Violations("fixpoint", specimen)
        again = domain.write(specimen.document.elements)
        if read_document(name, again, domain).elements != specimen.document.elements:
            violations.add("written and read again", again, "these are other elements")
        violations.check()


def task_domain(task):
    from delegate_audit.domains import registry

    return registry.get(task.domain)
