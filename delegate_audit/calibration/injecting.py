"""Texts with known faults in them: for one class at one amount, as many different ones as are asked for.

A single fault strikes another place in every text, so that enough trials become a sweep over all places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from delegate_audit.calibration.amounts import Amount
from delegate_audit.calibration.contract import Family, Job, Plan, Subject
from delegate_audit.calibration.place import is_named, is_named_on_either_side, means_something
from delegate_audit.core.document import Document
from delegate_audit.core.finding import Finding
from delegate_audit.domains.reading import read_as
from delegate_audit.faults.contract import Path
from delegate_audit.faults.elements import CATALOGUE, at, targets
from delegate_audit.faults.files import FILE_FAULTS
from delegate_audit.faults.lines import LINE_FAULTS, eligible, several, spread
from delegate_audit.faults.together import StruckTogether, strike_together

WHOLE_FILE = ("drop_tail", "break_syntax")
MAX_CANDIDATES = 4_000
"""Most elements of a document that are asked whether a fault can strike them; of more, a part stands for all."""

Named = Callable[[tuple[Finding, ...]], bool]


@dataclass(frozen=True)
class Injection:
    """A spoiled text and what is known of it.

    `reference` is the document without the faults; `line`, `before` and `after` tell the first of them. `named` tells
    whether findings name the place, None where no single place is asked for; `means` is False where the change can only
    be one of layout; `may_be_layout` is True where order alone was changed, which may say nothing.
    """

    reference: Subject
    text: str
    places: int
    injected: float | None
    line: int
    before: str
    after: str
    named: Named | None = None
    means: bool = True
    may_be_layout: bool = False


def classes() -> tuple[tuple[Family, str], ...]:
    """Every class of faults there is, in the order in which they are shown."""
    named = {Family.LINE: tuple(LINE_FAULTS), Family.ELEMENT: tuple(CATALOGUE), Family.FILE: WHOLE_FILE}
    return tuple((family, fault) for family, faults in named.items() for fault in faults)


def injections(subject: Subject, job: Job, plan: Plan) -> Iterator[Injection]:
    """At most `plan.trials` spoiled texts of the job's class and amount; none where it cannot strike the document."""
    seed = f"{plan.seed} {subject.name} {job.fault} {job.amount}"
    if job.family is Family.FILE:
        found = _whole_file(subject, job.fault, seed, plan.trials)
    elif job.amount is None:
        return
    elif job.family is Family.LINE:
        found = _lines(subject, job.fault, job.amount, seed, plan.trials)
    else:
        found = _elements(subject, job.fault, job.amount, seed, plan.trials)
    yield from (injection for injection in found if injection.text != injection.reference.text)


def _lines(subject: Subject, fault: str, amount: Amount, seed: str, trials: int) -> Iterator[Injection]:
    """Faults of raw lines; the reader has no say in them."""
    ending = "\n" if subject.text.endswith("\n") else ""
    lines = subject.text.removesuffix("\n").split("\n")
    places = eligible(fault, lines)
    filled = sum(bool(line.strip()) for line in lines)
    rng = Random(seed)
    rng.shuffle(places)
    for trial in range(min(trials, len(places)) if amount.single else trials * bool(places)):
        struck = [places[trial]] if amount.single else spread(sorted(places), amount.of(len(places)), rng)
        changed = several(fault, lines, struck, rng)
        text = "\n".join(changed) + ending
        first = struck[0]
        yield Injection(
            subject,
            text,
            len(struck),
            len(struck) / filled,
            first + 1,
            lines[first],
            "" if fault == "deleted" or first >= len(changed) else changed[first],
            _line_named(subject, text, first + 1) if len(struck) == 1 else None,
            means_something(lines, changed, subject.domain.insignificant),
            fault == "swapped",
        )


def _line_named(subject: Subject, text: str, line: int) -> Named:
    return lambda findings: is_named(findings, line, subject.document, read_as(subject.name, text, subject.domain))


