"""The attribution of losses against the ground truth of injected faults, on every environment and task.

Every round trip has three faults: one before it begins, one in its forward hop, one in its backward hop. A fault can be
judged where the element that it struck is one of the seed's, recognised by its content, not by any comparison, and was not
struck again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from delegate_audit.core.element import Element
from delegate_audit.core.finding import Cause
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.reading import read_document
from delegate_audit.faults.elements import targets
from delegate_audit.faults.striking import StruckText, Target, strike
from delegate_audit.scoring import structure
from delegate_audit.scoring.contract import ScoredHop
from delegate_audit.transforms.contract import TransformError

ENVIRONMENTS = environments()
FAULTS = ("drop", "drop", "alter_number", "alter_name", "alter_date")
TRIPS = 480
"""Over all environments, though at least two for every task."""
MIN_RIGHT = 0.99


def elements(files, domain):
    for name, text in files.items():
        for top in read_document(name, text, domain).elements:
            for element in top.walk():
                yield name, element


def struck(files, faults, domain):
    """The elements that were struck, by the fault's record."""
    at = {(fault.file, fault.line, fault.kind) for fault in faults}
    there = Counter((name, e.line, e.kind) for name, e in elements(files, domain))
    return [e for name, e in elements(files, domain) if (name, e.line, e.kind) in at and there[name, e.line, e.kind] == 1]


def one_fault(files, domain, rng):
    """The files with one element of them struck, and the record of it."""
    for name in rng.sample(sorted(files), len(files)):
        document = read_document(name, files[name], domain)
        chosen = [Target(path, rng.choice(FAULTS)) for path in targets(document)]
        for target in rng.sample(chosen, min(5, len(chosen))):
            struck_text: StruckText = strike(document, [target], domain, rng)
            if struck_text.faults:
                return {**files, name: struck_text.text}, struck_text.faults
    return files, ()


def trips(environment, domain):
    for task in environment.tasks:
        for number in range(max(2, TRIPS // len(ENVIRONMENTS) // len(environment.tasks))):
            rng = Random(f"{environment.id} {task.id} {number}")
            try:
                start, first = one_fault(environment.seed, domain, rng)
                given = task.ideal("forward", start)
                forward, second = one_fault(given, domain, rng)
                exact = task.ideal("backward", forward)
            except TransformError:
                continue
            back, third = one_fault(exact, domain, rng)
            hop = ScoredHop(domain, "backward", task.judgement, forward, back, environment.seed, exact, "", (), start)
            yield (
                hop,
                (
                    Phase(Cause.BEFORE, struck(environment.seed, first, domain), struck(start, first, domain)),
                    Phase(Cause.FORWARD, struck(given, second, domain), struck(forward, second, domain)),
                    Phase(Cause.BACKWARD, struck(exact, third, domain), struck(back, third, domain)),
                ),
            )


@dataclass(frozen=True)
class Phase:
    """One moment of a round trip: the elements that were struck, and what they became."""

    cause: Cause
    struck: list[Element]
    made: list[Element]


def again(made, later):
    """Whether a later fault struck what this one had made, or something around it."""
    there = {e.digest for phase in later for top in phase.struck for e in top.walk()}
    return any(e.digest in there for e in made)


def judged(environment):
    """(right cause, found causes) of every fault whose element is the seed's, occurs there once, and is not whole again."""
    domain = registry.get(environment.domain)
    occurs = Counter(e.digest for _, e in elements(environment.seed, domain))
    places = {e.digest: (name, e.line, e.kind) for name, e in elements(environment.seed, domain)}
    shared = Counter(places.values())
    for hop, phases in trips(environment, domain):
        found = [f for f in structure.score(hop).findings if f.cost > 0]
        whole = {e.digest for _, e in elements(hop.after, domain)}
        for k, phase in enumerate(phases):
            for element in phase.struck:
                place = places.get(element.digest)
                known = place is not None and occurs[element.digest] == 1 and shared[place] == 1
                if known and element.digest not in whole and not again(phase.made, phases[k + 1 :]):
                    yield phase.cause, [f.cause for f in found if (f.file, f.line, f.kind) == place]


@pytest.mark.slow
def test_nearly_every_injected_fault_is_charged_to_the_hop_that_made_it():
    right, wrong = Counter(), []
    for environment in ENVIRONMENTS:
        for cause, found in judged(environment):
            if cause in found:
                right[cause] += 1
            else:
                wrong.append((environment.name, cause, found))
    total = right.total() + len(wrong)
    assert min(right[cause] for cause in (Cause.BEFORE, Cause.FORWARD, Cause.BACKWARD)) > TRIPS / 5
    assert right.total() / total >= MIN_RIGHT, wrong[:20]
