"""The ground truth of the simulated delegate against what the scorers find, on every environment there is."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.corpus import Environment, Task, environments
from delegate_audit.domains import registry
from delegate_audit.faults.contract import Fault
from delegate_audit.models.envelope import unpack
from delegate_audit.models.protocol import Message, Request
from delegate_audit.models.simulated.delegate import simulate
from delegate_audit.models.simulated.injection import Injected, inject
from delegate_audit.models.simulated.profiles import get
from delegate_audit.scoring import fidelity, structure
from delegate_audit.scoring.contract import ScoredHop
from delegate_audit.workflows.contract import HopOrder
from delegate_audit.workflows.single_shot import prompt

ENVIRONMENTS = environments()
SEEDS = 2
LOST = ("lost_before", "lost_forward", "lost_backward", "lost_undecided")


@dataclass(frozen=True)
class Struck:
    """One exact hop, spoiled on purpose, and what the scorer found."""

    task: Task
    hop: ScoredHop
    injected: Injected
    found: tuple[Finding, ...]


def hops(environment: Environment, task: Task):
    edited = task.ideal("forward", environment.seed)
    yield "forward", environment.seed, edited
    yield "backward", edited, environment.seed


def struck(environment: Environment, profile: str):
    domain = registry.get(environment.domain)
    for task in environment.tasks:
        for direction, before, exact in hops(environment, task):
            for seed in range(SEEDS):
                injected = inject(exact, domain, get(profile), Random(f"{environment.id} {task.id} {direction} {seed}"))
                hop = ScoredHop(domain, direction, task.judgement, before, injected.files, exact, exact, "", task.transform.notes())
                yield Struck(task, hop, injected, structure.score(hop).findings)


def is_judged(fault: Fault, case: Struck) -> bool:
    """Where several answers are right, order and the files that a solution is written down in are not compared."""
    return not case.hop.free or (fault.fault != "swap" and case.hop.domain.claims(fault.file) and fault.file not in case.hop.sidecars)


def is_found(fault: Fault, found: list[Finding]) -> bool:
    here = [f for f in found if fault.file in {f.file, f.file_after}]
    if fault.fault in {"duplicate", "hallucinate"}:
        return any(f.kind == fault.kind and f.change in {Change.ADDED, Change.ALTERED, Change.MOVED} for f in here)
    if fault.fault == "break_syntax":
        return any(abs((f.line or f.line_after) - fault.line) <= 1 or f.change is Change.UNREADABLE for f in here)
    if fault.fault == "forget_file":
        return bool(here)
    return any(f.line in {fault.line, fault.other_line or fault.line} for f in here)


@pytest.mark.slow
@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_every_fault_that_changes_meaning_is_found_where_it_was_injected(environment):
    missed, injected = [], 0
    for case in struck(environment, "clumsy"):
        weighed = [f for f in case.found if f.severity is not Severity.LAYOUT]
        for fault in case.injected.faults:
            if fault.meaning and is_judged(fault, case):
                injected += 1
                if not is_found(fault, weighed):
                    missed.append((case.task.id, case.hop.direction, fault))
    assert injected > 50
    assert missed == []


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_no_fault_that_changes_no_meaning_counts(environment):
    seen = 0
    for case in struck(environment, "reformatting"):
        assert not any(fault.meaning for fault in case.injected.faults)
        seen += len(case.injected.faults)
        assert [f for f in case.found if f.severity is not Severity.LAYOUT] == []
        assert structure.score(case.hop).measures[0].value == 1
    assert seen


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
def test_the_perfect_delegate_scores_one_without_a_finding(environment):
    domain = registry.get(environment.domain)
    for task in environment.tasks:
        for direction, before, exact in hops(environment, task):
            order = HopOrder({**environment.distractors, **before}, task.instruction(direction), task.expected(direction, before), 1)
            answer = simulate("sim:perfect", Request((Message("user", prompt(order)),), seed=1))
            after = unpack(answer.text).files
            assert answer.simulated
            assert answer.truth == {"profile": "perfect", "faults": []}
            hop = ScoredHop(domain, direction, task.judgement, before, after, exact, exact, "", task.transform.notes())
            assert after == exact
            for scorer in (structure, fidelity):
                assert {m.value for m in scorer.score(hop).measures} - {0.0} == {1.0}
                assert {m.name for m in scorer.score(hop).measures if not m.value} == set(LOST if scorer is structure else ())
                assert scorer.score(hop).findings == ()


def test_the_same_request_gets_the_same_answer_and_another_seed_another():
    environment = ENVIRONMENTS[0]
    task = environment.tasks[0]
    text = prompt(HopOrder(environment.seed, task.forward, task.expected("forward", environment.seed), 1))
    answers = [simulate("clumsy", Request((Message("user", text),), seed=seed)) for seed in (1, 1, 2, 3)]
    assert answers[0] == answers[1]
    assert len({answer.text for answer in answers}) > 1


def test_an_unknown_instruction_changes_nothing_and_says_so():
    text = prompt(HopOrder({"a.txt": "one\n"}, "Fold it into a boat.", ("a.txt",), 1))
    answer = simulate("hasty", Request((Message("user", text),), seed=1))
    assert unpack(answer.text).files == {"a.txt": "one\n"}
    assert [fault["fault"] for fault in answer.truth["faults"]] == ["unrecognised"]
