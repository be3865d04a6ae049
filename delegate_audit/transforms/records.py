"""Elements as records: a flat or nested form in which another format can hold all of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from delegate_audit.core.element import MAX_DEPTH
from delegate_audit.core.kind import COMMON_KINDS, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import whole
from delegate_audit.transforms.cells import cell, tupled, value_of
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import Branch
from delegate_audit.transforms.sidecar import Row

MAX_RECORDS = 50_000
"""More than any document; a file with aliases of aliases could unfold without end."""


@dataclass(frozen=True)
class Layout:
    """How records name what is no field: the columns for the kind, the parent's row, the children; and the fields' types."""

    kinds: Mapping[str, Kind]
    names: frozenset[str]
    domain: Domain = field(repr=False)

    @property
    def kind_column(self) -> str:
        """`kind`, unless a field is called so."""
        return "element_kind" if "kind" in self.names else "kind"

    @property
    def parent_column(self) -> str:
        """`parent`, unless a field is called so."""
        return "parent_row" if "parent" in self.names else "parent"

    @property
    def children_name(self) -> str:
        """`children`, unless a field is called so."""
        return "element_children" if "children" in self.names else "children"

    def kind_of_fields(self, names: list[str]) -> str:
        """The kind that declares the most of these fields, the first of equals."""
        return max(self.domain.kinds, key=lambda kind: sum(name in kind.fields for name in names)).name


def layout(domain: Domain, found: set[str]) -> Layout:
    """The layout for a document whose records have the fields `found`."""
    declared = {name for kind in domain.kinds for name in kind.fields}
    kinds = {**COMMON_KINDS, **{kind.name: kind for kind in domain.kinds}}
    return Layout(kinds, frozenset(declared | found), domain)


def _layout_of(root: Branch, domain: Domain) -> Layout:
    return layout(domain, {name for branch in root.walk() for name in branch.fields})


def _layout_from(columns: set[str], domain: Domain) -> Layout:
    """The layout that a writer must have chosen who left these columns."""
    marks = {"kind": "element_kind", "parent": "parent_row", "children": "element_children"}
    return layout(domain, {name for name, mark in marks.items() if mark in columns})


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header."""

    columns: list[str]
    rows: list[list[str]]


def as_table(root: Branch, domain: Domain) -> Table:
    """One row an element in the order of the text.

    Columns: the kind where there are several, the parent's row where any is nested, then the union of all fields.
    """
    shape = _layout_of(root, domain)
    branches = list(root.walk())
    fields = list(dict.fromkeys(name for branch in branches for name in branch.fields))
    numbers = {branch: number for number, branch in enumerate(branches, 1)}
    with_kind = _needs_kind(branches, shape, fields)
    with_parent = any(branch.parent is not root for branch in branches) or "parent" in fields
    rows = []
    for branch in branches:
        start = [branch.kind] if with_kind else []
        if with_parent:
            start.append(str(numbers[branch.parent]) if branch.parent in numbers else "")
        rows.append([*start, *(_cell(branch, name, shape) for name in fields)])
    head = [*([shape.kind_column] if with_kind else []), *([shape.parent_column] if with_parent else [])]
    return Table([*head, *fields], rows)


def _cell(branch: Branch, name: str, shape: Layout) -> str:
    kind = shape.kinds.get(branch.kind)
    return cell(branch.fields.get(name), kind.type_of(name) if kind else Text())


def _needs_kind(branches: list[Branch], shape: Layout, fields: list[str]) -> bool:
    kinds = {branch.kind for branch in branches}
    return len(kinds) != 1 or "kind" in fields or kinds != {shape.kind_of_fields(fields)}


