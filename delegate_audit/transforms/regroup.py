"""Regroup: siblings brought together by topic within their file, as an authored grouping says."""

from __future__ import annotations

from pydantic import Field

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.assignment import Assignment
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import Branch, Draft
from delegate_audit.transforms.grouping import grouping_problems, groups_of
from delegate_audit.transforms.ordering import of_file, order_entries, rearrange, renumber, restore
from delegate_audit.transforms.selection import drafts, identities, spoken_targets
from delegate_audit.transforms.sidecar import list_entries, list_text, need, replaced, table_text


class Regroup(Transform):
    """Bring the siblings of `kind` together by the groups of `assign`, in the order of the groups, as they stood within each.

    `assign` lists values of the field `key`, or names of elements. `order` is the order file that `sort` writes, too;
    `groups` a table (group, id) with a row for each element in the new order. With `renumber`, that ordinal field is
    numbered from 1 in the new order.
    """

    kind: str
    assign: Assignment
    key: str | None = None
    order: str = Field(pattern=r"\.txt$")
    groups: str = Field(pattern=r"\.csv$")
    renumber: str | None = None
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    def makes(self) -> Names:
        """The order file and the table of groups."""
        return (self.order, self.groups)

    def notes(self) -> Names:
        """The order and the groups."""
        return self.makes()

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Regroup every file that is meant."""
        opened = drafts(self, files, domain)
        changes: dict[str, str | None] = {}
        lines: list[str] = []
        rows: list[tuple[str, str]] = []
        for draft in opened:
            start = f"{draft.name}:" if len(opened) > 1 else ""
            goes = groups_of(self.assign, draft, draft.find(self.kind, self.under), self.key)
            ranks = {group: rank for rank, group in enumerate(self.assign.names())}
            rearrange(draft, self.kind, self.under, lambda found, g=goes, r=ranks: sorted(found, key=lambda b: r[g[b]]))  # type: ignore[misc]
            lines.extend(start + entry for entry in order_entries(draft, self.kind, self.under, self.renumber))
            rows.extend((goes[branch], start + name) for branch, name in self._ids(draft).items())
            if self.renumber:
                renumber(draft, self.kind, self.under, self.renumber)
            changes[draft.name] = draft.result()
        return replaced(files, {**changes, self.order: list_text(lines), self.groups: table_text(["group", "id"], rows)})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Put everything back where the order file says it stood."""
        entries = list_entries(need(files, self.order))
        changes: dict[str, str | None] = {self.order: None, self.groups: None}
        for draft in drafts(self, files, domain):
            restore(draft, self.kind, self.under, self.renumber, of_file(entries, draft) or entries)
            changes[draft.name] = draft.result()
        return replaced(files, changes)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Bring together by topic, keep the old order; and back."""
        where = spoken_targets(self, files, domain)
        keyed = bool((kind := domain.kind(self.kind)) and kind.key) and not self.renumber
        kept = "the names of all in the order they have now" if keyed else "for each, in the new order, the number it has now"
        again = f" Number their {self.renumber} from 1 in the new order." if self.renumber else ""
        return Instructions(
            f"In {where}, bring the elements of the kind {self.kind} together by these groups, in this order: "
            f"{', '.join(self.assign.names())}; within a group keep the order as it is.{again} Write {kept} into {self.order}, "
            f"one a line, and into {self.groups} the columns group, id, a row for each in the new order.",
            f"In {where}, put every {self.kind} back into the order that {self.order} records. Delete {self.order} and {self.groups}.",
        )

    def problems(self, files: Workspace, domain: Domain) -> tuple[str, ...]:
        """Elements that the authored grouping does not mention, and groups of none."""
        return tuple(
            problem
            for draft in drafts(self, files, domain)
            for problem in grouping_problems(self.assign, draft, draft.find(self.kind, self.under), self.key)
        )

    def _ids(self, draft: Draft) -> dict[Branch, str]:
        """Names of the moved elements in the new order: the number that each had, where the kind has no key."""
        moved, declared = draft.find(self.kind, self.under), draft.kind(self.kind)
        if declared.key and not self.renumber:
            names = identities(draft, declared)
            return {branch: names[branch] for branch in moved}
        return dict(zip(moved, order_entries(draft, self.kind, self.under, self.renumber), strict=True))


TRANSFORM = Regroup
