"""Convert: a document replaced by a file in another format that holds all of it, and parsed back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.cells import retyped
from delegate_audit.transforms.contract import Instructions, Names, Transform, TransformError
from delegate_audit.transforms.draft import Draft, written
from delegate_audit.transforms.formats import decoded, encoded
from delegate_audit.transforms.selection import fits, is_pattern, target_names
from delegate_audit.transforms.sidecar import replaced

SPOKEN = {"csv": "a CSV table", "markdown": "a Markdown table", "json": "JSON", "yaml": "YAML"}


class Convert(Transform):
    """Replace every file by one in the format `to`, called `into` (with `{stem}` for several), which holds all elements.

    JSON and YAML get a list of objects: fields by name, `kind` where there are several, nested `children`. CSV and
    Markdown get a row for each element, with `kind` and the `parent`'s row number where they are needed. `name` is the original file's
    name where it does not follow from that of the new one.
    """

    to: Literal["csv", "json", "yaml", "markdown"]
    into: str = Field(min_length=1)
    name: str | None = None

    @model_validator(mode="after")
    def _two_names(self) -> Convert:
        if self.into.count("{stem}") > 1 or self.into in {*self.file, self.name}:
            raise ValueError("`into` must differ from the original's name, with {stem} in it once at most")
        return self

    def makes(self) -> Names:
        """The new files."""
        return (self.into.replace("{stem}", "*"),)

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Convert every file that is meant."""
        names = target_names(self, files, domain)
        if len(names) > 1 and "{stem}" not in self.into:
            raise TransformError("several files cannot be converted into one", "write {stem} into the new name")
        changes: dict[str, str | None] = dict.fromkeys(names)
        for name in names:
            draft = Draft(name, files[name], domain)
            changes[self._new(name)] = encoded(self.to, draft.root, domain)
        return replaced(files, changes)

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Write every original file from the one that replaced it."""
        exact = [name for name in ([self.name] if self.name else self.file) if not is_pattern(name)]
        sources = {self._new(name): name for name in exact if self._new(name) in files}
        if not exact:
            sources = {new: self._old(new, domain) for new in sorted(files) if fits(new, self.makes())}
        if not sources:
            raise TransformError(f"{self.into.replace('{stem}', '*')} is missing")
        changes: dict[str, str | None] = dict.fromkeys(sources)
        for new, old in sources.items():
            root = decoded(self.to, files[new], domain)
            changes[old] = written(retyped(root, domain, old), domain, old)
        return replaced(files, changes)

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Convert all of it; and back."""
        names = target_names(self, files, domain)
        kinds = ", ".join(f"{kind.name} ({', '.join(kind.fields)})" if kind.fields else kind.name for kind in domain.kinds)
        shape = (
            "one row for each element in the order of the file, a column for each field, a column kind where there are several kinds and, "
            "where elements are nested, a column parent with the row number of the parent (the first row is 1)"
            if self.to in {"csv", "markdown"}
            else "a list of objects with the fields by name, kind where there are several kinds, and what is nested under children"
        )
        given = ", ".join(names)
        return Instructions(
            f"Convert {given} to {SPOKEN[self.to]}, {', '.join(map(self._new, names))}, so that nothing is lost: {shape}. "
            f"The kinds and their fields: {kinds}. Keep numbers as they are written. Delete {given}.",
            f"Convert {', '.join(map(self._new, names))} back to {domain.title}, {given}, and delete what you converted.",
        )

    def _new(self, name: str) -> str:
        folder, slash, base = name.rpartition("/")
        return self.into.replace("{stem}", f"{folder}{slash}{base.rpartition('.')[0] or base}")

    def _old(self, new: str, domain: Domain) -> str:
        before, _, after = self.into.partition("{stem}")
        stem = new.rpartition(".")[0] if "{stem}" not in self.into else new.removeprefix(before).removesuffix(after)
        pattern = domain.files[0]
        return pattern.replace("*", stem) if "*" in pattern else pattern


TRANSFORM = Convert