def from_table(columns: list[str], rows: list[Row], domain: Domain) -> Branch:
    """The elements that `as_table` gave these rows for; whatever else is in them is taken as far as it goes."""
    shape = _layout_from(set(columns), domain)
    with_kind, with_parent = shape.kind_column in columns, shape.parent_column in columns
    fields = [name for name in columns if name and name not in {shape.kind_column, shape.parent_column}]
    if len(rows) > MAX_RECORDS:
        raise TransformError(f"a table of more than {MAX_RECORDS} rows")
    default = shape.kind_of_fields(fields)
    kinds = [row.get(shape.kind_column, "").strip() if with_kind else default for row in rows]
    free = _free_columns(kinds, rows, fields, shape)
    root = Branch("", {})
    made: list[Branch] = []
    for name, row in zip(kinds, rows, strict=True):
        chosen = name if name in shape.kinds else default
        kind = shape.kinds[chosen]
        wanted = [f for f in fields if f in kind.fields or f in free[name]]
        branch = Branch(chosen, {f: value_of(row.get(f, ""), kind.type_of(f)) for f in wanted})
        parent = whole(row.get(shape.parent_column, "")) if with_parent else None
        above = made[parent - 1] if parent and 0 < parent <= len(made) else root
        (above if _depth(above) < MAX_DEPTH else root).append(branch)
        made.append(branch)
    return root


def _free_columns(kinds: list[str], rows: list[Row], fields: list[str], shape: Layout) -> dict[str, list[str]]:
    """For every kind the columns that no kind declares, if any of its rows fills one of them: all of them are its own."""
    declared = {f for name in set(kinds) & set(shape.kinds) for f in shape.kinds[name].fields}
    free = [f for f in fields if f not in declared]
    filling = {name for name, row in zip(kinds, rows, strict=True) if any(row.get(f) for f in free)}
    return {name: free if name in filling else [] for name in set(kinds)}


def _depth(branch: Branch) -> int:
    return len(branch.ancestors()) + 1


def as_objects(root: Branch, domain: Domain) -> list[dict[str, object]]:
    """Nested objects: fields by name, the kind where there are several, children as a list."""
    shape = _layout_of(root, domain)
    branches = list(root.walk())
    with_kind = _needs_kind(branches, shape, list(dict.fromkeys(name for branch in branches for name in branch.fields)))
    made: dict[Branch, dict[str, object]] = {}
    for branch in reversed(branches):
        item: dict[str, object] = {shape.kind_column: branch.kind} if with_kind else {}
        item.update(branch.fields)
        if branch.children:
            item[shape.children_name] = [made[child] for child in branch.children]
        made[branch] = item
    return [made[child] for child in root.children]


def from_objects(loaded: object, domain: Domain) -> Branch:
    """The elements that `as_objects` gave these objects for; one that lost its kind is of the kind that its fields fit best.

    Raises `TransformError` where it is no list of objects.
    """
    if not isinstance(loaded, list):
        raise TransformError("the file holds no list of objects")
    shape = _layout_from(_names_in(loaded), domain)
    root = Branch("", {})
    stack: list[tuple[Branch, object, int]] = [(root, item, 1) for item in loaded][::-1]
    mixed = any(isinstance(item, dict) and shape.kind_column in item for item in loaded)
    default = ""
    count = 0
    while stack:
        parent, item, depth = stack.pop()
        count += 1
        if count > MAX_RECORDS or depth > MAX_DEPTH:
            raise TransformError(f"the file holds more than {MAX_RECORDS} objects, or some nested deeper than {MAX_DEPTH} levels")
        if not isinstance(item, dict):
            continue
        fields = {str(name): tupled(value) for name, value in item.items() if name not in {shape.kind_column, shape.children_name}}
        default = default or shape.kind_of_fields(list(fields))
        named = item.get(shape.kind_column)
        lost = shape.kind_of_fields(list(fields)) if mixed else default
        branch = Branch(named if isinstance(named, str) and named in shape.kinds else lost, fields)
        parent.append(branch)
        children = item.get(shape.children_name)
        stack.extend([(branch, child, depth + 1) for child in (children if isinstance(children, list) else [])][::-1])
    return root


def _names_in(loaded: list[object]) -> set[str]:
    names: set[str] = set()
    level, count = loaded, 0
    while level and count <= MAX_RECORDS:
        below: list[object] = []
        for item in level:
            count += 1
            if isinstance(item, dict):
                names.update(map(str, item))
                for key in ("children", "element_children"):
                    below.extend(item[key] if isinstance(item.get(key), list) else [])
            if len(below) > MAX_RECORDS:
                break
        level = below
    return names
