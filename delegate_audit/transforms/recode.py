"""Recode: the exact values of a field replaced by others, one to one, with the table of codes kept beside the document."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from delegate_audit.core.element import Value
from delegate_audit.core.kind import FieldType
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.cells import cell, retyped, value_of
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import written
from delegate_audit.transforms.selection import drafts, spoken_targets
from delegate_audit.transforms.sidecar import need, replaced, table_rows, table_text


class Recode(Transform):
    """Replace values of `field` of `kind` that `table` lists, the same value always by the same; others stay.

    `key` gets the columns code, meaning: what was written, and what is written instead.
    """

    kind: str
    field: str
    table: dict[str, str] = Field(min_length=1)
    key: str = Field(pattern=r"\.csv$")
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_to_one(self) -> Recode:
        meanings = list(self.table.values())
        if len(set(meanings)) < len(meanings) or "" in {*self.table, *meanings}:
            raise ValueError("field table: every code needs a meaning of its own, and neither may be empty")
        if all(code == meaning for code, meaning in self.table.items()):
            raise ValueError("field table: no code changes")
        return self

    def makes(self) -> Names:
        """The table of codes."""
        return (self.key,)

    def notes(self) -> Names:
        """The key file."""
        return self.makes()

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Replace codes by meanings."""
        changes = self._changed(files, domain, self.table)
        return replaced(files, {**changes, self.key: table_text(["code", "meaning"], list(self.table.items()))})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Replace meanings by codes."""
        codes: dict[str, str] = {}
        for row in table_rows(need(files, self.key), ["code", "meaning"]):
            if row["meaning"] and row["code"]:
                codes.setdefault(row["meaning"], row["code"])
        return replaced(files, {**self._changed(files, domain, codes), self.key: None})

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Replace codes by meanings; and back."""
        where = spoken_targets(self, files, domain)
        pairs = "; ".join(f"{code} becomes {meaning}" for code, meaning in self.table.items())
        return Instructions(
            f"In {where}, replace the {self.field} of every {self.kind}: {pairs}; anything else stays. Write the codes into "
            f"{self.key}, with the columns code, meaning, in this order.",
            f"In {where}, replace the {self.field} of every {self.kind} by the code that {self.key} gives for it, where it gives one. "
            f"Delete {self.key}.",
        )

    def _changed(self, files: Workspace, domain: Domain, table: Mapping[str, str]) -> dict[str, str | None]:
        changes: dict[str, str | None] = {}
        for draft in drafts(self, files, domain):
            declared = draft.kind(self.kind).type_of(self.field)
            for branch in draft.find(self.kind, self.under):
                if branch.fields.get(self.field) is not None:
                    branch.fields[self.field] = _mapped(branch.fields[self.field], declared, table)
            if draft.result() != draft.text:
                changes[draft.name] = written(retyped(draft.root, domain, draft.name), domain, draft.name)
        return changes


def _mapped(value: Value, declared: FieldType, table: Mapping[str, str]) -> Value:
    if isinstance(value, tuple):
        return tuple(_mapped(item, declared, table) for item in value)
    now = table.get(cell(value, declared))
    return value if now is None else value_of(now, declared)


TRANSFORM = Recode