@lru_cache(maxsize=4)
def canonical(subject: Subject) -> Subject:
    """The document as its domain writes it, which is what element faults are written into: no scorer shall see the rewriting.

    The document itself where its domain cannot write it.
    """
    text = subject.domain.write(subject.document.elements)
    rewritten = replace(subject, text=text)
    return rewritten if rewritten.document.elements == subject.document.elements else subject


def _elements(subject: Subject, fault: str, amount: Amount, seed: str, trials: int) -> Iterator[Injection]:
    """Faults of elements, written by the domain's own writer."""
    document, rng = subject.document, Random(seed)
    everything = targets(document)
    candidates = rng.sample(everything, min(MAX_CANDIDATES, len(everything)))
    places = [path for path in candidates if CATALOGUE[fault](document, path, Random(seed)) is not None]
    if not places:
        return
    if amount.single:
        yield from _singles(subject, fault, places, seed, trials)
        return
    wanted = amount.of(len(places) * len(everything) // len(candidates))
    for trial in range(trials):
        rng.shuffle(places)
        struck = strike_together(document, fault, places, subject.domain, f"{seed} {trial}", wanted)
        if struck is not None:
            yield _element_injection(subject, struck)


def _singles(subject: Subject, fault: str, places: list[Path], seed: str, trials: int) -> Iterator[Injection]:
    """One place a text, each another; those that the writer cannot express are passed over."""
    done = 0
    for path in places:
        if done == trials:
            return
        struck = strike_together(subject.document, fault, [path], subject.domain, seed)
        if struck is not None:
            done += 1
            yield _element_injection(subject, struck)


def _element_injection(subject: Subject, struck: StruckTogether) -> Injection:
    first, reference = struck.faults[0], canonical(subject)
    named = _element_named(reference, struck) if len(struck.faults) == 1 else None
    injected = _injected(subject.document, struck)
    return Injection(reference, struck.text, len(struck.faults), injected, first.line, first.before, first.after, named)


def _element_named(reference: Subject, struck: StruckTogether) -> Named:
    """A finding names the place by the element struck or the one beside it, on the side where it stands."""

    def named(findings: tuple[Finding, ...]) -> bool:
        before, after = reference.document, read_as(reference.name, struck.text, reference.domain)
        path, fault = struck.paths[0], struck.faults[0].fault
        ours = _lines_at(before, path, 2 if fault == "swap" else 1)
        theirs = _lines_at(after, path, 2) if fault != "drop" else set()
        return is_named_on_either_side(findings, ours, before, theirs, after)

    return named


def _lines_at(document: Document, path: Path, count: int) -> set[int]:
    """The lines of the element at `path` and of those after it, `count` in all."""
    siblings = at(document, path[:-1]).children if len(path) > 1 else document.elements
    return {element.line for element in siblings[path[-1] : path[-1] + count]}


def _injected(document: Document, struck: StruckTogether) -> float | None:
    """The weight that was struck over the larger weight of both documents, as the score counts it.

    What is dropped, doubled or invented takes all below it along; a swap strikes two elements, any other fault one.
    """
    after = Document(document.name, struck.text, struck.elements, document.kinds)
    changed = abs(after.weight - document.weight)
    if not changed:
        own = [document.kind_of(at(document, path)).weight for path in struck.paths]
        changed = sum(own) * (2 if struck.faults[0].fault == "swap" else 1)
    larger = max(document.weight, after.weight)
    return changed / larger if larger else None


def _whole_file(subject: Subject, fault: str, seed: str, trials: int) -> Iterator[Injection]:
    """Faults of a file as a whole. How much a lost bracket strikes cannot be said."""
    reference = canonical(subject) if fault == "drop_tail" else subject
    seen: set[str] = set()
    for trial in range(trials):
        spoiled = FILE_FAULTS[fault](subject.name, reference.text, subject.domain, Random(f"{seed} {trial}"))
        if spoiled is None or spoiled.text in seen:
            continue
        seen.add(spoiled.text)
        injected = None
        if fault == "drop_tail":
            left = read_as(subject.name, spoiled.text, subject.domain).weight
            injected = max(0.0, 1 - left / subject.document.weight) if subject.document.weight else None
        record = spoiled.fault
        yield Injection(reference, spoiled.text, 1, injected, record.line, record.before, record.after)
