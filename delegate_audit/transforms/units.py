"""Units of a split document: an element with what travels with it, and the place it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from delegate_audit.transforms.draft import Branch


@dataclass(frozen=True, eq=False)
class Unit:
    """An element (`core`) among the siblings that travel with it; `chain` is what it lies in, from the outermost."""

    branches: list[Branch]
    core: Branch | None
    chain: list[Branch]

    def parent_in(self, root: Branch) -> Branch:
        """The branch below `root` that stands for the unit's parent; made at the end where there is none."""
        below = root
        for above in self.chain:
            same = next((child for child in below.children if _alike(child, above)), None)
            if same is None:
                same = above.bare()
                below.append(same)
            below = same
        return below


def _alike(left: Branch, right: Branch) -> bool:
    return left.kind == right.kind and repr(list(left.fields.items())) == repr(list(right.fields.items()))


def head_of(root: Branch, kinds: Iterable[str]) -> list[Branch]:
    """The top-level branches of these kinds that open the document."""
    head = []
    for branch in root.children:
        if branch.kind not in kinds:
            break
        head.append(branch)
    return head


def units_of(root: Branch, kind: str, under: Mapping[str, object], repeat: Iterable[str]) -> list[Unit]:
    """The units of every parent that holds elements of the kind, in the order of the text, the repeated head left out.

    What is of another kind goes with the next element of the kind, at the end with the last. At the top level it is a
    unit by itself where the document holds no element of the kind at all.
    """
    head = set(head_of(root, repeat))
    found: list[Unit] = []
    for parent in [root, *root.walk()]:
        siblings = [child for child in parent.children if child not in head]
        fitting = all(str(parent.fields.get(name)) == str(value) for name, value in under.items())
        if fitting and any(child.kind == kind for child in siblings):
            chain = [] if parent is root else [*parent.ancestors(), parent]
            found.extend(_chunks(siblings if parent is root else [c for c in siblings if c.kind == kind], kind, chain))
    if not found and root.children:
        found = [Unit([child for child in root.children if child not in head], None, [])]
    return found


def _chunks(siblings: list[Branch], kind: str, chain: list[Branch]) -> list[Unit]:
    units: list[Unit] = []
    waiting: list[Branch] = []
    for branch in siblings:
        waiting.append(branch)
        if branch.kind == kind:
            units.append(Unit(waiting, branch, chain))
            waiting = []
    if waiting and units:
        units[-1].branches.extend(waiting)
    return units


def places_of(branches: Iterable[Branch]) -> dict[Branch, int]:
    """The 1-based place of every branch among all its siblings."""
    parents = dict.fromkeys(branch.parent for branch in branches if branch.parent is not None)
    return {child: place for parent in parents for place, child in enumerate(parent.children, 1)}
