"""Sort: siblings in the order of some of their fields, with the order they had written beside the document."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Kind
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import Branch, Draft
from delegate_audit.transforms.ordering import of_file, order_entries, rearrange, renumber, restore
from delegate_audit.transforms.selection import drafts, spoken_targets
from delegate_audit.transforms.sidecar import list_entries, list_text, need, replaced

SortKey = tuple[int, Decimal, str, str]


class Sort(Transform):
    """Sort siblings of `kind` by the fields `by`, stably.

    `-field` sorts downwards, `len:field` by the length of a text, `count:kind` by the number of children (`count:*`
    for any). Numbers come before texts, texts go by the alphabet whatever their case, what has no value comes last.
    `order` gets one line for each element: its name, in the original order, where the kind has a key; else, in the new
    order, the number it had. With `renumber` that ordinal field is numbered from 1 in the new order.
    """

    kind: str
    by: Names = Field(min_length=1)
    order: str = Field(pattern=r"\.txt$")
    renumber: str | None = None
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    def makes(self) -> Names:
        """The order file."""
        return (self.order,)

    def notes(self) -> Names:
        """The order file."""
        return self.makes()

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Sort every file that is meant."""
        opened = drafts(self, files, domain)
        changes: dict[str, str | None] = {}
        lines: list[str] = []
        for draft in opened:
            rearrange(draft, self.kind, self.under, lambda siblings, d=draft: self._sorted(siblings, d))  # type: ignore[misc]
            entries = order_entries(draft, self.kind, self.under, self.renumber)
            lines.extend(f"{draft.name}:{entry}" if len(opened) > 1 else entry for entry in entries)
            if self.renumber:
                renumber(draft, self.kind, self.under, self.renumber)
            changes[draft.name] = draft.result()
        return replaced(files, {**changes, self.order: list_text(lines)})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Put everything back where the order file says it stood."""
        entries = list_entries(need(files, self.order))
        changes: dict[str, str | None] = {self.order: None}
        for draft in drafts(self, files, domain):
            mine = of_file(entries, draft) or entries
            restore(draft, self.kind, self.under, self.renumber, mine)
            changes[draft.name] = draft.result()
        return replaced(files, changes)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Sort by …, keep the old order in a file; and back."""
        where = spoken_targets(self, files, domain)
        keyed = bool((kind := domain.kind(self.kind)) and kind.key) and not self.renumber
        kept = "the names of all in the order they have now" if keyed else "for each, in the new order, the number it has now"
        again = f" Number their {self.renumber} from 1 in the new order." if self.renumber else ""
        back = f" Restore their {self.renumber}, too." if self.renumber else ""
        wording = ", then ".join(_spoken(part) for part in self.by)
        return Instructions(
            f"In {where}, sort every {self.kind} among its siblings by {wording}; where these are equal, keep the order as it "
            f"is.{again} Write {kept} into {self.order}, one a line.",
            f"In {where}, put every {self.kind} back into the order that {self.order} records.{back} Delete {self.order}.",
        )

    def _sorted(self, siblings: list[Branch], draft: Draft) -> list[Branch]:
        found = list(siblings)
        for part in reversed(self.by):
            name, down = part.removeprefix("-"), part.startswith("-")
            kind = draft.kind(self.kind)
            present = [branch for branch in found if _measure(branch, name, kind) is not None]
            absent = [branch for branch in found if _measure(branch, name, kind) is None]
            found = sorted(present, key=lambda b, n=name, k=kind: _rank(_measure(b, n, k)), reverse=down) + absent  # type: ignore[misc]
        return found


def _measure(branch: Branch, by: str, kind: Kind) -> Value:
    what, _, name = by.rpartition(":")
    if what == "len":
        return len(kind.type_of(name).show(branch.fields.get(name)))
    if what == "count":
        return sum(name in {"*", child.kind} for child in branch.children)
    return branch.fields.get(by)


def _rank(value: Value) -> SortKey:
    if isinstance(value, int | Decimal) and Decimal(value).is_finite():
        return (0, Decimal(value), "", "")
    text = str(value)
    return (1, Decimal(0), text.casefold(), text)


def _spoken(part: str) -> str:
    name = part.removeprefix("-")
    what, _, field = name.rpartition(":")
    spoken = {"len": f"the length of {field}", "count": f"the number of {field}"}.get(what, name)
    return f"{spoken} (from the highest down)" if part.startswith("-") else spoken


TRANSFORM = Sort
