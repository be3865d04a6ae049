"""Split and merge: elements distributed over several files by a field or an authored grouping, and joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field, field_validator, model_validator

from delegate_audit.core.workspace import Workspace, refusal
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import whole
from delegate_audit.domains.reading import read_as
from delegate_audit.transforms.assignment import Assignment, file_part
from delegate_audit.transforms.contract import Instructions, Names, Transform, TransformError
from delegate_audit.transforms.draft import Branch, Draft, cut, grown, written
from delegate_audit.transforms.grouping import grouping_problems, groups_of
from delegate_audit.transforms.selection import fits, is_pattern, single
from delegate_audit.transforms.sidecar import list_entries, list_text, need, replaced, table_rows, table_text
from delegate_audit.transforms.units import Unit, copied, head_of, places_of, trunk, units_of


class Split(Transform):
    """Distribute the elements of `kind` over files named `into` (with `{group}`), and join them again.

    The group is the value of the field `by` (its first `prefix` characters), or what the authored `assign` says about the
    value of `key` (without it: about the element's name). What stands before an element and is of another kind travels
    with it; kinds in `repeat` that open the document open every part. Where the elements lie inside another one, every
    part repeats what they lie in. With `rest`, all that is not of the kind stays in that file.

    `order` is a table (position, file) with a row for each element in the original order: `position` counts the
    elements or, with `rest`, is the place among all siblings. Ending in `.txt` it lists the files instead. `renumber` is
    an ordinal field to be numbered from 1 in each file and through in the whole. `sources` names the original file
    where `file` does not.
    """

    kind: str
    into: str
    by: str | None = None
    prefix: int | None = Field(default=None, ge=1)
    assign: Assignment | None = None
    key: str | None = None
    order: str = Field(pattern=r"\.(csv|txt)$")
    rest: str | None = None
    renumber: str | None = None
    sources: str | None = None
    repeat: Names = ()
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @field_validator("into")
    @classmethod
    def _has_group(cls, value: str) -> str:
        if value.count("{group}") != 1:
            raise ValueError("a file name with {group} in it, once")
        if reason := refusal(value.replace("{group}", "x")):
            raise ValueError(reason)
        return value

    @model_validator(mode="after")
    def _one_grouping(self) -> Split:
        if (self.by is None) == (self.assign is None):
            raise ValueError("give either `by` or `assign`")
        return self

    def makes(self) -> Names:
        """The parts, the order file, and the rest where it gets a name of its own."""
        rest = (self.rest,) if self.rest and self.rest != self._original() else ()
        return (self.into.replace("{group}", "*"), self.order, *rest)

    def notes(self) -> Names:
        """The order file."""
        return (self.order,)

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Make the parts and the order file; the original goes, or keeps the rest."""
        name = self._original() or single(self, files, domain)
        draft = Draft(name, need(files, name), domain)
        moved = draft.find(self.kind, self.under)
        if not moved:
            raise TransformError(f"{name} has no {self.kind} to split by")
        goes = {branch: self._part(group) for branch, group in self._groups(draft, moved).items()}
        order = self._order(moved, goes)
        parts = self._with_rest(draft, goes) if self.rest else self._travelling(draft, goes)
        changes: dict[str, str | None] = {name: None}
        if self.rest:
            changes[self.rest] = self._text(draft.root, domain, self.rest, numbered=False)
        changes.update({part: self._text(root, domain, part, numbered=True) for part, root in parts.items()})
        return replaced(files, {**changes, self.order: order})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Join the parts in the order that is written down."""
        order_name, rows = self._read_order(files)
        parts = self._parts(files, rows, domain)
        if not parts:
            raise TransformError("there are no parts to join")
        target = self._original() or self.rest or (self.file[0] if self.file else "")
        if not target:
            raise TransformError("nothing tells the name of the file to join into", "name it with `sources`")
        roots = {name: grown(read_as(name, files[name], domain).elements) for name in parts}
        units = {name: units_of(root, self.kind, self.under, self.repeat, alone=bool(self.rest)) for name, root in roots.items()}
        root = (
            grown(read_as(self.rest, need(files, self.rest), domain).elements)
            if self.rest
            else self._trunk(roots[parts[0]], units[parts[0]])
        )
        self._join(root, units, rows)
        changes: dict[str, str | None] = dict.fromkeys([*parts, *filter(None, [order_name]), *filter(None, [self.rest])])
        return replaced(files, {**changes, target: self._text(root, domain, target, numbered=True)})

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Split, write down the order; and join."""
        name = self._original() or single(self, files, domain)
        what = f"its {self.by}" if self.by else f"topic ({', '.join(self.assign.names()) if self.assign else ''})"
        if self.by and self.prefix:
            what = f"the first {self.prefix} characters of its {self.by}"
        number = f", numbering their {self.renumber} from 1 in each" if self.renumber else ""
        through = f", numbered through from 1 ({self.renumber})" if self.renumber else ""
        listed = (
            f"List the files in their order in {self.order}, one a line."
            if self.order.endswith(".txt")
            else f"Write {self.order} with the columns position, file: for each {self.kind}, in the original order, "
            f"{'its place among its siblings' if self.rest else 'its number'} and the file it went to."
        )
        rest = f" Everything else stays in {self.rest}." if self.rest else f" Delete {name}."
        pattern = self.into.replace("{group}", "<group>")
        return Instructions(
            f"Split {name} into one file for every group: each {self.kind} goes, by {what}, into {pattern} (the group's name in lower "
            f"case, anything but letters and digits as _){number}. {listed}{rest}",
            f"Join the files {pattern} into {name} in the order that {self.order} records{through}"
            f"{f', putting them back into {self.rest}' if self.rest else ''}. Delete what is no longer needed.",
        )

    def problems(self, files: Workspace, domain: Domain) -> tuple[str, ...]:
        """Elements that the authored grouping does not mention, and mentions of none."""
        if self.assign is None:
            return ()
        name = self._original() or single(self, files, domain)
        draft = Draft(name, need(files, name), domain)
        return grouping_problems(self.assign, draft, draft.find(self.kind, self.under), self.key)

    def _original(self) -> str | None:
        exact = [name for name in self.file if not is_pattern(name)]
        return self.sources or (exact[0] if len(exact) == len(self.file) == 1 else None)

    def _groups(self, draft: Draft, moved: Sequence[Branch]) -> dict[Branch, str]:
        if self.assign is not None:
            return groups_of(self.assign, draft, moved, self.key)
        kind = draft.kind(self.kind)
        by = self.by or ""
        return {branch: kind.type_of(by).show(branch.fields.get(by))[: self.prefix] for branch in moved}

    def _part(self, group: str) -> str:
        name = self.into.replace("{group}", file_part(group))
        return name if refusal(name) is None else self.into.replace("{group}", f"{file_part(group)[:30]}_group")

    def _travelling(self, draft: Draft, goes: dict[Branch, str]) -> dict[str, Branch]:
        """Without a rest: all else in the parent travels, what lies around the parent stays with its first element."""
        parents = {branch.parent for branch in goes}
        if len(parents) > 1:
            raise TransformError(f"the elements {self.kind} of {draft.name} lie in several others", "name a `rest` file")
        parent = next(branch for branch in parents if branch is not None)
        head = head_of(parent, self.repeat)
        parts: dict[str, Branch] = {}
        for unit in units_of(draft.root, self.kind, self.under, self.repeat):
            name = goes[unit.core] if unit.core else next(iter(goes.values()))
            if name not in parts:
                parts[name] = Branch("", {}) if parts else trunk(draft.root, parent)
                unit.parent_in(parts[name]).children.extend(map(copied, head))
            for branch in unit.branches:
                unit.parent_in(parts[name]).append(copied(branch))
        return parts

    def _with_rest(self, draft: Draft, goes: dict[Branch, str]) -> dict[str, Branch]:
        head = head_of(draft.root, self.repeat)
        parts: dict[str, Branch] = {}
        chains: dict[tuple[str, Branch], Branch] = {}
        for branch, name in goes.items():
            if name not in parts:
                parts[name] = Branch("", {}, [copied(first) for first in head])
            below = parts[name]
            for above in branch.ancestors():
                if (name, above) not in chains:
                    chains[name, above] = above.bare()
                    below.append(chains[name, above])
                below = chains[name, above]
            below.append(copied(branch))
        for parent in {branch.parent for branch in goes if branch.parent is not None}:
            parent.children = [child for child in parent.children if child not in goes]
        return parts

    def _order(self, moved: Sequence[Branch], goes: dict[Branch, str]) -> str:
        if self.order.endswith(".txt"):
            return list_text(dict.fromkeys(goes[branch] for branch in moved))
        places = places_of(moved) if self.rest else {branch: number for number, branch in enumerate(moved, 1)}
        return table_text(["position", "file"], [(str(places[branch]), goes[branch]) for branch in moved])

    def _text(self, root: Branch, domain: Domain, name: str, *, numbered: bool) -> str:
        if self.renumber and numbered:
            for number, branch in enumerate([b for b in root.walk() if b.kind == self.kind], 1):
                branch.fields[self.renumber] = number
        return written(cut(root), domain, name)

    def _read_order(self, files: Workspace) -> tuple[str, list[_Row]]:
        """The order file's name and rows; another list of files serves where it is missing, then its name is not empty."""
        for name in [self.order] if self.order in files else sorted(files):
            rows = _order_rows(files[name], name)
            if name == self.order or any(row.file in files and row.file != name for row in rows):
                return name, rows
        return "", []

    def _parts(self, files: Workspace, rows: list[_Row], domain: Domain) -> list[str]:
        """The parts in their order: those the order file names, then others that are called like parts."""
        keep = {self.order, self.rest, self._original()}
        listed = [row.file for row in rows if row.file in files and row.file not in {self.order, self.rest}]
        pattern = self.into.replace("{group}", "*")
        others = [name for name in sorted(files) if fits(name, [pattern]) and name not in keep and domain.claims(name)]
        return list(dict.fromkeys([*listed, *others]))

    def _trunk(self, root: Branch, units: Sequence[Unit]) -> Branch:
        """The first part without its elements: what lay around them, to put all of them into."""
        parent = units[0].core.parent if units and units[0].core else root
        bare = trunk(root, parent or root)
        place = next((branch for branch in [bare, *bare.walk()] if branch.number == (parent or root).number), bare)
        for branch in head_of(parent or root, self.repeat):
            place.append(copied(branch))
        return bare

    def _join(self, root: Branch, units: dict[str, list[Unit]], rows: list[_Row]) -> None:
        waiting = {name: found[::-1] for name, found in units.items()}
        queue = [(row.position, waiting[row.file].pop()) for row in rows if row.single and waiting.get(row.file)]
        queue += [(None, unit) for found in waiting.values() for unit in reversed(found)]
        first: Branch | None = None
        for place, unit in queue:
            parent = unit.parent_in(root) if self.rest or not first else first
            first = first or parent
            start = place - 1 if self.rest and place is not None else len(parent.children)
            for offset, branch in enumerate(unit.branches):
                parent.insert(start + offset, branch)


@dataclass(frozen=True)
class _Row:
    """One line of an order file; a `single` one stands for one element, another for a whole file."""

    position: int | None
    file: str
    single: bool


def _order_rows(text: str, name: str) -> list[_Row]:
    if name.endswith(".txt"):
        return [_Row(None, entry, single=False) for entry in list_entries(text)]
    if not name.endswith(".csv"):
        return []
    try:
        rows = table_rows(text, ["position", "file"])
    except TransformError:
        return []
    return [_Row(whole(row.get("position", "")), row.get("file", "").strip(), single=True) for row in rows]


TRANSFORM = Split
