"""Environments made larger or smaller, to see what size does: the same tasks on more or fewer units of the same sort.

Units come and go as the domain's `Growth` says; every task is checked against every law at the new size, and one that does
not keep them there is left out, which is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory

from delegate_audit.core.element import Element
from delegate_audit.corpus.check import seed_problems
from delegate_audit.corpus.environment import Environment, workspace_tokens
from delegate_audit.corpus.growth.contract import Elements, Growth
from delegate_audit.corpus.laws import task_problems
from delegate_audit.corpus.loading import DEFINITION, load
from delegate_audit.corpus.task import Task
from delegate_audit.corpus.toml import toml_table
from delegate_audit.domains import registry
from delegate_audit.errors import UsageError
from delegate_audit.transforms.assignment import Assignment
from delegate_audit.transforms.draft import Draft
from delegate_audit.transforms.grouping import groups_of
from delegate_audit.transforms.selection import identities

MARK = "resized.txt"
"""Stands in every resized folder: of what, and how. A folder without it is never written over."""

WORDING = ("forward", "backward")
MAX_UNITS = 10**6
TOLERANCE = 0.05
"""How far the size may be from what was asked for, where units are small; else half a unit."""


@dataclass(frozen=True)
class Resized:
    """A resized environment in its folder, how many units it has now, and what was left out."""

    environment: Environment
    units: int
    remarks: tuple[str, ...]


def growing() -> list[str]:
    """The domains whose documents can be resized."""
    return [name for name in registry.names() if find_spec(f"{__package__}.growth.{name}")]


def resize(environment: Environment, tokens: int, seed: int, out: Path) -> Resized:
    """Write the environment with a seed of about so many tokens to `<out>/<category>/<domain>/<name>_<tokens>/`.

    Raises `UsageError` where the domain does not say how its documents grow, where the size cannot be had, and where the
    folder is there and was not resized.
    """
    if environment.domain not in growing():
        raise UsageError(f"nobody says how a document of {environment.domain} grows", f"choose one of: {', '.join(growing())}")
    folder = out / environment.category / environment.domain / f"{environment.name}_{tokens}"
    if folder.exists() and not (folder / MARK).is_file():
        raise UsageError(f"{folder} is there and was not resized", "choose another --out")
    growth: Growth = import_module(f"{__package__}.growth.{environment.domain}").GROWTH
    document = _Document(environment, growth, seed)
    found = document.of_size(tokens)
    with TemporaryDirectory() as place:
        draft = Path(place) / folder.relative_to(out)
        _write(draft, environment, document, found, tokens, seed)
        resized = load(draft)
        if wrong := list(seed_problems(resized)):
            raise UsageError(f"at this size the document is not consistent: {wrong[0]}", "choose another --seed or --tokens")
        failing = {problem.where: str(problem) for problem in task_problems(resized)}
        kept = {task.id for task in resized.tasks if not any(task.id in where.split() for where in failing)}
        if not kept:
            raise UsageError("no task keeps every law at this size", f"choose another size; {next(iter(failing.values()))}")
        if folder.exists():
            rmtree(folder)
        _write(folder, environment, document, found, tokens, seed, kept)
    left_out = tuple(f"left out: {reason}" for reason in failing.values())
    return Resized(load(folder), found.units, left_out)


@dataclass(frozen=True)
class _Found:
    """A document of some size: its text, and for every element in the order of the text the number of the one it was made after."""

    text: str
    units: int
    origins: Sequence[int]


class _Document:
    """The file of the seed that holds most units, and what it is at any number of them."""

    def __init__(self, environment: Environment, growth: Growth, seed: int) -> None:
        self.environment, self.growth, self.domain = environment, growth, environment.reader
        counted = {name: len(_units(self.domain.read(text, name), growth)) for name, text in environment.seed.items()}
        self.name = max(counted, key=lambda name: counted[name])
        self.elements = self.domain.read(environment.seed[self.name], self.name)
        self.units = _units(self.elements, growth)
        if not self.units:
            raise UsageError(f"the seed of {environment.id} has no {growth.unit}", "choose another environment")
        self.order = self._drawn(Random(seed))

    def _drawn(self, rng: Random) -> list[int]:
        """The places of all units, those first that must stay longest: one of every group of every task, then by chance."""
        places = list(range(len(self.units)))
        rng.shuffle(places)
        number = {id(element): k for k, element in enumerate(_walk(self.elements), 1)}
        of_unit = {below: k for k, unit in enumerate(self.units) for below in range(number[id(unit)], number[id(unit)] + _size(unit))}
        needed: dict[int, None] = {}
        for _, groups in self.assigned():
            held: dict[str, list[int]] = {}
            for element, group in groups.items():
                if element in of_unit:
                    held.setdefault(group, []).append(of_unit[element])
            for members in held.values():
                if not needed.keys() & set(members):
                    needed[min(members, key=places.index)] = None
        self.needed = frozenset(needed)
        return [*needed, *(place for place in places if place not in needed)]

    def assigned(self) -> Iterator[tuple[Task, Mapping[int, str]]]:
        """Every task with an authored assignment, and the group of every element it assigns, by the element's number."""
        draft = Draft(self.name, self.environment.seed[self.name], self.domain)
        for task in self.environment.tasks:
            assign = getattr(task.transform, "assign", None)
            if isinstance(assign, Assignment):
                moved = draft.find(task.transform.kind, getattr(task.transform, "under", {}))  # type: ignore[attr-defined]
                groups = groups_of(assign, draft, moved, getattr(task.transform, "key", None))
                yield task, {branch.number: group for branch, group in groups.items()}

    def of_size(self, tokens: int) -> _Found:
        """The document whose seed comes closest to so many tokens. Raises `UsageError` where none comes near."""

        def distance(found: _Found) -> int:
            return abs(self._tokens(found) - tokens)

        low, high = 1, 2
        while self._tokens(self.at(self.shares(high))) < tokens and high < MAX_UNITS:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._tokens(self.at(self.shares(middle))) < tokens else (low, middle)
        ends = self.shares(low), self.shares(high)
        best = min(map(self.at, ends), key=distance)
        if distance(best) > TOLERANCE * tokens:
            exchanged = (self.at(shares) for end in ends for shares in _exchanged(end, self.needed))
            best = min((best, *exchanged), key=distance)
        half_a_unit = self._tokens(self.at((1,) * len(self.units))) / len(self.units) / 2
        if distance(best) > max(TOLERANCE * tokens, half_a_unit):
            nearest = f"the nearest is {self._tokens(best):,} tokens, with {best.units} {self.growth.unit}s"
            raise UsageError(nearest, "choose another --tokens")
        return best

    def shares(self, count: int) -> tuple[int, ...]:
        """How often each unit, or a counterpart of it, is there where there are so many in all."""
        rounds, rest = divmod(count, len(self.units))
        extra = set(self.order[:rest])
        return tuple(rounds + (place in extra) for place in range(len(self.units)))

    def _tokens(self, found: _Found) -> int:
        return workspace_tokens({**self.environment.seed, self.name: found.text})

    def at(self, shares: Sequence[int]) -> _Found:
        """The document with so many of each unit."""
        copies = {id(unit): shares[k] for k, unit in enumerate(self.units)}
        number = {id(element): k for k, element in enumerate(_walk(self.elements), 1)}
        origins: list[int] = []

        def grown(element: Element) -> Iterator[Element]:
            for k in range(copies.get(id(element), 1)):
                made = self.growth.another(element, k) if k else element
                if id(element) in copies:
                    origins.extend(range(number[id(element)], number[id(element)] + _size(element)))
                    yield made
                else:
                    origins.append(number[id(element)])
                    yield element.containing(new for child in element.children for new in grown(child))

        elements = self.growth.settle(tuple(new for element in self.elements for new in grown(element)))
        return _Found(self.domain.write(elements), sum(shares), origins)


