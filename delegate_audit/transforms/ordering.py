"""Putting siblings into another order, writing down where they stood, and putting them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.values import whole
from delegate_audit.transforms.draft import Branch, Draft
from delegate_audit.transforms.selection import identities

Arrange = Callable[[list[Branch]], list[Branch]]
NOTHING = "-"
"""Stands in an order file for an element that had no number."""


def rearrange(draft: Draft, kind: str, under: Mapping[str, object], arrange: Arrange) -> None:
    """Reorder the siblings of the kind among the places they hold; what is of another kind stays where it is."""
    for parent, siblings in draft.families(kind, under):
        put(parent, siblings, arrange(siblings))


def put(parent: Branch, siblings: Sequence[Branch], order: Sequence[Branch]) -> None:
    """Lay the same branches, in another order, into the places that `siblings` hold in their parent."""
    members = set(siblings)
    places = [place for place, child in enumerate(parent.children) if child in members]
    for place, branch in zip(places, order, strict=True):
        parent.children[place] = branch


def renumber(draft: Draft, kind: str, under: Mapping[str, object], field: str) -> None:
    """Number the siblings of the kind from 1."""
    for _, siblings in draft.families(kind, under):
        for number, branch in enumerate(siblings, 1):
            branch.fields[field] = number


def order_entries(draft: Draft, kind: str, under: Mapping[str, object], numbering: str | None) -> list[str]:
    """What to write down of a reordered draft, before it is renumbered.

    Elements with a key: their names in the original order. Elements without one, or to be renumbered: for each in the
    new order the number it had (the ordinal field `numbering`, else its place among all of the kind).
    """
    moved = draft.find(kind, under)
    declared = draft.kind(kind)
    if numbering:
        return [str(whole_or_nothing(branch.fields.get(numbering))) for branch in moved]
    if declared.key:
        names = identities(draft, declared)
        return [names[branch] for branch in sorted(moved, key=lambda branch: branch.number)]
    places = {branch: place for place, branch in enumerate(sorted(draft.all(kind), key=lambda b: b.number), 1)}
    return [str(places[branch]) for branch in moved]


def whole_or_nothing(value: Value) -> Value:
    """A whole number, or the mark for none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else NOTHING


def restore(draft: Draft, kind: str, under: Mapping[str, object], numbering: str | None, entries: Sequence[str]) -> None:
    """Undo a reordering with what `order_entries` wrote down; elements it does not know stay where they are."""
    declared = draft.kind(kind)
    moved = draft.find(kind, under)
    ranks: dict[Branch, int] = {}
    if numbering or not declared.key:
        for branch, entry in zip(moved, entries, strict=False):
            number = whole(entry)
            if number is not None:
                ranks[branch] = number
            if numbering and (number is not None or entry == NOTHING):
                branch.fields[numbering] = number
    else:
        names = identities(draft, declared)
        known: dict[str, int] = {}
        for rank, entry in enumerate(entries):
            known.setdefault(entry, rank)
        ranks = {branch: known[names[branch]] for branch in moved if names[branch] in known}
    for parent, siblings in draft.families(kind, under):
        ranked = [branch for branch in siblings if branch in ranks]
        put(parent, ranked, sorted(ranked, key=ranks.__getitem__))


def of_file(entries: Sequence[str], draft: Draft) -> list[str]:
    """The entries that concern one of several files, without its name."""
    start = f"{draft.name}:"
    return [entry.removeprefix(start).strip() for entry in entries if entry.startswith(start)]
