"""The law of monotony: whoever does more harm never scores higher.

Every sequence of corruptions is one of true supersets: each strikes a place of its own, not beside another, and strikes it
in the same way whatever else was struck.
"""

from __future__ import annotations

from random import Random

from delegate_audit.core.element import REJECTED
from delegate_audit.faults.elements import CATALOGUE, put, targets
from delegate_audit.faults.lines import LINE_FAULTS

from .failing import Violations
from .mutations import Path
from .specimens import Specimen

SEQUENCES = 3
STEPS = 6
TOLERANCE = 1e-9


def test_more_false_elements_never_score_higher(specimen):
    for number in range(SEQUENCES):
        dice = Random(f"{specimen} {number}")
        done: list[tuple[Path, tuple]] = []
        texts = [("none", specimen.written(specimen.document.elements))]
        places = targets(specimen.document)
        for path in dice.sample(places, len(places))[: STEPS * 4]:
            if len(done) < STEPS and not any(_beside(path, other) for other, _ in done):
                fault = dice.choice(sorted(CATALOGUE))
                struck = _struck(specimen, path, fault, dice)
                elements = _all_of(specimen, [*done, (path, struck)]) if struck is not None else None
                if elements is not None and specimen.read(specimen.written(elements)).elements == elements:
                    done.append((path, struck))
                    texts.append((f"{texts[-1][0]}, {fault} {'.'.join(map(str, path))}", specimen.written(elements)))
        falls(specimen, texts)


def _struck(specimen: Specimen, path: Path, fault: str, dice: Random):
    """What stands in the place of the element, and of the next one, after the fault."""
    result = CATALOGUE[fault](specimen.document, path, dice)
    if result is None:
        return None
    before, after = specimen.document.elements, result.elements
    for step in path[:-1]:
        before, after = before[step].children, after[step].children
    end = path[-1] + 2
    return after[path[-1] : end + len(after) - len(before)]


def _all_of(specimen: Specimen, done):
    elements = specimen.document.elements
    for path, struck in sorted(done, reverse=True):
        beside = (*path[:-1], path[-1] + 1)
        elements = put(put(elements, beside, ()) if _there(elements, beside) else elements, path, struck)
    return elements


def _there(elements, path: Path) -> bool:
    for step in path[:-1]:
        elements = elements[step].children
    return path[-1] < len(elements)


def _beside(path: Path, other: Path) -> bool:
    level = min(len(path), len(other)) - 1
    return path[:level] == other[:level] and abs(path[level] - other[level]) <= 2


def test_more_false_lines_never_score_higher(specimen):
    """Only corruptions that leave the format's own parser content: a second one may make a broken file whole again."""
    lines = specimen.text.removesuffix("\n").split("\n")
    for number in range(SEQUENCES):
        dice = Random(f"{specimen} lines {number}")
        places = dice.sample(range(0, len(lines), 3), len(lines) // 3)
        chosen: list[tuple[int, str, float]] = []
        for k in places[: STEPS * 3]:
            spoil = (k, dice.choice(sorted(LINE_FAULTS)), dice.random())
            if len(chosen) < STEPS and not _is_rejected(specimen, _spoiled(lines, [spoil])[1]):
                chosen.append(spoil)
        falls(specimen, [_spoiled(lines, chosen[:count]) for count in range(1, len(chosen) + 1)])


def _is_rejected(specimen: Specimen, text: str) -> bool:
    return any(element.kind == REJECTED for element in specimen.read(text).elements)


def _spoiled(lines: list[str], chosen: list[tuple[int, str, float]]) -> tuple[str, str]:
    done = []
    for k, fault, seed in sorted(chosen, reverse=True):
        changed = LINE_FAULTS[fault](lines, k, Random(seed))
        if changed is not None:
            lines = changed
            done.append(f"line {k + 1} {fault}")
    return ", ".join(done[::-1]), "\n".join(lines) + "\n"


def falls(specimen: Specimen, texts: list[tuple[str, str]]) -> None:
    """Each text holds all the corruptions of the one before, and one more."""
    violations = Violations("monotony", specimen)
    before = 1.0
    for mutation, text in texts:
        comparison = specimen.against(text)
        if comparison.score > before + TOLERANCE:
            violations.add(mutation, text, f"the score rose from {before:.9f} to {comparison.score:.9f}", comparison)
        before = comparison.score
    violations.check()
