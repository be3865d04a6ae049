"""Elements and the groups that an authored assignment puts them into."""

from __future__ import annotations

from collections.abc import Sequence

from delegate_audit.transforms.assignment import Assignment
from delegate_audit.transforms.draft import Branch, Draft
from delegate_audit.transforms.selection import identities


def groups_of(assign: Assignment, draft: Draft, moved: Sequence[Branch], key: str | None) -> dict[Branch, str]:
    """The group of every branch; one that the assignment does not mention goes where the one before it went."""
    last = assign.names()[0]
    found: dict[Branch, str] = {}
    for branch, group in _mentioned(assign, draft, moved, key).items():
        last = group or last
        found[branch] = last
    return found


def grouping_problems(assign: Assignment, draft: Draft, moved: Sequence[Branch], key: str | None) -> tuple[str, ...]:
    """One sentence for every element that no group holds, and for every group that holds none."""
    groups = _mentioned(assign, draft, moved, key)
    names = identities(draft, draft.kind(moved[0].kind)) if moved else {}
    lost = [f"the assignment does not mention {branch.kind} {names[branch]}" for branch, group in groups.items() if group is None]
    return (*lost, *(f"no element belongs to the group {group!r}" for group in assign.groups if group not in groups.values()))


def _mentioned(assign: Assignment, draft: Draft, moved: Sequence[Branch], key: str | None) -> dict[Branch, str | None]:
    if key is None:
        names = identities(draft, draft.kind(moved[0].kind)) if moved else {}
        return {branch: assign.group_of(names[branch]) for branch in moved}
    found: dict[Branch, str | None] = {}
    for branch in moved:
        value = branch.fields.get(key)
        found[branch] = assign.group_of(str(value), draft.kind(branch.kind).type_of(key).show(value))
    return found
