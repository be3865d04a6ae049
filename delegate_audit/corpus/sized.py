"""A seed at any size: which of its units are there, how often, and what stands for each assigned element then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from delegate_audit.core.element import Element
from delegate_audit.corpus.environment import Environment, workspace_tokens
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.task import Task
from delegate_audit.errors import UsageError
from delegate_audit.transforms.assignment import Assignment
from delegate_audit.transforms.draft import Draft
from delegate_audit.transforms.grouping import groups_of
from delegate_audit.transforms.selection import identities

MAX_UNITS, MAX_STEPS, FEW = 10**6, 6, 12
TOLERANCE = 0.05
"""How far the size may be from what was asked for, where units are small; else half a unit."""

Place = tuple[str, int]
"""A file, and the 1-based number of an element in the order of its text."""


@dataclass(frozen=True)
class Sized:
    """Documents of some size. `origins` holds for every element, in the order of the text, the number of the one it was made after."""

    texts: Mapping[str, str]
    units: int
    origins: Mapping[str, Sequence[int]]


class SizedSeed:
    """The documents of a seed that hold units, and what they are at any number of these."""

    def __init__(self, environment: Environment, growth: Growth, seed: int) -> None:
        self.environment, self.growth, self.domain = environment, growth, environment.reader
        read = {name: self.domain.read(text, name) for name, text in environment.seed.items() if self.domain.claims(name)}
        self.units = _units(tuple(top for elements in read.values() for top in elements), growth)
        if not self.units:
            raise UsageError(f"the seed of {environment.id} has no {growth.unit}", "choose another environment")
        self._unit_of = {id(element): k for k, unit in enumerate(self.units) for element in unit}
        self.files = {name: elements for name, elements in read.items() if any(id(e) in self._unit_of for e in _walk(elements))}
        self._number = {id(e): k for elements in self.files.values() for k, e in enumerate(_walk(elements), 1)}
        self.needed, self.order = self._drawn(Random(seed))

    def _drawn(self, rng: Random) -> tuple[frozenset[int], list[int]]:
        """The units of which one of every group of every task is there, and the places of all: these first, then by chance."""
        places = list(range(len(self.units)))
        rng.shuffle(places)
        within = {
            (name, self._number[id(below)]): self._unit_of[id(element)]
            for name, elements in self.files.items()
            for element in _walk(elements)
            if id(element) in self._unit_of
            for below in element.walk()
        }
        needed: dict[int, None] = {}
        for _, groups in self.assigned():
            held: dict[str, list[int]] = {}
            for place, group in groups.items():
                if place in within:
                    held.setdefault(group, []).append(within[place])
            for members in held.values():
                if not needed.keys() & set(members):
                    needed[min(members, key=places.index)] = None
        return frozenset(needed), [*needed, *(place for place in places if place not in needed)]

    def assigned(self) -> Iterator[tuple[Task, Mapping[Place, str]]]:
        """Every task with an authored assignment of elements of these documents, and the group of each."""
        drafts = {name: Draft(name, self.environment.seed[name], self.domain) for name in self.files}
        for task in self.environment.tasks:
            assign = getattr(task.transform, "assign", None)
            if isinstance(assign, Assignment):
                found: dict[Place, str] = {}
                for name, draft in drafts.items():
                    moved = draft.find(task.transform.kind, getattr(task.transform, "under", {}))  # type: ignore[attr-defined]
                    groups = groups_of(assign, draft, moved, getattr(task.transform, "key", None)) if moved else {}
                    found |= {(name, branch.number): group for branch, group in groups.items()}
                if found:
                    yield task, found

    def of_size(self, tokens: int) -> Sized:
        """The documents with which the seed comes closest to so many tokens. Raises `UsageError` where none come near."""

        def distance(found: Sized) -> int:
            return abs(self._tokens(found) - tokens)

        low, high = 1, 2
        while self._tokens(self.at(self.shares(high))) < tokens and high < MAX_UNITS:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._tokens(self.at(self.shares(middle))) < tokens else (low, middle)
        best = min((self.shares(low), self.shares(high)), key=lambda shares: distance(self.at(shares)))
        for _ in range(MAX_STEPS):
            if distance(self.at(best)) <= TOLERANCE * tokens:
                break
            best = min((best, *_near(best, self.needed)), key=lambda shares: distance(self.at(shares)))
        found = self.at(best)
        half_a_unit = self._tokens(self.at((1,) * len(self.units))) / len(self.units) / 2
        if distance(found) > max(TOLERANCE * tokens, half_a_unit):
            nearest = f"the nearest is {self._tokens(found):,} tokens, with {found.units} {self.growth.unit}s"
            raise UsageError(nearest, "choose another --tokens")
        return found

    def shares(self, count: int) -> tuple[int, ...]:
        """How often each unit, or a counterpart of it, is there where there are so many in all."""
        rounds, rest = divmod(count, len(self.units))
        extra = set(self.order[:rest])
        return tuple(rounds + (place in extra) for place in range(len(self.units)))

    def _tokens(self, found: Sized) -> int:
        return workspace_tokens({**self.environment.seed, **found.texts})

    def at(self, shares: Sequence[int]) -> Sized:
        """The documents with so many of each unit."""
        texts: dict[str, str] = {}
        origins: dict[str, list[int]] = {}
        for name, elements in self.files.items():
            origins[name] = []
            texts[name] = self.domain.write(self.growth.settle(tuple(self._grown(elements, shares, origins[name]))))
        return Sized(texts, sum(shares), origins)

    def _grown(self, siblings: Elements, shares: Sequence[int], origins: list[int]) -> Iterator[Element]:
        """The siblings with what comes in behind each, or behind a run of those that go together."""
        for k, run in groupby(siblings, lambda element: self._unit_of.get(id(element))):
            if k is None:
                for element in run:
                    origins.append(self._number[id(element)])
                    yield element.containing(self._grown(element.children, shares, origins))
                continue
            found = list(run)
            for part in [found] if self.growth.runs else [[element] for element in found]:
                for number in range(shares[k]):
                    for element in part:
                        origins.extend(self._number[id(below)] for below in element.walk())
                        yield self.growth.another(element, number) if number else element

    def assignments(self, found: Sized) -> dict[str, dict[str, list[str]]]:
        """For every task with an assignment its groups, with what stands for their elements at this size."""
        drafts = {name: Draft(name, text, self.domain) for name, text in found.texts.items()}
        made: dict[str, dict[str, list[str]]] = {}
        for task, groups in self.assigned():
            held: dict[str, list[str]] = {group: [] for group in task.transform.assign.names()}  # type: ignore[attr-defined]
            for name, draft in drafts.items():
                kind, key = draft.kind(task.transform.kind), getattr(task.transform, "key", None)  # type: ignore[attr-defined]
                names = identities(draft, kind)
                for branch in draft.all(kind.name):
                    group = groups.get((name, found.origins[name][branch.number - 1]))
                    value = names[branch] if key is None else kind.type_of(key).show(branch.fields.get(key))
                    if group is not None and value not in held[group]:
                        held[group].append(value)
            made[task.id] = {group: values for group, values in held.items() if values}
        return made


def _near(shares: tuple[int, ...], needed: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """One unit less, one more, and, where there are few, one for another; what is needed stays."""
    less = [k for k, share in enumerate(shares) if share > (k in needed)]
    changes = [*((k, -1) for k in less), *((-1, k) for k in range(len(shares)))]
    if len(shares) <= FEW:
        changes += [(gone, come) for gone in less for come in range(len(shares))]
    for gone, come in changes:
        yield tuple(count - (place == gone) + (place == come) for place, count in enumerate(shares))


def _units(elements: Elements, growth: Growth) -> list[list[Element]]:
    """What comes and goes, one element or several together."""
    found: dict[object, list[Element]] = {}
    for element in _walk(elements):
        if element.kind in {growth.unit, *growth.also} and not growth.stays(element, elements):
            found.setdefault(growth.together(element, elements), []).append(element)
    return list(found.values())


def _walk(elements: Elements) -> Iterator[Element]:
    return (element for top in elements for element in top.walk())
