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


def copied(branch: Branch) -> Branch:
    """The branch with all below it, free to be put elsewhere."""
    copy = branch.bare()
    stack = [(branch, copy)]
    while stack:
        old, new = stack.pop()
        for child in old.children:
            new.append(child.bare())
            stack.append((child, new.children[-1]))
    return copy


def trunk(root: Branch, parent: Branch) -> Branch:
    """A copy of the whole document in which `parent` has no children."""
    copy = root.bare()
    stack = [(root, copy)]
    while stack:
        old, new = stack.pop()
        for child in old.children if old is not parent else ():
            new.append(child.bare())
            stack.append((child, new.children[-1]))
    return copy


def head_of(parent: Branch, kinds: Iterable[str]) -> list[Branch]:
    """The children of these kinds that come before all others."""
    head = []
    for branch in parent.children:
        if branch.kind not in kinds:
            break
        head.append(branch)
    return head


def units_of(root: Branch, kind: str, under: Mapping[str, object], repeat: Iterable[str], *, alone: bool = False) -> list[Unit]:
    """The units of every parent that holds elements of the kind, in the order of the text, a repeated head left out.

    What is of another kind goes with the next element of the kind, at the end with the last; not so where nested
    elements travel `alone`. A document without elements of the kind is one unit by itself.
    """
    found: list[Unit] = []
    for parent in [root, *root.walk()]:
        fitting = all(str(parent.fields.get(name)) == str(value) for name, value in under.items())
        if fitting and any(child.kind == kind for child in parent.children):
            siblings = parent.children[len(head_of(parent, repeat)) :]
            if alone and parent is not root:
                siblings = [child for child in siblings if child.kind == kind]
            found.extend(_chunks(siblings, kind, [] if parent is root else [*parent.ancestors(), parent]))
    siblings = root.children[len(head_of(root, repeat)) :]
    return found or ([Unit(siblings, None, [])] if siblings else [])


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
