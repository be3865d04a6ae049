"""The simulated delegate in every workflow: exact where it is perfect, with the faults that belong to the workflow where it is not."""

from __future__ import annotations

import json
import sys

import pytest

from delegate_audit.corpus import environments
from delegate_audit.models.simulated.model import SimulatedModel
from delegate_audit.workflows.contract import HopOrder, WorkflowOptions
from delegate_audit.workflows.registry import build

ENVIRONMENT = next(e for e in environments() if e.name == "autumn_rapid")
PROGRAM = f"command:{sys.executable} -m delegate_audit.models.simulated.program"


async def here(function, *arguments):
    return function(*arguments)


async def carried_out(workflow: str, profile: str, task, seed: int = 1):
    built = build(f"{PROGRAM} {profile}" if workflow == "command" else workflow, WorkflowOptions())
    model, answers = getattr(built, "own_model", None) or SimulatedModel(profile, here), []

    async def ask(request):
        answers.append(await model.answer(request))
        return answers[-1]

    files = {**ENVIRONMENT.seed, **ENVIRONMENT.distractors}
    order = HopOrder(files, task.instruction("forward"), task.expected("forward", ENVIRONMENT.seed), seed)
    return await built.carry_out(order, ask), [fault for answer in answers for fault in answer.truth["faults"]]


def misquotes(faults) -> int:
    return sum(fault["fault"] == "misquote" for fault in faults)


@pytest.mark.parametrize("workflow", ["single-shot", "patch", "agentic", "command"])
@pytest.mark.parametrize("task", ENVIRONMENT.tasks[:4], ids=lambda task: task.id)
async def test_the_perfect_delegate_is_exact(workflow, task):
    handed, faults = await carried_out(workflow, "perfect", task)
    assert handed.files == task.ideal("forward", ENVIRONMENT.seed)
    assert faults == []


@pytest.mark.parametrize(("workflow", "note"), [("patch", "block not matched"), ("agentic", "tool refused")])
async def test_misquotes_are_made_told_and_found(workflow, note):
    made = 0
    for seed in range(12):
        handed, faults = await carried_out(workflow, "clumsy", ENVIRONMENT.tasks[seed % 4], seed)
        assert misquotes(faults) == sum(found.note == note for found in handed.notes)
        made += misquotes(faults)
    assert made > 2


@pytest.mark.parametrize("workflow", ["patch", "agentic"])
async def test_no_fault_is_told_twice(workflow):
    told = 0
    for seed in range(12):
        _, faults = await carried_out(workflow, "hasty", ENVIRONMENT.tasks[seed % 4], seed)
        places = [json.dumps(fault) for fault in faults if fault["fault"] != "misquote"]
        assert len(places) == len(set(places))
        told += len(places)
    assert told > 12
