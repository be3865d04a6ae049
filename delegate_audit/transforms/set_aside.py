"""Set aside: whole elements, or one field of them, moved out into a table, from which they go back to their places."""

from __future__ import annotations

import json

from pydantic import Field

from delegate_audit.core.kind import Kind
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import whole
from delegate_audit.transforms.cells import cell, number_of, retyped, value_of
from delegate_audit.transforms.contract import Instructions, Names, Transform, TransformError
from delegate_audit.transforms.draft import Branch, Draft, written
from delegate_audit.transforms.formats import inline
from delegate_audit.transforms.records import as_objects, from_objects
from delegate_audit.transforms.selection import drafts, identities, labels, look_up, spoken_targets
from delegate_audit.transforms.sidecar import Row, need, replaced, table_rows, table_text

CHILDREN = "element_children"
STRUCTURE = ("file", "parent", "place")


class SetAside(Transform):
    """Move every element of `kind` out into the table `into`; or, with `field`, only the value of that field.

    Elements: columns parent (the kind and name of what it lies in, empty at the top level), place (its 1-based place among all
    siblings), and one for each field; `file` before them where there are several files. A field: columns id and the field.
    """

    kind: str
    into: str = Field(pattern=r"\.csv$")
    field: str | None = None
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    def makes(self) -> Names:
        """The table."""
        return (self.into,)

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Move them out of every file that is meant."""
        opened = drafts(self, files, domain)
        table = self._fields_out(opened) if self.field else self._elements_out(opened, domain)
        return replaced(files, {**{draft.name: draft.result() for draft in opened}, self.into: table})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Put them back."""
        rows = table_rows(need(files, self.into), ["id", self.field] if self.field else ())
        changes: dict[str, str | None] = {self.into: None}
        for draft in drafts(self, files, domain):
            if self.field:
                self._fields_in(draft, rows)
            else:
                self._elements_in(draft, rows, domain)
            if draft.result() != draft.text:
                changes[draft.name] = written(retyped(draft.root, domain, draft.name), domain, draft.name)
        return replaced(files, changes)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Move them out; and back."""
        where = spoken_targets(self, files, domain)
        if self.field:
            return Instructions(
                f"In {where}, take the {self.field} out of every {self.kind} and put it into {self.into}, with the columns id, "
                f"{self.field}; the id is what identifies the {self.kind}, or its number in the file.",
                f"In {where}, give every {self.kind} the {self.field} that {self.into} holds for it, and delete {self.into}.",
            )
        kind = domain.kind(self.kind)
        fields = "".join(f", {name}" for name in (kind.fields if kind else ()))
        return Instructions(
            f"Move every {self.kind} out of {where} into {self.into}, with the columns parent (kind and name of what it lies in, "
            f"empty at the top level), place (its place among all siblings, from 1){fields}.",
            f"Put every {self.kind} of {self.into} back into its place in {where}, and delete {self.into}.",
        )

    def _fields_out(self, opened: list[Draft]) -> str:
        assert self.field is not None
        rows: list[tuple[str, str]] = []
        for draft in opened:
            kind = draft.kind(self.kind)
            names = labels(draft, kind, len(opened) > 1, [self.field])
            for branch in draft.find(self.kind, self.under):
                if branch.fields.get(self.field) is not None:
                    rows.append((names[branch], cell(branch.fields[self.field], kind.type_of(self.field))))
                    branch.fields[self.field] = None
        return table_text(["id", self.field], rows)

    def _fields_in(self, draft: Draft, rows: list[Row]) -> None:
        assert self.field is not None
        kind = draft.kind(self.kind)
        values: dict[str, str] = {}
        for row in rows:
            values.setdefault(row["id"].strip(), row[self.field])
        for branch, name in identities(draft, kind, [self.field]).items():
            text = look_up(values, draft, name)
            if text:
                branch.fields[self.field] = value_of(text, kind.type_of(self.field))

    def _elements_out(self, opened: list[Draft], domain: Domain) -> str:
        taken = {draft.name: self._taken(draft) for draft in opened}
        found = [branch for branches in taken.values() for branch, _ in branches]
        fields = list(dict.fromkeys(name for branch in found for name in branch.fields))
        nested = any(branch.children for branch in found)
        names = [*(["file"] if len(opened) > 1 else []), "parent", "place"]
        taken_names = {*fields, *(opened[0].kind(self.kind).fields)}
        head = [f"element_{name}" if name in taken_names else name for name in names]
        rows: list[list[str]] = []
        for draft in opened:
            kind, parents = draft.kind(self.kind), _Parents(draft)
            for branch, place in taken[draft.name]:
                start = [draft.name] if len(opened) > 1 else []
                cells = [cell(branch.fields.get(name), kind.type_of(name)) for name in fields]
                children = [inline(as_objects(branch, domain)) if branch.children else ""] if nested else []
                rows.append([*start, parents.label(branch.parent), str(place), *cells, *children])
        return table_text([*head, *fields, *([CHILDREN] if nested else [])], rows)

    def _taken(self, draft: Draft) -> list[tuple[Branch, int]]:
        """The elements to move with their places; one within another goes along with it. Takes them out of the draft."""
        chosen = set(draft.find(self.kind, self.under))
        outer = {branch for branch in chosen if not chosen & set(branch.ancestors())}
        parents = dict.fromkeys(branch.parent for branch in draft.root.walk() if branch in outer and branch.parent)
        taken = [(child, place) for parent in parents for place, child in enumerate(parent.children, 1) if child in outer]
        for parent in parents:
            parent.children = [child for child in parent.children if child not in outer]
        return taken

    def _elements_in(self, draft: Draft, rows: list[Row], domain: Domain) -> None:
        kind, parents = draft.kind(self.kind), _Parents(draft)
        waiting: list[tuple[int, Branch, Branch]] = []
        for row in rows:
            columns = _columns(row, kind)
            parent, place = parents.find(row.get(columns["parent"], "")), whole(row.get(columns["place"], ""))
            if parent is None or place is None or row.get(columns["file"], draft.name) != draft.name:
                continue
            own = [name for name in row if name and name not in {*columns.values(), CHILDREN}]
            branch = Branch(kind.name, {n: value_of(row[n], kind.type_of(n)) for n in own if n in kind.fields or row[n]})
            for child in _children(row.get(CHILDREN, ""), domain):
                branch.append(child)
            waiting.append((place, parent, branch))
        for place, parent, branch in sorted(waiting, key=lambda entry: entry[0]):
            parent.insert(place - 1, branch)


def _columns(row: Row, kind: Kind) -> dict[str, str]:
    """The names of the columns that are no fields."""
    return {name: f"element_{name}" if f"element_{name}" in row or name in kind.fields else name for name in STRUCTURE}


def _children(text: str, domain: Domain) -> list[Branch]:
    if not text:
        return []
    try:
        return from_objects(json.loads(text, parse_float=number_of, parse_int=number_of), domain).children
    except (ValueError, RecursionError) as fault:
        raise TransformError(f"the children of an element cannot be read: {fault}") from fault


class _Parents:
    """Names for what elements lie in, in a document without them."""

    def __init__(self, draft: Draft) -> None:
        self._root = draft.root
        kinds = dict.fromkeys(branch.kind for branch in draft.root.walk())
        self._labels = {branch: f"{kind} {name}" for kind in kinds for branch, name in identities(draft, draft.kind(kind)).items()}
        self._branches = {label: branch for branch, label in self._labels.items()}

    def label(self, parent: Branch | None) -> str:
        """The kind and name of a parent; empty for the document itself."""
        return self._labels.get(parent, "") if parent is not None else ""

    def find(self, label: str) -> Branch | None:
        """The parent of that label; None where there is none."""
        return self._branches.get(label.strip()) if label.strip() else self._root


TRANSFORM = SetAside
