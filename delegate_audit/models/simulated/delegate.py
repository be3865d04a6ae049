"""The simulated delegate as a model: prompt in, answer out.

It recognises its task from the prompt alone, as a real model must, carries it out with the task's own transform, then
injects the faults of its profile. The same prompt, profile and seed give the same answer, in process or over HTTP.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from random import Random

from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus import Direction, Environment, Task, environments
from delegate_audit.faults.contract import Fault
from delegate_audit.models.protocol import Answer, Finish, Request, Usage
from delegate_audit.models.simulated.injection import Injected, inject
from delegate_audit.models.simulated.manners import Said, Seen, look, said, wandering
from delegate_audit.models.simulated.profiles import Profile, get
from delegate_audit.models.tokens import estimate
from delegate_audit.transforms.contract import TransformError

REFUSAL = "I'm sorry, but I can't help with editing this document."


@dataclass(frozen=True)
class Recognised:
    """The task that a prompt is about."""

    environment: Environment
    task: Task
    direction: Direction


@cache
def _instructions() -> dict[str, Recognised]:
    known: dict[str, Recognised] = {}
    for environment in environments():
        for task in environment.tasks:
            known[_plain(task.forward)] = Recognised(environment, task, "forward")
            known[_plain(task.backward)] = Recognised(environment, task, "backward")
    return known


def _plain(instruction: str) -> str:
    return " ".join(instruction.split())


def recognise(prompt: str) -> Recognised | None:
    """The task whose instruction the prompt holds, if it is one of the corpora's."""
    _, _, rest = prompt.rpartition("\n## Instruction\n")
    instruction, _, _ = rest.rpartition("\n## Files to hand back\n")
    return _instructions().get(_plain(instruction))


def simulate(model: str, request: Request) -> Answer:
    """Answer one request as the profile does, `careful` or `sim:careful`. Takes as long as its transform takes; blocks."""
    profile = get(model.removeprefix("sim:"))
    prompt = next((message.content for message in request.messages if message.role == "user"), "")
    rng = Random(f"{profile.name}:{request.seed}:{sha256(prompt.encode('utf-8', 'surrogatepass')).hexdigest()}")
    seen, recognised, perfect = Seen.of(request, prompt), recognise(prompt), get("perfect")
    if recognised is None:
        return _answer(profile, request, said(request, seen, seen.given, perfect, rng), (Fault("unrecognised", "", meaning=False),))
    distractors = recognised.environment.distractors
    if rng.random() < profile.per_hop.get("refuse", 0.0):
        return _answer(profile, request, Said(REFUSAL), (Fault("refuse", ""),))
    if looking := look(request, seen, distractors):
        return _answer(profile, request, looking, ())
    if request.tools and rng.random() < profile.per_hop.get("wander", 0.0):
        return _answer(profile, request, wandering(seen), ())
    documents = {name: text for name, text in seen.given.items() if name not in distractors}
    if rng.random() < profile.per_hop.get("idle", 0.0):
        return _answer(profile, request, said(request, seen, documents, perfect, rng), (Fault("idle", ""),))
    done = _carry_out(recognised, documents, profile, rng)
    answer = said(request, seen, done.files, profile, rng)
    if not answer.calls and rng.random() < profile.per_hop.get("stop", 0.0):
        cut = rng.randint(len(answer.text) // 3, max(len(answer.text) // 3, len(answer.text) - 1))
        stop = Fault("stop", "", before=f"{cut} of {len(answer.text)} characters")
        return _answer(profile, request, answer._replace(text=answer.text[:cut]), (*done.faults, stop), Finish.LENGTH)
    return _answer(profile, request, answer, () if seen.edited else done.faults)


def _carry_out(recognised: Recognised, documents: Workspace, profile: Profile, rng: Random) -> Injected:
    """The exact edit, then the faults. What an earlier fault made impossible is left undone, and said."""
    domain = recognised.environment.reader
    try:
        exact = recognised.task.ideal(recognised.direction, documents)
    except TransformError as error:
        return Injected(documents, (Fault("could not edit", "", before=error.problem[:200], meaning=False),))
    return inject(exact, domain, profile, rng)


def _answer(profile: Profile, request: Request, answer: Said, faults: tuple[Fault, ...], finish: Finish = Finish.STOP) -> Answer:
    written = estimate(answer.text + "".join(call.arguments for call in answer.calls))
    usage = Usage(sum(estimate(m.content) for m in request.messages), written, estimated=True)
    truth = {"profile": profile.name, "faults": [asdict(fault) for fault in (*faults, *answer.faults)]}
    stated = json.loads(json.dumps(truth))
    finish = Finish.TOOLS if answer.calls else finish
    return Answer(answer.text, finish, usage, f"sim:{profile.name}", simulated=True, truth=stated, calls=answer.calls)