def _exchanged(shares: tuple[int, ...], needed: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """One unit less and another one more, in every way that keeps what is needed."""
    for less, share in enumerate(shares):
        if share > (less in needed):
            for more in range(len(shares)):
                yield tuple(count - (place == less) + (place == more) for place, count in enumerate(shares))


def _units(elements: Elements, growth: Growth) -> list[Element]:
    return [element for element in _walk(elements) if element.kind == growth.unit and not growth.stays(element, elements)]


def _walk(elements: Elements) -> Iterator[Element]:
    return (element for top in elements for element in top.walk())


def _size(element: Element) -> int:
    return sum(1 for _ in element.walk())


def _write(
    folder: Path, environment: Environment, document: _Document, found: _Found, tokens: int, seed: int, kept: set[str] | None = None
) -> None:
    assert environment.path is not None
    texts = {f"seed/{name}": text for name, text in {**environment.seed, document.name: found.text}.items()}
    texts |= {f"distractors/{name}": text for name, text in environment.distractors.items()}
    assignments = _assignments(document, found)
    tables = tomllib.loads((environment.path / DEFINITION).read_text("utf-8"))
    tasks = [task for task in tables.pop("task") if kept is None or task["id"] in kept]
    tables["title"] = f"{tables['title']}, at about {tokens:,} tokens"
    texts[DEFINITION] = "\n[[task]]\n".join(toml_table(table) for table in (tables, *(_recounted(task, document, found) for task in tasks)))
    for task in environment.tasks:
        file = task.spec.get("assign")
        if isinstance(file, str):
            texts[file] = toml_table({"groups": assignments[task.id]}) if task.id in assignments else task.resources[file]
    texts[MARK] = f"{environment.id}\ndigest {environment.digest}\ntokens {tokens}\nseed {seed}\n"
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def _assignments(document: _Document, found: _Found) -> dict[str, dict[str, list[str]]]:
    """For every task with an assignment its groups, with what stands for their elements in the resized document."""
    draft = Draft(document.name, found.text, document.domain)
    made: dict[str, dict[str, list[str]]] = {}
    for task, groups in document.assigned():
        kind = draft.kind(task.transform.kind)  # type: ignore[attr-defined]
        key = getattr(task.transform, "key", None)
        names = identities(draft, kind)
        held: dict[str, list[str]] = {group: [] for group in task.transform.assign.names()}  # type: ignore[attr-defined]
        for branch in draft.all(kind.name):
            group = groups.get(found.origins[branch.number - 1])
            value = names[branch] if key is None else kind.type_of(key).show(branch.fields.get(key))
            if group is not None and value not in held[group]:
                held[group].append(value)
        made[task.id] = {group: values for group, values in held.items() if values}
    return made


def _recounted(task: dict[str, object], document: _Document, found: _Found) -> dict[str, object]:
    """The task with the number of units in its wording as it is now."""
    before = re.compile(rf"\b{len(document.units)}\b(?= {document.growth.unit})")
    worded = {name: before.sub(str(found.units), text) for name, text in task.items() if name in WORDING and isinstance(text, str)}
    return {**task, **worded}
